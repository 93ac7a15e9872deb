/**
 * What samples of each class were taken for, as far as anyone looks at it: the counts of each class, and of the mistakes
 * the most frequent. Of thousands of classes a square of all counts would be a gigabyte, nearly all of it zeros.
 */
export interface Confusion {
  /** Samples of each class. */
  readonly samples: readonly number[];
  /** Those that were taken for it. */
  readonly taken: readonly number[];
  /** Those of it that were taken for it. */
  readonly found: readonly number[];
  /** The most frequent first; where classes are few, all of them. */
  readonly mistakes: readonly Mistake[];
  /** How many there are, as pairs of classes. */
  readonly kinds: number;
}

/** How often samples of one class were taken for another. */
export interface Mistake {
  readonly truth: number;
  readonly guess: number;
  readonly count: number;
}

/** More classes than this are no square that a person reads: then the most frequent mistakes are a list. */
export const MOST_SQUARE = 60;
const LISTED = 200;

/** @param truths the class of each sample; `guesses`: what it was taken for; both below `classes` */
export function confusionOf(truths: ArrayLike<number>, guesses: ArrayLike<number>, classes: number): Confusion {
  const [samples, taken, found] = [zeros(classes), zeros(classes), zeros(classes)];
  const pairs = new Map<number, number>();
  for (let i = 0; i < truths.length; i++) {
    const [truth, guess] = [truths[i]!, guesses[i]!];
    samples[truth]! += 1;
    taken[guess]! += 1;
    if (truth === guess) found[truth]! += 1;
    else pairs.set(truth * classes + guess, (pairs.get(truth * classes + guess) ?? 0) + 1);
  }
  const frequent = [...pairs].sort(([a, before], [b, after]) => after - before || a - b);
  const told = classes > MOST_SQUARE ? frequent.slice(0, LISTED) : frequent;
  const mistakes = told.map(([pair, count]) => ({ truth: Math.floor(pair / classes), guess: pair % classes, count }));
  return { samples, taken, found, mistakes, kinds: pairs.size };
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** How often samples of a class (a row) were taken for each class (its columns); `undefined` for more classes than `MOST_SQUARE`. */
export function squareOf({ samples, found, mistakes }: Confusion): readonly (readonly number[])[] | undefined {
  if (samples.length > MOST_SQUARE) return undefined;
  const square = found.map((count, id) => zeros(samples.length).fill(count, id, id + 1));
  for (const { truth, guess, count } of mistakes) square[truth]![guess] = count;
  return square;
}

/** How well one class is told from the others. A share of nothing is absent. */
export interface ClassScore {
  /** Samples of the class. */
  readonly samples: number;
  /** Samples that were taken for it. */
  readonly taken: number;
  /** Of those taken for it, the share that is of it. */
  readonly precision?: number;
  /** Of those of it, the share that was found. */
  readonly recall?: number;
  /** The harmonic mean of both. */
  readonly f1?: number;
}

/** Of each class. Source: the definitions of scikit-learn's `classification_report`. */
export function classScores(confusion: Confusion): readonly ClassScore[] {
  return confusion.found.map((found, id) => {
    const samples = confusion.samples[id]!;
    const taken = confusion.taken[id]!;
    return {
      samples,
      taken,
      ...(taken > 0 && { precision: found / taken }),
      ...(samples > 0 && { recall: found / samples }),
      ...(samples + taken > 0 && { f1: (2 * found) / (samples + taken) }),
    };
  });
}

/** The share of all samples that were taken for what they are. */
export const accuracyOf = ({ found, samples }: Confusion): number => sum(found) / sum(samples);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
