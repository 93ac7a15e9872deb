import type { RunPhase } from '../../core/training/run';
import type { RunRecord } from '../../protocol/runFolder';

const PHASES: ReadonlySet<unknown> = new Set<RunPhase>(['starting', 'running', 'paused', 'finished', 'stopped', 'failed']);
const TEXTS = ['id', 'name', 'designPath', 'startedAt'] as const;

type Read = { readonly [key in keyof RunRecord]?: unknown };

/**
 * What was read of a `run.json` as a record, if it is one: folders of runs come with projects of others. What is optional and
 * not as training writes it is left out.
 */
export function soundRecord(read: unknown): RunRecord | undefined {
  if (!isObject(read)) return undefined;
  const { phase, parameters, designFromRun, history, resumed, changes, seconds, ...rest } = read as Read;
  if (!TEXTS.every((key) => typeof rest[key] === 'string') || !PHASES.has(phase)) return undefined;
  const record = {
    ...rest,
    phase,
    parameters: typeof parameters === 'number' ? parameters : 0,
    ...(typeof designFromRun === 'string' && { designFromRun }),
    ...(isObject(history) && Object.values(history).every(Array.isArray) && { history }),
    ...(isListOf(resumed, ({ time }) => typeof time === 'string') && { resumed }),
    ...(isListOf(changes, (one) => Array.isArray(one.changes)) && { changes }),
    ...(typeof seconds === 'number' && { seconds }),
  };
  return record as unknown as RunRecord;
}

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOf = (value: unknown, is: (item: { readonly [key: string]: unknown }) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isObject(item) && is(item));
