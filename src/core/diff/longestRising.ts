/** Places of a longest strictly rising part of a list (Fredman 1975: binary search in the least ends). n log n. */
export function longestRising(values: readonly number[]): readonly number[] {
  /** For each length the place at which the least end stands. */
  const ends: number[] = [];
  const before = new Int32Array(values.length).fill(-1);
  values.forEach((value, i) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = i;
  });
  const places: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) places.push(at);
  return places.reverse();
}
