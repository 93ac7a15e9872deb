import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import type { RunEvent } from '../../../../src/core/training/events';
import type { RunOptions } from '../../../../src/protocol/trainer';
import { matchWeights, overlay } from '../../../../src/trainer/reuse/matchWeights';
import { reportWeights } from '../../../../src/trainer/reuse/reportWeights';
import { readSourceWeights } from '../../../../src/trainer/reuse/reuseWeights';
import { readSafetensors, writeSafetensors, type NamedArray } from '../../../../src/trainer/safetensors';
import { train } from '../../../../src/trainer/train';
import { temporaryFolder } from '../data/makeFiles';
import { all, first, tinyDesign } from '../tinyDesign';

const array = (name: string, shape: number[], from = 1): NamedArray => ({
  name,
  shape,
  values: Float32Array.from({ length: shape.reduce((count, size) => count * size, 1) }, (_, i) => from + i),
});
const target = (name: string, shape: number[]) => ({ path: name, layer: name.split('/')[0]!, shape });

describe('which weights are taken', () => {
  const source = [
    array('a/kernel', [2, 3]),
    array('a/bias', [3]),
    array('b/kernel', [3, 4]),
    array('b/bias', [4]),
    array('d/kernel', [4, 4]),
  ];
  const targets = [
    target('a/kernel', [2, 3]),
    target('a/bias', [3]),
    target('b/kernel', [3, 5]),
    target('b/bias', [5]),
    target('c/kernel', [5, 1]),
    target('d/kernel', [4, 4, 1]),
  ];

  it('is told layer by layer', () => {
    const { layers, taken } = matchWeights(source, targets, {});
    expect(layers).toEqual([
      { name: 'a', outcome: 'kept' },
      {
        name: 'b',
        outcome: 'refused',
        shapes: [
          { weight: 'b/kernel', before: [3, 4], now: [3, 5] },
          { weight: 'b/bias', before: [4], now: [5] },
        ],
      },
      { name: 'c', outcome: 'new' },
      { name: 'd', outcome: 'refused', shapes: [{ weight: 'd/kernel', before: [4, 4], now: [4, 4, 1] }] },
    ]);
    expect([...taken.keys()]).toEqual(['a/kernel', 'a/bias']);
  });

  it('are those of the layers that are named, and of other sizes where that is wanted', () => {
    const { layers } = matchWeights(source, targets, { layers: ['b*', 'c'], resize: true });
    expect(layers.map(({ outcome }) => outcome)).toEqual(['new', 'resized', 'new', 'new']);
    // Another rank has nothing in common.
    expect(matchWeights(source, targets, { resize: true }).layers.at(-1)!.outcome).toBe('refused');
    // A layer that has a weight more is no other size.
    const more = matchWeights(source, [target('a/kernel', [2, 3]), target('a/scale', [3])], { resize: true });
    expect(more.layers).toMatchObject([{ outcome: 'refused', shapes: [{ weight: 'a/scale', now: [3] }] }]);
  });

  it('an array is laid over the corner of a larger or a smaller one', () => {
    const larger = new Float32Array(12);
    overlay(larger, [3, 4], array('', [2, 3]));
    expect([...larger]).toEqual([1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0, 0]);
    const smaller = new Float32Array(2);
    overlay(smaller, [1, 2], array('', [2, 3]));
    expect([...smaller]).toEqual([1, 2]);
    const deep = new Float32Array(8);
    overlay(deep, [2, 2, 2], array('', [2, 1, 3]));
    expect([...deep]).toEqual([1, 2, 0, 0, 4, 5, 0, 0]);
    const bias = new Float32Array(3).fill(9);
    overlay(bias, [3], array('', [2]));
    expect([...bias]).toEqual([1, 2, 9]);
    const single = Float32Array.of(9);
    overlay(single, [], array('', []));
    expect([...single]).toEqual([1]);
  });
});

async function run(options: RunOptions): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await train(options, (event) => events.push(event));
  return events;
}

const weights = (folder: string, name: string) =>
  new Map(
    readSafetensors(readFileSync(path.join(folder, `checkpoints/${name}.safetensors`))).arrays.map((one) => [one.name, [...one.values]]),
  );

