import type { Json, JsonObject, TrainingSection } from '../document';
import type { Edit } from '../edits';
import { isObject } from '../layers/readFields';
import { findNamed } from '../layers/registries';

/**
 * The edit that makes a training section begin with this learning rate: that of its optimizer, or of its first phase's own.
 * A schedule stays, and begins with it; of a cycle it is the largest.
 */
export function rateEdit(training: TrainingSection | undefined, rate: number): Edit {
  const { phases, optimizer: common = 'RMSprop' } = (training ?? {}) as JsonObject;
  const first = Array.isArray(phases) ? (phases as readonly Json[])[0] : undefined;
  const own = isObject(first) ? (first.optimizer ?? undefined) : undefined;
  const place = own === undefined ? ['optimizer'] : ['phases', 0, 'optimizer'];
  const optimizer = own ?? common;
  const named: JsonObject = isObject(optimizer) ? optimizer : { type: optimizer };
  return { type: 'setTraining', path: place, value: { ...named, learning_rate: begunWith(named.learning_rate, rate) } };
}

function begunWith(written: Json | undefined, rate: number): Json {
  const schedule = typeof written === 'string' ? { type: written, ...findNamed('schedule', written)?.start } : written;
  if (!isObject(schedule)) return rate;
  const { type, values, warmup_target } = schedule;
  if (type === 'OneCycle') return { ...schedule, max_learning_rate: rate };
  if (Array.isArray(values)) {
    const [first, ...rest] = values as readonly Json[];
    const factor = typeof first === 'number' && first > 0 ? rate / first : undefined;
    if (factor === undefined) return rate;
    return {
      ...schedule,
      values: [rate, ...rest.map((value) => (typeof value === 'number' ? Number((value * factor).toPrecision(3)) : value))],
    };
  }
  return typeof warmup_target === 'number' ? { ...schedule, warmup_target: rate } : { ...schedule, initial_learning_rate: rate };
}
