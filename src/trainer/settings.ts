import type { Design, Json } from '../core/document';
import type { RegistryName } from '../core/layers/fields';
import type { Values } from '../core/layers/layerType';
import { isProblem, resolveNamed } from '../core/layers/registries';
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
  readonly optimizer: Chosen;
  /** `key`: Keras's key in logs. */
  readonly metrics: readonly (Chosen & { readonly key: string })[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
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
  return {
    loss: choose('loss', training.loss!),
    // Keras's compile takes RMSprop where none is named.
    optimizer: choose('optimizer', training.optimizer ?? 'RMSprop'),
    metrics: keyed((training.metrics ?? []).map((metric) => ({ ...choose('metric', metric), key: metricKey(metric) }))),
    epochs: options.epochs ?? training.epochs ?? 1,
    batchSize: training.batch_size ?? 32,
    shuffle: training.shuffle ?? true,
    seed: options.seed ?? training.seed ?? randomInt(LARGEST_SEED),
  };
}

function choose(registry: RegistryName, value: Json): Chosen {
  const resolved = resolveNamed(registry, value);
  if (isProblem(resolved)) throw new Failure(`The ${registry} ${JSON.stringify(value)} can't be used.`);
  return { name: resolved.entry.name, values: resolved.values };
}

/** Keras's names of metrics that are given as objects. */
const METRIC_NAMES: { readonly [name: string]: string } = { mae: 'mean_absolute_error', mse: 'mean_squared_error' };

/** As it is written, where it is a word (`acc`); else the name of the metric's class. */
function metricKey(metric: Json): string {
  if (typeof metric === 'string') return metric;
  const { name } = choose('metric', metric);
  return METRIC_NAMES[name] ?? name;
}

/** A key that is there already gets a number, as in Keras: `mae`, `mae_1`. */
function keyed<T extends { readonly key: string }>(metrics: readonly T[]): T[] {
  const counts = new Map<string, number>();
  return metrics.map((metric) => {
    const count = counts.get(metric.key) ?? 0;
    counts.set(metric.key, count + 1);
    return count === 0 ? metric : { ...metric, key: `${metric.key}_${count}` };
  });
}
