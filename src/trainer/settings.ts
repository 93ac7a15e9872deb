import type { Configured, Design, Json, TrainingSection } from '../core/document';
import type { RegistryName } from '../core/layers/fields';
import type { Values } from '../core/layers/layerType';
import { isProblem, resolveNamed } from '../core/layers/registries';
import { isByName, lossWeightOf, valueFor } from '../core/training/each';
import { measureKeys } from '../core/training/logKeys';
import { missingForTraining } from '../core/training/missing';
import { isPenalized } from '../core/training/penalties';
import type { WeightsSection } from '../core/training/weights';
import { randomInt } from 'node:crypto';
import { Failure } from './failure';

/** Something of the training section that is chosen by name, ready to be made. */
export interface Chosen {
  readonly name: string;
  readonly values: Values;
}

/** The training section with its defaults, and what the run's options say in their place. */
export interface Settings {
  /** What each output of the model is to become, in its order. */
  readonly outputs: readonly OutputSettings[];
  /** What phases without one of their own take. */
  readonly optimizer: Chosen;
  /** Whether penalties are told apart. */
  readonly penalized: boolean;
  /** See `measureKeys`. */
  readonly keys: readonly string[];
  readonly callbacks: readonly Chosen[];
  /** Of all phases together. */
  readonly epochs: number;
  /** What the model begins with, where that is not what its initializers say. */
  readonly weights?: WeightsSection;
  /** At least one. */
  readonly phases: readonly Phase[];
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
}

/** What the training section says of an output. */
export interface OutputSettings {
  /** Empty where there is one alone, of any name. */
  readonly name: string;
  readonly loss: Chosen;
  /** How much its loss counts in the whole. */
  readonly weight: number;
  readonly metrics: readonly Chosen[];
  /** Of class 0, 1, 2 …; classes beyond them count 1. */
  readonly classWeight?: readonly number[];
}

/** A part of training with an optimizer of its own. */
export interface Phase {
  /** Patterns of names. */
  readonly freeze: readonly string[];
  readonly epochs: number;
  readonly optimizer: Chosen;
}

/** Seeds that are drawn are whole numbers that JSON and every language hold exactly. */
const LARGEST_SEED = 2 ** 31;

/**
 * @param design without errors; fails where it lacks what training needs
 * @param outputs names of the model's; default: one of any name
 */
export function readSettings(
  { training = {}, layers }: Design,
  options: { readonly epochs?: number; readonly seed?: number },
  outputs: readonly string[] = [''],
): Settings {
  const missing = missingForTraining({ training });
  if (missing.length > 0)
    throw new Failure(`The design has no "${missing.join('" and no "')}" in its training section.`, {
      next: 'Add it, for example "data": { "dataset": "mnist" }, "loss": "sparse_categorical_crossentropy".',
    });
  // Keras's compile takes RMSprop where none is named.
  const optimizer = choose('optimizer', training.optimizer ?? 'RMSprop');
  const phases = readPhases(training, optimizer, options.epochs);
  const penalized = isPenalized(layers);
  return {
    outputs: outputs.map((output) => readOutput(training, output, outputs)),
    penalized,
    keys: measureKeys(training, outputs, penalized),
    optimizer,
    phases,
    weights: training.weights,
    callbacks: (training.callbacks ?? []).map((callback) => choose('callback', callback)),
    epochs: phases.reduce((sum, phase) => sum + phase.epochs, 0),
    batchSize: training.batch_size ?? 32,
    shuffle: training.shuffle ?? true,
    seed: options.seed ?? training.seed ?? randomInt(LARGEST_SEED),
  };
}

function readOutput(training: TrainingSection, name: string, outputs: readonly string[]): OutputSettings {
  const loss = valueFor<Configured>(training.loss, name);
  const named = (value: string) => outputs.map((output) => `"${output}": ${value}`).join(', ');
  if (loss === undefined)
    throw new Failure(`"loss" says nothing of the output ${name}.`, { next: `Give each output one: "loss": { ${named('…')} }.` });
  const weights = training.class_weight;
  if (outputs.length > 1 && weights && !isByName(weights))
    throw new Failure('"class_weight" does not say of which output.', {
      reason: 'Weights go by class numbers, and the model has several outputs.',
      next: `Name it: "class_weight": { "${outputs[0]}": ${JSON.stringify(weights)} }.`,
    });
  return {
    name,
    loss: choose('loss', loss),
    weight: lossWeightOf(training.loss_weights, name),
    metrics: (valueFor<readonly Configured[]>(training.metrics, name) ?? []).map((metric) => choose('metric', metric)),
    classWeight: valueFor<readonly number[]>(weights, name),
  };
}

/** @param epochs asked for in all: phases beyond them are left out, and the last one lasts as long as there are more */
function readPhases({ phases, epochs: own }: TrainingSection, optimizer: Chosen, epochs: number | undefined): readonly Phase[] {
  if (!phases) return [{ freeze: [], epochs: epochs ?? own ?? 1, optimizer }];
  const written = phases.map((phase): Phase => ({
    freeze: phase.freeze ?? [],
    epochs: phase.epochs ?? 1,
    optimizer: phase.optimizer == null ? optimizer : choose('optimizer', phase.optimizer),
  }));
  if (epochs === undefined) return written;
  let left = epochs;
  return written.flatMap((phase, i) => {
    const taken = i === written.length - 1 ? left : Math.min(left, phase.epochs);
    left -= taken;
    return taken > 0 ? [{ ...phase, epochs: taken }] : [];
  });
}

function choose(registry: RegistryName, value: Json): Chosen {
  const resolved = resolveNamed(registry, value);
  if (isProblem(resolved)) throw new Failure(`The ${registry} ${JSON.stringify(value)} can't be used.`);
  return { name: resolved.entry.name, values: resolved.values };
}
