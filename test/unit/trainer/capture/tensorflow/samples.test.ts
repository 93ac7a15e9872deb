import { describe, expect, it } from 'vitest';
import { sampleColumns, Samples } from '../../../../../src/trainer/capture/tensorflow/samples';
import type { Fed, Session } from '../../../../../src/trainer/capture/tensorflow/session';
import type { DataPart } from '../../../../../src/trainer/data/loadedData';

const sample = (number: number) => [number, -number];
const part: DataPart = {
  count: 10,
  readInputs: (indices, out) => Array.from(indices).forEach((number, i) => out.set(sample(number), 2 * i)),
  readTargets: (indices, out) => out.set(indices),
};
const data = { sampleShapes: [[2]], targets: [{ shape: [], kind: 'values' as const }], training: part };
const columns = sampleColumns(data);

/** A session that keeps what is put into it. */
function session() {
  const calls: string[] = [];
  const kept = new Map<number, number[]>();
  const read = (feeds: { [name: string]: { values: Float32Array | Int32Array } }, [what]: string[]) => {
    calls.push(what!);
    if (what === 'make_room') kept.clear();
    else feeds.places!.values.forEach((place, i) => kept.set(place, [...feeds.new_column0!.values.subarray(2 * i, 2 * i + 2)]));
    return [];
  };
  return {
    calls,
    kept,
    session: { read } as unknown as { read(feeds: { [name: string]: Fed }, fetches: string[]): never[] } as unknown as Session,
  };
}

describe('samples in a session', () => {
  it('are brought there once', () => {
    const { calls, kept, session: made } = session();
    const samples = new Samples(made, data, columns);
    const places = samples.place(data.training, Int32Array.of(3, 5, 3));
    expect([...places]).toEqual([3, 5, 3]);
    expect(kept.get(5)).toEqual(sample(5));
    samples.place(data.training, Int32Array.of(5, 3));
    expect(calls).toEqual(['make_room', 'put_samples']);
    samples.place(data.training, Int32Array.of(5, 9));
    expect(calls).toEqual(['make_room', 'put_samples', 'put_samples']);
    expect([...kept.keys()].sort()).toEqual([3, 5, 9]);
  });

  it('of another part take their place', () => {
    const { calls, session: made } = session();
    const samples = new Samples(made, data, columns);
    samples.place(data.training, Int32Array.of(1));
    samples.place({ ...data.training }, Int32Array.of(1));
    expect(calls).toEqual(['make_room', 'put_samples', 'make_room', 'put_samples']);
  });

  it('that would be too large pass through', () => {
    const { calls, kept, session: made } = session();
    const samples = new Samples(made, data, columns, 16);
    expect([...samples.place(data.training, Int32Array.of(7, 2))]).toEqual([0, 1]);
    expect(kept.get(1)).toEqual(sample(2));
    expect([...samples.place(data.training, Int32Array.of(4))]).toEqual([0]);
    expect(kept.get(0)).toEqual(sample(4));
    samples.place(data.training, Int32Array.of(1, 2, 3));
    expect(calls).toEqual(['make_room', 'put_samples', 'put_samples', 'make_room', 'put_samples']);
    expect(Samples.roomFor(data.training, data, 4, 16)).toBe(2 ** 26 / 8);
    expect(Samples.roomFor(data.training, data, 4)).toBe(Infinity);
  });
});
