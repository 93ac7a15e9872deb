import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import { createControl } from '../../../src/trainer/control';
import { evaluate } from '../../../src/trainer/evaluate';
import { train } from '../../../src/trainer/train';
import { makeNpy } from '../trainer/data/makeFiles';
import { tinyDesign, type TinyDesign } from '../trainer/tinyDesign';
import { layerwise } from './inProcess';

const SAMPLES = 300;
/** The part for validation is the last fifth. */
const VALIDATION = SAMPLES / 5;

async function trained(tiny: TinyDesign): Promise<string> {
  const options = tiny.options();
  await train(options, () => undefined, createControl());
  return options.folder;
}

const scaled = tinyDesign(SAMPLES);
const standardized = tinyDesign(SAMPLES, {
  training: { data: { inputs: 'inputs.idx', targets: 'targets.idx', standardize: 'per_pixel', validation: { last_fraction: 0.2 } } },
});
const inputs = path.join(scaled.folder, 'inputs.idx');
let run: string;
beforeAll(async () => {
  run = await trained(scaled);
});

async function predicted(...args: string[]) {
  const { code, out, err } = await layerwise('predict', ...args, '--runtime', 'cpu', '--json');
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as { outputs: number[][]; mean: number[][]; std: number[][] };
}

describe('predict', () => {
  test.each([
    ['scaled', scaled],
    ['standardized', standardized],
  ])('gives for inputs that the design has %s what evaluation finds', async (_, tiny) => {
    const folder = tiny === scaled ? run : await trained(tiny);
    const { outputs } = await predicted(folder, '--inputs', path.join(tiny.folder, 'inputs.idx'));
    expect(outputs).toHaveLength(SAMPLES);
    const targets = readFileSync(path.join(tiny.folder, 'targets.idx')).subarray(-SAMPLES);
    const last = [...outputs.entries()].slice(-VALIDATION);
    const { logs } = await evaluate(folder, { runtime: 'cpu' });
    const loss = last.reduce((sum, [i, row]) => sum - Math.log(row[targets[i]!]!), 0) / VALIDATION;
    expect(loss).toBeCloseTo(logs.loss!, 5);
    const right = last.filter(([i, row]) => row.indexOf(Math.max(...row)) === targets[i]);
    expect(right.length / VALIDATION).toBeCloseTo(logs.accuracy!, 6);
  });

  test('takes the first samples, and prints a line for each', async () => {
    const all = await predicted(run, '--inputs', inputs);
    const few = await predicted(run, '--inputs', inputs, '--limit', '3');
    expect(few.outputs).toEqual(all.outputs.slice(0, 3));
    const { out } = await layerwise('predict', run, '--inputs', inputs, '--limit', '3', '--runtime', 'cpu');
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^What the best weights \(epoch \d\) make of 3 samples, /);
    expect(lines.slice(1)).toEqual(few.outputs.map((row) => row.map((value) => value.toFixed(4)).join('  ')));
  });

  test('with dropout at work gives a mean and a deviation that follow from the seed', async () => {
    const passes = (...more: string[]) => predicted(run, '--inputs', inputs, '--limit', '20', '--monte-carlo', '50', ...more);
    const [one, same, other] = [await passes(), await passes(), await passes('--seed', '8')];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(Object.keys(one)).toEqual(['mean', 'std']);
    const { outputs } = await predicted(run, '--inputs', inputs, '--limit', '20');
    for (const [i, row] of one.mean.entries()) {
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      // The mean of random passes is near what comes out without dropout, as far as their deviation says.
      for (const [j, value] of row.entries()) expect(Math.abs(value - outputs[i]![j]!)).toBeLessThan(one.std[i]![j]! + 0.01);
    }
    expect(Math.max(...one.std.flat())).toBeGreaterThan(0.01);
    expect(Math.min(...one.std.flat())).toBeGreaterThanOrEqual(0);
  });

  test('says so where nothing is random', async () => {
    const layers: readonly JsonObject[] = [
      { name: 'in', type: 'Input', shape: [6] },
      { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
    ];
    const plain = tinyDesign(60, { layers });
    const folder = await trained(plain);
    const args = ['--inputs', path.join(plain.folder, 'inputs.idx'), '--monte-carlo', '4', '--runtime', 'cpu', '--json'];
    const { out, err } = await layerwise('predict', folder, ...args);
    expect(err).toMatch(/Nothing in this model is random/);
    expect(Math.max(...(JSON.parse(out) as { std: number[][] }).std.flat())).toBeLessThan(1e-6);
  });

  test('says that a number is outside of an Embedding, which is no fault of Layerwise', async () => {
    const layers: readonly JsonObject[] = [
      { name: 'in', type: 'Input', shape: [6] },
      { name: 'words', type: 'Embedding', input_dim: 251, output_dim: 2 },
      { name: 'flat', type: 'Flatten' },
      { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
    ];
    const words = tinyDesign(60, { layers, training: { data: { inputs: 'inputs.idx', targets: 'targets.idx' } } });
    const folder = await trained(words);
    const file = path.join(words.folder, 'large.npy');
    writeFileSync(file, makeNpy([1, 6], new Uint8Array(6).fill(251)));
    const { code, err } = await layerwise('predict', folder, '--inputs', file, '--runtime', 'cpu');
    expect([code, err.split('\n')[0]]).toEqual([1, 'layerwise: An Embedding was given a number outside of its input_dim.']);
  });

  test('refuses inputs that do not fit, are not numbers, or are not there', async () => {
    const file = (name: string, shape: readonly number[], values: Float32Array) => {
      const at = path.join(scaled.folder, name);
      writeFileSync(at, makeNpy(shape, values));
      return at;
    };
    const refusal = async (name: string) => (await layerwise('predict', run, '--inputs', name, '--runtime', 'cpu')).err;
    expect(await refusal(file('wide.npy', [2, 7], new Float32Array(14)))).toMatch(
      /samples of wide\.npy have the shape 7, the model's Input has 6\.\n.*that the model was trained on/,
    );
    expect(await refusal(file('nan.npy', [2, 6], new Float32Array(12).fill(NaN)))).toMatch(/nan\.npy hold NaN in sample 0 at \[0\]/);
    expect(await refusal(file('none.npy', [0, 6], new Float32Array(0)))).toMatch(/none\.npy holds no samples/);
    expect(await refusal('nowhere.npy')).toMatch(/nowhere\.npy/);
    expect((await layerwise('predict', run)).err).toMatch(/--inputs/);
  });
});
