import type { Json } from '../document';
import type { Values } from '../layers/layerType';
import { isProblem, resolveNamed } from '../layers/registries';

/** What a schedule says of a step. */
export interface Scheduled {
  readonly learningRate: number;
  /** Only where the schedule moves it too. */
  readonly momentum?: number;
}

/** @param step from 0; @param totalSteps of the run */
type Formula = (values: Values, step: number, totalSteps: number) => number | Scheduled;

const numbers = (values: Values, ...names: readonly string[]): number[] => names.map((name) => Number(values[name]));
/** Half a cosine: 1 at 0, 0 at 1. */
const cosine = (way: number): number => 0.5 * (1 + Math.cos(Math.PI * way));
/** How often a decay is done; a staircase counts whole ones. */
const decays = (values: Values, step: number): number => {
  const done = step / Number(values.decay_steps);
  return values.staircase === true ? Math.floor(done) : done;
};

/** By the registry's names; formulas of `keras/src/optimizers/schedules/learning_rate_schedule.py`. */
const formulas: { readonly [name: string]: Formula } = {
  ExponentialDecay: (values, step) => Number(values.initial_learning_rate) * Number(values.decay_rate) ** decays(values, step),
  InverseTimeDecay: (values, step) => Number(values.initial_learning_rate) / (1 + Number(values.decay_rate) * decays(values, step)),
  PiecewiseConstantDecay: ({ boundaries, values }, step) => {
    const passed = (boundaries as readonly number[]).filter((boundary) => step > boundary).length;
    return (values as readonly number[])[passed]!;
  },
  PolynomialDecay: (values, step) => {
    const [first, length, last, power] = numbers(values, 'initial_learning_rate', 'decay_steps', 'end_learning_rate', 'power') as Four;
    const way = values.cycle === true ? step / (length * Math.max(1, Math.ceil(step / length))) : Math.min(1, step / length);
    return (first - last) * (1 - way) ** power + last;
  },
  CosineDecay: (values, step) => {
    const [first, length, alpha, warmup] = numbers(values, 'initial_learning_rate', 'decay_steps', 'alpha', 'warmup_steps') as Four;
    const target = values.warmup_target;
    const [from, skipped] = typeof target === 'number' ? [target, warmup] : [first, 0];
    if (step < skipped) return first + (from - first) * (step / skipped);
    return from * ((1 - alpha) * cosine(Math.min(1, (step - skipped) / length)) + alpha);
  },
  CosineDecayRestarts: (values, step) => {
    const [first, length, longer, share] = numbers(values, 'initial_learning_rate', 'first_decay_steps', 't_mul', 'm_mul') as Four;
    const alpha = Number(values.alpha);
    const { restarts, way } = restartsBefore(step / length, longer);
    return first * ((1 - alpha) * share ** restarts * cosine(way) + alpha);
  },
  OneCycle: oneCycle,
};
type Four = [number, number, number, number];

/** How many decays are over, and how far the next one is. The first one has the length 1. */
function restartsBefore(done: number, longer: number): { readonly restarts: number; readonly way: number } {
  if (longer === 1) return { restarts: Math.floor(done), way: done - Math.floor(done) };
  let [restarts, length, rest] = [0, 1, done];
  for (; rest >= length; restarts++, length *= longer) rest -= length;
  return { restarts, way: rest / length };
}

/**
 * Smith's 1cycle policy (arXiv 1708.07120) in two phases, as PyTorch's `OneCycleLR` has them: up to the largest learning
 * rate, then down to the last one; momentum goes the other way, and stays high while the learning rate falls to its end.
 */
function oneCycle(values: Values, step: number, totalSteps: number): Scheduled {
  const highest = Number(values.max_learning_rate);
  const first = Number(values.initial_learning_rate ?? highest / 25);
  const last = Number(values.final_learning_rate ?? first / 10_000);
  const end = Number(values.total_steps ?? totalSteps) - 1;
  const top = Math.max(0, Number(values.warmup_fraction) * (end + 1) - 1);
  const up = step < top;
  const way = up ? step / top : end > top ? Math.min(1, (step - top) / (end - top)) : 1;
  const left = values.anneal === 'linear' ? 1 - way : cosine(way);
  const between = (from: number, to: number): number => from * left + to * (1 - left);
  const learningRate = up ? between(first, highest) : between(highest, last);
  if (typeof values.max_momentum !== 'number') return { learningRate };
  const [most, least] = [values.max_momentum, Number(values.min_momentum)];
  return { learningRate, momentum: up ? between(most, least) : between(least, most) };
}

/** What holds at a step, from 0. */
export type Schedule = (step: number) => Scheduled;

/**
 * The schedule of an optimizer's `learning_rate`: a number, or an object of the registry.
 * @param totalSteps of the run; without it a cycle over the whole run does not get on
 */
export function makeSchedule(value: Json, totalSteps = Infinity): Schedule {
  if (typeof value === 'number') return () => ({ learningRate: value });
  const resolved = resolveNamed('schedule', value);
  if (isProblem(resolved)) throw new Error(`No learning rate: ${JSON.stringify(value)}`);
  const formula = formulas[resolved.entry.name];
  if (!formula) throw new Error(`There is no schedule ${resolved.entry.name}.`);
  return (step) => {
    const scheduled = formula(resolved.values, step, totalSteps);
    return typeof scheduled === 'number' ? { learningRate: scheduled } : scheduled;
  };
}
