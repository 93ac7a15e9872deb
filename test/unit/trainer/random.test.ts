import { describe, expect, it } from 'vitest';
import { statelessValues } from '../../../src/trainer/random/philox';
import { fillNormal, fillTruncatedNormal, fillUniform, RandomStream, shuffle } from '../../../src/trainer/random/randomStream';
import { seedState, Streams } from '../../../src/trainer/random/streams';

const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
};

describe('a random stream', () => {
  it('is xoshiro128++', () => {
    // The first numbers that the authors' program gives for the state 1, 2, 3, 4.
    const stream = new RandomStream([1, 2, 3, 4]);
    expect(Array.from({ length: 5 }, () => stream.bits())).toEqual([641, 1573767, 3222811527, 3517856514, 836907274]);
  });

  it('goes on from a saved state', () => {
    const stream = new RandomStream(seedState(1, 'a'));
    for (let i = 0; i < 100; i++) stream.bits();
    const again = new RandomStream(stream.state);
    expect(Array.from({ length: 50 }, () => again.bits())).toEqual(Array.from({ length: 50 }, () => stream.bits()));
  });

  it('has even bits', () => {
    const stream = new RandomStream(seedState(0, 'bits'));
    const ones = new Array<number>(32).fill(0);
    for (let i = 0; i < 20_000; i++) for (let bits = stream.bits(), at = 0; at < 32; at++) ones[at]! += (bits >>> at) & 1;
    for (const count of ones) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('is uniform from 0 up to but not including 1', () => {
    const values = new Float32Array(100_000);
    fillUniform(new RandomStream(seedState(1, 'u')), values, 0, 1);
    expect(Math.min(...values.subarray(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1)).toBe(true);
    expect(moments(values).mean).toBeCloseTo(0.5, 2);
    expect(moments(values).deviation).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  it('is normal, whole and truncated', () => {
    const values = new Float32Array(100_001);
    fillNormal(new RandomStream(seedState(1, 'n')), values, 2, 3);
    expect(moments(values).mean).toBeCloseTo(2, 1);
    expect(moments(values).deviation).toBeCloseTo(3, 1);
    fillTruncatedNormal(new RandomStream(seedState(1, 't')), values, 0, 1);
    expect(values.every((value) => Math.abs(value) <= 2)).toBe(true);
    expect(moments(values).deviation).toBeCloseTo(0.8796, 2);
  });

  it('puts every order about as often', () => {
    const stream = new RandomStream(seedState(3, 's'));
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const values = Int32Array.of(1, 2, 3);
      shuffle(stream, values);
      counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('the streams of a run', () => {
  const draw = (streams: Streams, name: string) => Array.from({ length: 4 }, () => streams.stream(name).bits());

  it('differ by name and by seed', () => {
    const drawn = [draw(new Streams(0), 'a'), draw(new Streams(0), 'b'), draw(new Streams(1), 'a'), draw(new Streams(0.5), 'a')];
    expect(new Set(drawn.flat()).size).toBe(16);
    expect(draw(new Streams(0), 'a')).toEqual(drawn[0]);
  });

  it('are saved and restored together', () => {
    const streams = new Streams(9);
    draw(streams, 'a');
    draw(streams, 'b');
    const other = new Streams(1);
    other.restore(JSON.parse(JSON.stringify(streams.states)) as typeof streams.states);
    expect([draw(other, 'a'), draw(other, 'b')]).toEqual([draw(streams, 'a'), draw(streams, 'b')]);
  });
});

describe('numbers that follow from a seed', () => {
  // tf.raw_ops.StatelessRandomUniform and StatelessRandomNormal of TensorFlow 2.21.
  it.each([
    [
      'uniform',
      [1, -2],
      [0.7476804256439209, 0.7566256523132324, 0.8433103561401367, 0.24518632888793945, 0.7087740898132324, 0.9518766403198242],
    ],
    [
      'normal',
      [1, -2],
      [-0.7619395852088928, 0.03173809498548508, 0.5835484266281128, 0.017654888331890106, -0.2470756471157074, 0.7920798659324646],
    ],
    [
      'uniform',
      [123456789, 987654321],
      [0.7978612184524536, 0.8770014047622681, 0.7122980356216431, 0.6034976243972778, 0.2451925277709961],
    ],
  ] as const)('are those of TensorFlow, %s from %j', (kind, seed, wanted) => {
    const found = statelessValues(kind, seed, wanted.length);
    wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
  });
});
