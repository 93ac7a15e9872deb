import { describe, expect, it } from 'vitest';
import { initializers } from '../../../src/core/layers/initializers';
import { isProblem, resolveNamed } from '../../../src/core/layers/registries';
import type { Json } from '../../../src/core/document';
import { initialize } from '../../../src/trainer/model/initializers';
import { RandomStream } from '../../../src/trainer/random/randomStream';
import { seedState } from '../../../src/trainer/random/streams';

function start(value: Json, shape: readonly number[]): Float32Array {
  const resolved = resolveNamed('initializer', value);
  if (isProblem(resolved)) throw new Error(`${JSON.stringify(value)} is no initializer`);
  return initialize(resolved.entry.name, resolved.values, shape, new RandomStream(seedState(1, 'test')));
}

const meanOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** How much narrower a normal distribution gets by cutting it at two deviations. */
const TRUNCATED = 0.8796256610342398;

describe('initializers', () => {
  it.each(initializers.map(({ name }) => name))('%s is one that can be computed', (name) => {
    expect(start(name, [3, 3])).toHaveLength(9);
  });

  // Keras's variances; a kernel of a convolution counts its window.
  it.each([
    ['glorot_normal', 2 / (200 + 300)],
    ['glorot_uniform', 2 / (200 + 300)],
    ['he_normal', 2 / 200],
    ['he_uniform', 2 / 200],
    ['lecun_normal', 1 / 200],
    ['lecun_uniform', 1 / 200],
    [{ type: 'variance_scaling', scale: 3, mode: 'fan_out', distribution: 'untruncated_normal' }, 3 / 300],
    [{ type: 'variance_scaling', scale: 3, mode: 'fan_avg', distribution: 'uniform' }, 3 / 250],
    ['random_normal', 0.05 ** 2],
    ['truncated_normal', (0.05 * TRUNCATED) ** 2],
    ['random_uniform', 0.1 ** 2 / 12],
    [{ type: 'random_normal', mean: 2, stddev: 3 }, 9, 2],
    [{ type: 'truncated_normal', mean: -1, stddev: 0.5 }, (0.5 * TRUNCATED) ** 2, -1],
    [{ type: 'random_uniform', minval: 1, maxval: 3 }, 4 / 12, 2],
    [{ type: 'variance_scaling', scale: 2, mode: 'fan_in', distribution: 'truncated_normal' }, 2 / 200],
  ] as [Json, number, number?][])('%j has the mean and the variance of Keras', (value, variance, mean = 0) => {
    const values = start(value, [200, 300]);
    const squares = Float64Array.from(values, (x) => (x - mean) ** 2);
    const spread = Math.sqrt(meanOf(squares.map((square) => (square - variance) ** 2)));
    // Four standard errors: what is drawn from the distribution itself is outside in one of 16,000 seeds.
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length));
    expect(Math.abs(meanOf(squares) - variance)).toBeLessThan((4 * spread) / Math.sqrt(values.length));
  });

  it.each<[Json, number]>([
    ['random_uniform', 0.05],
    ['glorot_uniform', Math.sqrt(6 / 500)],
    ['he_uniform', Math.sqrt(6 / 200)],
    ['lecun_uniform', Math.sqrt(3 / 200)],
    ['truncated_normal', 0.1],
    ['glorot_normal', (2 * Math.sqrt(2 / 500)) / TRUNCATED],
    ['he_normal', (2 * Math.sqrt(2 / 200)) / TRUNCATED],
    ['lecun_normal', (2 * Math.sqrt(1 / 200)) / TRUNCATED],
  ])('%j goes to its bounds and not beyond', (value, bound) => {
    const most = largest(start(value, [200, 300]));
    expect(most).toBeLessThanOrEqual(bound * (1 + 1e-6));
    expect(most).toBeGreaterThan(bound * 0.99);
  });

  it('a normal distribution has the tails of one', () => {
    const values = start('random_normal', [200, 300]);
    const beyond = (deviations: number) => values.filter((value) => Math.abs(value) > deviations * 0.05).length / values.length;
    expect(beyond(1)).toBeCloseTo(0.3173, 2);
    expect(beyond(2)).toBeCloseTo(0.0455, 2);
    expect(beyond(3)).toBeCloseTo(0.0027, 3);
  });

  it('count the window of a kernel', () => {
    expect(deviation(start('he_normal', [5, 4, 30, 40])) / Math.sqrt(2 / 600)).toBeCloseTo(1, 1);
  });

  it('are cut off where their names say so', () => {
    expect(largest(start('truncated_normal', [100, 100]))).toBeLessThanOrEqual(0.1);
    expect(largest(start('glorot_uniform', [100, 200]))).toBeLessThanOrEqual(Math.sqrt(6 / 300));
    expect(largest(start('he_normal', [100, 100]))).toBeLessThanOrEqual((2 * Math.sqrt(2 / 100)) / 0.8796);
    expect(largest(start('random_normal', [100, 100]))).toBeGreaterThan(0.15);
  });

  it('give what is not random', () => {
    expect([...start('zeros', [2])]).toEqual([0, 0]);
    expect([...start('ones', [2])]).toEqual([1, 1]);
    expect([...start({ type: 'constant', value: 0.5 }, [2])]).toEqual([0.5, 0.5]);
    expect([...start({ type: 'identity', gain: 2 }, [2, 3])]).toEqual([2, 0, 0, 0, 2, 0]);
  });

  it.each([
    [[6, 4], 1],
    [[4, 6], 1],
    [[2, 3, 5], 3],
  ] as [number[], number][])('orthogonal of %j has orthonormal rows or columns', (shape, gain) => {
    const values = start({ type: 'orthogonal', gain }, shape);
    const columns = shape.at(-1)!;
    const rows = values.length / columns;
    const wide = columns > rows;
    const vectors = Array.from({ length: Math.min(rows, columns) }, (_, i) =>
      Array.from({ length: Math.max(rows, columns) }, (_unused, j) => (wide ? values[i * columns + j]! : values[j * columns + i]!)),
    );
    vectors.forEach((a, i) =>
      vectors.forEach((b, j) => expect(a.reduce((sum, value, k) => sum + value * b[k]!, 0)).toBeCloseTo(i === j ? gain * gain : 0, 5)),
    );
  });
});
