import type { Json, TrainingSection } from '../document';
import { isProblem, resolveNamed } from '../layers/registries';
import { valueFor } from './each';
import { PENALTY_KEY } from './penalties';

/** Keras's names of metrics that are given as objects. */
const METRIC_NAMES: { readonly [name: string]: string } = { mae: 'mean_absolute_error', mse: 'mean_squared_error' };

/**
 * The keys of metrics in logs, in their order: as it is written, where it is a word (`acc`), else the name of the metric's
 * class. A key that is there already gets a number, as in Keras: `mae`, `mae_1`.
 */
function metricKeys(metrics: readonly Json[]): readonly string[] {
  const counts = new Map<string, number>();
  return metrics.map((metric) => {
    const key = typeof metric === 'string' ? metric : nameOf(metric);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count === 0 ? key : `${key}_${count}`;
  });
}

function nameOf(metric: Json): string {
  const resolved = resolveNamed('metric', metric);
  const name = isProblem(resolved) ? '' : resolved.entry.name;
  return METRIC_NAMES[name] ?? name;
}

/**
 * Keras's keys of what a step is measured by: `loss`, with several outputs the loss of each (`aux_loss`), what of the loss is
 * penalties where there are any, then the metrics (`classes_accuracy`).
 */
export function measureKeys(
  { metrics }: Pick<TrainingSection, 'metrics'>,
  outputs: readonly string[],
  penalized: boolean,
): readonly string[] {
  const several = outputs.length > 1;
  // Where a design's output is not known yet it has one of any name.
  const named = (outputs.length > 0 ? outputs : ['']).map((output) => {
    const list: unknown = valueFor(metrics, output);
    return metricKeys(Array.isArray(list) ? (list as readonly Json[]) : []).map((key) => (several ? `${output}_${key}` : key));
  });
  const losses = ['loss', ...(several ? outputs.map((output) => `${output}_loss`) : [])];
  return [...losses, ...(penalized ? [PENALTY_KEY] : []), ...named.flat()];
}

/** The keys of the values that an epoch of this training section ends with. */
export function logKeys(training: TrainingSection, outputs: readonly string[], penalized = false): readonly string[] {
  const keys = measureKeys(training, outputs, penalized);
  return training.data?.validation === undefined ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}
