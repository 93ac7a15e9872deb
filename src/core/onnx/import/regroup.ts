/** A size of a shape: a number, or a text that stands for one that is not fixed. */
export type Size = number | string;

/** Axes of the old shape that become these of the new one. */
export interface AxisGroup {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The new shape with its -1 worked out. `undefined` where that cannot be: sizes that are not fixed may be copied, but not
 * multiplied.
 */
export function resolveRest(from: readonly Size[], to: readonly Size[]): readonly Size[] | undefined {
  const rest = to.indexOf(-1);
  if (rest < 0) return to;
  if (to.indexOf(-1, rest + 1) >= 0) return undefined;
  const open = from.filter((size) => typeof size === 'string');
  for (const size of to) {
    if (typeof size !== 'string') continue;
    const at = open.indexOf(size);
    if (at < 0) return undefined;
    open.splice(at, 1);
  }
  const fixed = (sizes: readonly Size[]): number =>
    sizes.reduce<number>((all, size) => (typeof size === 'number' && size !== -1 ? all * size : all), 1);
  const ratio = fixed(from) / fixed(to);
  if (open.length === 0) return Number.isInteger(ratio) ? to.with(rest, ratio) : undefined;
  return open.length === 1 && ratio === 1 ? to.with(rest, open[0]!) : undefined;
}

/** Which axes go together from one shape to another of as many values; `undefined` where it is not that. */
export function regroup(from: readonly Size[], to: readonly Size[]): readonly AxisGroup[] | undefined {
  const groups: AxisGroup[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const group = { from: [] as number[], to: [] as number[] };
    let [left, right] = [1, 1];
    if (i < from.length && j < to.length && from[i] === to[j]) {
      group.from.push(i++);
      group.to.push(j++);
    } else if (from[i] === 1) group.from.push(i++);
    else if (to[j] === 1) group.to.push(j++);
    else {
      do {
        const takeLeft = i < from.length && (left <= right || j >= to.length);
        const size = takeLeft ? from[i] : to[j];
        if (typeof size !== 'number' || (!takeLeft && j >= to.length)) return undefined;
        if (takeLeft) {
          left *= size;
          group.from.push(i++);
        } else {
          right *= size;
          group.to.push(j++);
        }
      } while (left !== right || group.from.length === 0 || group.to.length === 0 ? i < from.length || j < to.length : false);
      if (left !== right) return undefined;
    }
    groups.push(group);
  }
  return groups;
}
