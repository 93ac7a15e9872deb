/** How often samples of a class (a row) were taken for each class (its columns). */
export type Confusion = readonly (readonly number[])[];

/** @param truths the class of each sample; `guesses`: what it was taken for; both below `classes` */
export function confusionOf(truths: ArrayLike<number>, guesses: ArrayLike<number>, classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let i = 0; i < truths.length; i++) counts[truths[i]!]![guesses[i]!]! += 1;
  return counts;
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
  // Row by row, as they lie in memory: there may be thousands of classes.
  const takenFor = new Array<number>(confusion.length).fill(0);
  for (const row of confusion) row.forEach((count, guess) => (takenFor[guess]! += count));
  return confusion.map((row, id) => {
    const found = row[id]!;
    const samples = sum(row);
    const taken = takenFor[id]!;
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
export function accuracyOf(confusion: Confusion): number {
  return sum(confusion.map((row, id) => row[id]!)) / sum(confusion.map(sum));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
