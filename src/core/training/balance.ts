/** Classes that differ by less than this are left as they are. */
const UNEVEN = 1.5;

/**
 * Weights under which each class counts the same in the loss, however many samples it has: all samples over the number of
 * classes and the samples of this one, as scikit-learn's `class_weight="balanced"` has it (after King and Zeng, 2001).
 * `undefined` where the classes are about even, or one has no samples.
 */
export function balancedWeights(counts: readonly number[]): readonly number[] | undefined {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length < 2 || least === 0 || most < UNEVEN * least) return undefined;
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Number((all / (counts.length * count)).toPrecision(3)));
}
