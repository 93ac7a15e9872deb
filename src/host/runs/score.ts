import { moreIsBetter } from '../../core/training/moreIsBetter';
import type { RunState } from '../../core/training/run';
import type { RunEntry } from '../../protocol/training';

type Score = NonNullable<RunEntry['score']>;
type History = { readonly [key: string]: readonly number[] };

const COMPARED_BY = [/^val_.*accuracy$/, /^val_loss$/, /accuracy$/, /^loss$/];

/** The value by which runs are told apart: the best accuracy on the validation part, else the least loss there, else on the training part. */
export function bestScore(history: History): Score | undefined {
  const keys = Object.keys(history);
  const metric = COMPARED_BY.map((pattern) => keys.find((key) => pattern.test(key))).find((key) => key !== undefined);
  const value = metric === undefined ? undefined : bestOf(metric, history[metric] ?? []);
  return metric === undefined || value === undefined ? undefined : { metric, value };
}

/** The best value of a metric; `undefined` where none is a number. */
export function bestOf(metric: string, values: readonly number[]): number | undefined {
  const numbers = values.filter((value) => Number.isFinite(value));
  if (numbers.length === 0) return undefined;
  return numbers.reduce((best, next) => (moreIsBetter(metric) ? Math.max(best, next) : Math.min(best, next)));
}

/** Keras's history of what a run has done so far: a column for each key of its logs. */
export function historyOf({ epochLogs }: Pick<RunState, 'epochLogs'>): History {
  const keys = new Set(epochLogs.flatMap(({ logs }) => Object.keys(logs)));
  return Object.fromEntries([...keys].map((key) => [key, epochLogs.map(({ logs }) => logs[key] ?? NaN)]));
}
