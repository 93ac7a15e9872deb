/** What was made of each sample, one after another. */
export interface Guesses {
  readonly truths: ArrayLike<number>;
  readonly guesses: ArrayLike<number>;
  /** The probability of what each was taken for. */
  readonly sureness: ArrayLike<number>;
}

/** Samples that a person looks at of each pair of classes, and in all. */
const OF_A_PAIR = 12;
const IN_ALL = 600;

/**
 * Places of the samples worth a look: of each pair of a class and what it was taken for the surest mistakes, and the least
 * sure of those that are right; mistakes come first where there are too many.
 */
export function chooseShown({ truths, guesses, sureness }: Guesses, ofAPair = OF_A_PAIR, inAll = IN_ALL): readonly number[] {
  const places = Array.from({ length: truths.length }, (_, i) => i);
  const wrong = places.filter((i) => truths[i] !== guesses[i]).sort((a, b) => sureness[b]! - sureness[a]!);
  const right = places.filter((i) => truths[i] === guesses[i]).sort((a, b) => sureness[a]! - sureness[b]!);
  const taken = new Map<string, number>();
  const few = [...wrong, ...right].filter((i) => {
    const pair = `${truths[i]} ${guesses[i]}`;
    const before = taken.get(pair) ?? 0;
    taken.set(pair, before + 1);
    return before < ofAPair;
  });
  return few.slice(0, inAll);
}
