/** The values with their axes in another order: axis i of the result is axis `order[i]` of `shape`. */
export function transposed(values: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  if (order.every((axis, i) => axis === i)) return values;
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1]! * shape[axis + 1]!;
  const sizes = order.map((axis) => shape[axis]!);
  const strides = order.map((axis) => steps[axis]!);
  const result = new Float32Array(values.length);
  const place = new Array<number>(sizes.length).fill(0);
  let from = 0;
  for (let at = 0; at < result.length; at++) {
    result[at] = values[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= strides[axis]! * sizes[axis]!;
      place[axis] = 0;
    }
  }
  return result;
}
