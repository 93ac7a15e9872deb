/** So many values at once: 16 MB. */
const MOST = 2 ** 22;

type Range = readonly [from: number, to: number];

/**
 * Cuts an array into ranges of a few megabytes that follow each other in memory, one range for each axis; a single number is
 * `undefined`, all of it. Nothing for an array without values.
 */
export function* pieces(shape: readonly number[], most = MOST): Iterable<readonly Range[] | undefined> {
  if (shape.length === 0) yield undefined;
  else if (!shape.includes(0)) yield* cut(shape, [], most);
}

function* cut(shape: readonly number[], before: readonly Range[], most: number): Iterable<readonly Range[]> {
  const axis = before.length;
  const size = shape[axis]!;
  const within = shape.slice(axis + 1).reduce((all, each) => all * each, 1);
  const rows = Math.floor(most / within);
  const rest = shape.slice(axis + 1).map((each): Range => [0, each]);
  if (rows >= 1) for (let from = 0; from < size; from += rows) yield [...before, [from, Math.min(from + rows, size)], ...rest];
  else for (let from = 0; from < size; from++) yield* cut(shape, [...before, [from, from + 1]], most);
}