describe('a model that begins with the weights of another', () => {
  const head = (units: number, name = 'classes') => ({ name, type: 'Dense', units, activation: 'softmax' });
  const layers = (last: JsonObject): JsonObject[] => [
    { name: 'in', type: 'Input', shape: [6] },
    { name: 'hidden1', type: 'Dense', units: 8, activation: 'relu' },
    { name: 'hidden2', type: 'Dense', units: 8, activation: 'relu' },
    last,
  ];
  const tiny = tinyDesign(300, { layers: layers(head(3)) });
  const first_ = tiny.options();
  const trained = run(first_);
  const other = (from: JsonObject, last: JsonObject = head(5), training: JsonObject = {}) => {
    const second = tinyDesign(300, { layers: layers(last), training: { weights: { from: first_.folder, ...from }, ...training } });
    return second.options();
  };

  it('keeps what fits, tells so before the first step, and is trained as it is frozen', async () => {
    await trained;
    const phases = [{ freeze: ['hidden*'], epochs: 1 }];
    const options = other({}, head(5), { phases, optimizer: { type: 'SGD', learning_rate: 0.01 } });
    const events = await run(options);
    const types = events.map(({ type }) => type);
    expect(types.indexOf('weights')).toBeGreaterThan(-1);
    expect(types.indexOf('weights')).toBeLessThan(types.indexOf('steps'));
    const [reused] = all(events, 'weights');
    expect(reused).toMatchObject({ from: path.join(first_.folder, 'checkpoints/best.safetensors'), epoch: 2 });
    expect(reused!.layers).toEqual([
      { name: 'hidden1', outcome: 'kept' },
      { name: 'hidden2', outcome: 'kept' },
      {
        name: 'classes',
        outcome: 'refused',
        shapes: [
          { weight: 'classes/kernel', before: [8, 3], now: [8, 5] },
          { weight: 'classes/bias', before: [3], now: [5] },
        ],
      },
    ]);
    // The designer says the same before.
    expect(await reportWeights(options.designPath, options.designText)).toEqual(reused);
    const [before, after] = [weights(first_.folder, 'best'), weights(options.folder, 'last')];
    for (const name of ['hidden1/kernel', 'hidden1/bias', 'hidden2/kernel']) expect(after.get(name)).toEqual(before.get(name));
  });

  it('fails before training where nothing fits, or not what it asks for, with shapes', async () => {
    await trained;
    const refused = (await run(other({ layers: ['hidden2', 'classes'] }))).at(-1);
    expect(refused).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/do not fit classes\.$/) as string,
      cause: 'classes: classes/kernel is [8, 3] there and [8, 5] here; classes/bias is [3] there and [5] here.',
    });
    const foreign = (await run(other({ layers: ['in*'] }))).at(-1);
    expect(foreign).toMatchObject({ type: 'failed', message: expect.stringMatching(/^No layer of this design fits/) as string });
    const missing = (await run(other({ from: '../nowhere' }))).at(-1);
    expect(missing).toMatchObject({ type: 'failed', message: expect.stringMatching(/^There are no weights in .*nowhere\.$/) as string });
  });

  it('takes a file too, and what both have in common of a layer of another size', async () => {
    await trained;
    const from = path.join(first_.folder, 'checkpoints/last.safetensors');
    const events = await run(other({ from, resize: true }, head(5), { optimizer: { type: 'SGD', learning_rate: 0 } }));
    expect(first(events, 'weights')).toMatchObject({ from, layers: [{ outcome: 'kept' }, { outcome: 'kept' }, { outcome: 'resized' }] });
    const now = weights(first(events, 'finished')!.folder, 'last').get('classes/kernel')!;
    const before = weights(first_.folder, 'last').get('classes/kernel')!;
    for (let row = 0; row < 8; row++) expect(now.slice(row * 5, row * 5 + 3)).toEqual(before.slice(row * 3, row * 3 + 3));
  });
});

it('a name of a design stands for its last run that has weights, in the folders of runs from the design up', async () => {
  const base = temporaryFolder();
  const design = path.join(base, 'designs', 'deep');
  const put = (folder: string, id: string, kind: string, bias: number) => {
    const checkpoints = path.join(folder, '.layerwise/runs', id, 'checkpoints');
    mkdirSync(checkpoints, { recursive: true });
    const values = Float32Array.of(bias);
    writeFileSync(
      path.join(checkpoints, `${kind}.safetensors`),
      writeSafetensors({ arrays: [{ name: 'a/bias', shape: [1], values }], metadata: {} }),
    );
  };
  put(base, '2026-01-01T10-00-00-net', 'best', 1);
  put(path.join(base, 'designs'), '2026-01-02T10-00-00-net', 'best', 2);
  put(base, '2026-01-03T10-00-00-net-2', 'last', 3);
  put(base, '2026-01-04T10-00-00-other-net', 'best', 4);
  mkdirSync(path.join(base, '.layerwise/runs/2026-01-05T10-00-00-net'), { recursive: true });
  const taken = async (from: string) => (await readSourceWeights({ from }, design)).arrays[0]!.values[0];
  expect(await taken('net')).toBe(3);
  expect(await taken('2026-01-01T10-00-00-net')).toBe(1);
  expect(await taken('other-net')).toBe(4);
  await expect(taken('nets')).rejects.toThrow('There are no weights in');
  // A name may end with a number, and need not be one that a folder can have.
  for (const [id, name, bias] of [
    ['2026-01-06T10-00-00-greedy-1', 'greedy-1', 6],
    ['2026-01-07T10-00-00-my-net-2', 'my net', 7],
  ] as const) {
    put(base, id, 'best', bias);
    writeFileSync(path.join(base, '.layerwise/runs', id, 'run.json'), JSON.stringify({ name }));
  }
  expect([await taken('greedy-1'), await taken('my net')]).toEqual([6, 7]);
  await expect(taken('greedy')).rejects.toThrow('There are no weights in');
  // A design that is there wants to be trained first.
  mkdirSync(design, { recursive: true });
  writeFileSync(path.join(design, 'greedy.layerwise.json'), '{}');
  await expect(taken('greedy')).rejects.toMatchObject({
    message: 'greedy has not been trained yet.',
    details: { next: 'Train greedy first, to the end of an epoch.' },
  });
  mkdirSync(path.join(base, '.layerwise/runs/2026-01-08T10-00-00-greedy'), { recursive: true });
  await expect(taken('greedy')).rejects.toThrow('No run of greedy has saved weights yet.');
});
