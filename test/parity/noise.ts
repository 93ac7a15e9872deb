/** The noise of `training.py`: the same values for the same place and seed, exact in float32. */
export function noise(shape: readonly number[], seed: number): Float32Array {
  const values = new Float32Array(shape.reduce((all, size) => all * size, 1));
  const start = Math.imul(seed, 0x85ebca77);
  for (let i = 0; i < values.length; i++) {
    let h = (Math.imul(i, 0x9e3779b1) + start) | 0;
    h ^= h >>> 16;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h ^= h >>> 16;
    values[i] = (h >>> 8) * 2 ** -23 - 1;
  }
  return values;
}

/** A weight's values, as `training.py` has them. */
export function weightNoise(name: string, shape: readonly number[], seed: number): Float32Array {
  const values = noise(shape, seed);
  if (name.endsWith('moving_variance')) return values.map((value) => 0.75 + 0.25 * value);
  if (shape.length < 2) return values.map((value) => 0.5 * value);
  const factor = Math.fround(shape.slice(0, -1).reduce((all, size) => all * size, 1) ** -0.5);
  return values.map((value) => value * factor);
}

/** Two sums of all values, each multiplied by noise, and the largest size. */
export function digest(tensors: readonly Float32Array[]): readonly number[] {
  const flat = Float64Array.from(tensors.flatMap((values) => [...values]));
  const all = flat.length > 0 ? flat : new Float64Array(1);
  const sums = [1001, 1002].map((seed) => {
    const factors = noise([all.length], seed);
    return all.reduce((sum, value, i) => sum + value * factors[i]!, 0);
  });
  return [...sums, all.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)];
}

/** How far two digests may be apart: 1e-5 of what their sums would have if all values were as large as the largest. */
export function isClose(found: readonly number[], wanted: readonly number[], count: number): boolean {
  const scale = Math.max(1, wanted[2]!) * Math.max(1, Math.sqrt(count));
  return found.length === wanted.length && found.every((value, i) => Math.abs(value - wanted[i]!) <= 1e-5 * scale);
}
