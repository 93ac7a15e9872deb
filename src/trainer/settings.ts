import type { Design, Json, TrainingSection } from '../core/document';
import type { RegistryName } from '../core/layers/fields';
import type { Values } from '../core/layers/layerType';
import { isProblem, resolveNamed } from '../core/layers/registries';
import { metricKeys } from '../core/training/logKeys';
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
  readonly loss: Chosen;
  /** What phases without one of their own take. */
  readonly optimizer: Chosen;
  /** `key`: Keras's key in logs. */
  readonly metrics: readonly (Chosen & { readonly key: string })[];
  readonly callbacks: readonly Chosen[];
  /** Of all phases together. */
  readonly epochs: number;
  /** What the model begins with, where that is not what its initializers say. */
  readonly weights?: WeightsSection;
  /** At least one. */
  readonly phases: readonly Phase[];
  /** Of class 0, 1, 2 …; classes beyond them count 1. */
  readonly classWeight?: readonly number[];
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
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

/** @param design without errors; fails where it lacks what training needs */
export function readSettings({ training = {} }: Design, options: { readonly epochs?: number; readonly seed?: number }): Settings {
  const missing = (['data', 'loss'] as const).filter((field) => training[field] === undefined);
  if (missing.length > 0)
    throw new Failure(`The design has no "${missing.join('" and no "')}" in its training section.`, {
      next: 'Add it, for example "data": { "dataset": "mnist" }, "loss": "sparse_categorical_crossentropy".',
    });
  const { metrics = [] } = training;
  const keys = metricKeys(metrics);
  // Keras's compile takes RMSprop where none is named.
  const optimizer = choose('optimizer', training.optimizer ?? 'RMSprop');
  const phases = readPhases(training, optimizer, options.epochs);
  return {
    loss: choose('loss', training.loss!),
    optimizer,
    phases,
    weights: training.weights,
    metrics: metrics.map((metric, i) => ({ ...choose('metric', metric), key: keys[i]! })),
    callbacks: (training.callbacks ?? []).map((callback) => choose('callback', callback)),
    epochs: phases.reduce((sum, phase) => sum + phase.epochs, 0),
    classWeight: training.class_weight ?? undefined,
    batchSize: training.batch_size ?? 32,
    shuffle: training.shuffle ?? true,
    seed: options.seed ?? training.seed ?? randomInt(LARGEST_SEED),
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
