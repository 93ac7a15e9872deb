import { chooseShown } from '../../core/evaluation/chooseShown';
import { confusionOf } from '../../core/evaluation/confusion';
import type { JudgedClasses, JudgedValues, Likelihood } from '../../protocol/evaluation';
import type { ComputedOutput } from '../computeOutputs';
import { short, type Looks } from './looks';
import { largest, type OutputKind } from './outputKind';

/** What is made of an output, before anything is known of how samples look. */
export interface Judgement<Judged> {
  /** Places of the samples that are to be shown. */
  readonly shown: readonly number[];
  readonly judged: (looks: Looks) => Judged;
}

/** Classes that are told of a sample. */
const LIKELY = 5;
const WORST = 48;
const NUMBERS_SHOWN = 8;
const PAIRS = 1000;

/** @param output probabilities of each class, sample by sample; where a sample has classes at several places it is counted, not shown */
export function judgeClasses(
  { values, deviation }: ComputedOutput,
  { truths, classes, places }: Pick<Extract<OutputKind, { kind: 'classes' }>, 'truths' | 'classes' | 'places'>,
  name: string,
  nameOf: (id: number) => string,
): Judgement<JudgedClasses> {
  const guesses = largest(values, classes);
  const sureness = Float32Array.from(guesses, (guess, i) => values[i * classes + guess]!);
  const shown = places === 1 ? chooseShown({ truths, guesses, sureness }) : [];
  return {
    shown,
    judged: (looks) => ({
      kind: 'classes',
      name,
      classNames: Array.from({ length: classes }, (_, id) => nameOf(id)),
      confusion: confusionOf(truths, guesses, classes),
      ...(places !== 1 && { places }),
      shown: shown.map((i) => ({
        ...looks.of(i),
        truth: truths[i]!,
        guess: guesses[i]!,
        likely: likeliest({ values, deviation }, classes, i, truths[i]),
      })),
    }),
  };
}

/** The likeliest classes of a sample, and last the truth where that is none of them. */
export function likeliest({ values, deviation }: ComputedOutput, classes: number, sample: number, truth?: number): readonly Likelihood[] {
  const start = sample * classes;
  const ids = largestOf(values.subarray(start, start + classes));
  const told = truth === undefined || ids.includes(truth) ? ids : [...ids, truth];
  return told.map((id) => ({
    id,
    probability: short(values[start + id]!),
    ...(deviation && { deviation: short(deviation[start + id]!) }),
  }));
}

/** Places of the largest values. There may be thousands, and they are not sorted for a few. */
function largestOf(values: Float32Array): number[] {
  const top: number[] = [];
  values.forEach((value, place) => {
    let rank = top.length;
    while (rank > 0 && value > values[top[rank - 1]!]!) rank--;
    if (rank < LIKELY) top.splice(rank, 0, place);
    if (top.length > LIKELY) top.pop();
  });
  return top;
}

/** @param targets as many for each sample as the output has values */
export function judgeValues(
  { values, deviation }: ComputedOutput,
  targets: Float32Array,
  count: number,
  name: string,
): Judgement<JudgedValues> {
  const size = values.length / count;
  const errors = Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let j = i * size; j < (i + 1) * size; j++) sum += Math.abs(values[j]! - targets[j]!);
    return sum / size;
  });
  const shown = Array.from(errors, (_, i) => i)
    .sort((a, b) => errors[b]! - errors[a]!)
    .slice(0, WORST);
  let squares = 0;
  values.forEach((value, i) => (squares += (value - targets[i]!) ** 2));
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const variance = targets.reduce((sum, target) => sum + (target - mean) ** 2, 0);
  const first = (numbers: Float32Array, i: number): number[] =>
    Array.from(numbers.subarray(i * size, i * size + Math.min(size, NUMBERS_SHOWN)), short);
  return {
    shown,
    judged: (looks) => ({
      kind: 'values',
      name,
      meanAbsoluteError: errors.reduce((sum, error) => sum + error, 0) / count,
      rootMeanSquareError: Math.sqrt(squares / values.length),
      ...(size === 1 && variance > 0 && { explained: 1 - squares / variance }),
      ...(size === 1 && { pairs: evenly(count).map((i) => [short(targets[i]!), short(values[i]!)] as const) }),
      size,
      shown: shown.map((i) => {
        const given = size > 1 ? looks.picture(values.subarray(i * size, (i + 1) * size)) : undefined;
        return {
          ...looks.of(i),
          target: first(targets, i),
          output: first(values, i),
          ...(deviation && { deviation: first(deviation, i) }),
          error: errors[i]!,
          ...(given !== undefined && { given }),
        };
      }),
    }),
  };
}

/** Places of samples from the first to the last, at most `PAIRS` of them. */
function evenly(count: number): number[] {
  const told = Math.min(count, PAIRS);
  return Array.from({ length: told }, (_, i) => Math.floor((i * count) / told));
}
