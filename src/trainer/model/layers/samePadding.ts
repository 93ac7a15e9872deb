/** What TensorFlow's padding "same" adds before and after each axis: as evenly as it goes, the odd one after; never less than nothing. */
export function samePadding(sizes: readonly number[], windows: readonly number[], strides: readonly number[]): [number, number][] {
  return sizes.map((size, axis) => {
    const [window, stride] = [windows[axis]!, strides[axis]!];
    const total = Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}
