import { fillNormal, type RandomStream } from '../random/randomStream';

/**
 * A random matrix with orthonormal rows or columns (whichever are fewer) times `gain`, as Keras makes it: all sizes but
 * the last are rows; Q of the QR decomposition of a normal matrix, its columns' signs those of R's diagonal, which
 * makes it uniform over all such matrices (Mezzadri, 2007). Keras's own starts from other random numbers.
 */
export function orthogonal(stream: RandomStream, shape: readonly number[], gain: number, out: Float32Array): void {
  const columns = shape.at(-1)!;
  const rows = out.length / columns;
  const [tall, wide] = [Math.max(rows, columns), Math.min(rows, columns)];
  const q = orthonormalColumns(stream, tall, wide);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      out[row * columns + column] = gain * (rows < columns ? q[row * tall + column]! : q[column * tall + row]!);
}

/**
 * `count` orthonormal vectors of length `length`, one after another: modified Gram and Schmidt in double precision, which
 * is accurate enough because a normal matrix is well conditioned.
 */
function orthonormalColumns(stream: RandomStream, length: number, count: number): Float64Array {
  const normal = new Float32Array(length * count);
  fillNormal(stream, normal, 0, 1);
  // The norm that each vector is divided by is R's diagonal, positive: no signs are left to correct.
  const q = Float64Array.from(normal);
  for (let column = 0; column < count; column++) {
    const vector = q.subarray(column * length, (column + 1) * length);
    for (let other = 0; other < column; other++) subtractProjection(vector, q.subarray(other * length, (other + 1) * length));
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i]! /= norm;
  }
  return q;
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  const share = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= share * unit[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
