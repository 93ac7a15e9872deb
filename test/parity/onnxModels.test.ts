import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { transposed } from '../../src/core/onnx/transposed';
import { readArrayFile } from '../../src/trainer/data/arrayFile';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';
import { compute, importFile, type ImportedFile } from './importedOnnx';
import { onnxPython } from './onnxPython';

interface Sample {
  readonly name: string;
  readonly file: string;
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

const folder = temporaryFolder();
let samples: readonly Sample[] = [];

async function arrays({ name, inputs }: Sample, kind: 'input' | 'output', count = inputs.length) {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { shape, values } = await readArrayFile({ file: path.join(folder, `${name}.${kind}${i}.npy`) });
      return { shape, values: Float32Array.from(values) as Float32Array };
    }),
  );
}

type Tensor = Awaited<ReturnType<typeof arrays>>[number];

/** With axis 1 at the end. */
function channelsLast({ shape, values }: Tensor): Tensor {
  const order = [0, ...shape.slice(2).keys()].map((axis, i) => (i === 0 ? 0 : axis + 2));
  const all = [...order, 1];
  return { shape: all.map((axis) => shape[axis]!), values: transposed(values, shape, all) };
}

/** As a sentence about the output says. */
function asInDesign(tensor: Tensor, { notes }: ImportedFile): Tensor {
  const order = notes.flatMap((note) => /^The output .*: ([\d, ]+)\.$/.exec(note)?.[1]?.split(', ').map(Number) ?? []);
  if (order.length === 0) return tensor;
  return { shape: order.map((axis) => tensor.shape[axis]!), values: transposed(tensor.values, tensor.shape, order) };
}

/** A shape without its sizes of 1: some of these a design leaves out. */
const wide = (shape: readonly number[]): string => shape.filter((size) => size !== 1).join();

describe.skipIf(!onnxPython)('models of the tests of ONNX itself, exported by PyTorch', () => {
  beforeAll(async () => {
    await startRuntime('cpu');
    const { status, stderr } = spawnSync(onnxPython!, [path.join(import.meta.dirname, 'onnxSamples.py'), folder], { encoding: 'utf8' });
    expect(status, stderr.slice(-2000)).toBe(0);
    samples = JSON.parse(readFileSync(path.join(folder, 'samples.json'), 'utf8')) as typeof samples;
  }, 60_000);

  it('give what they say, where each of their operators is a layer', async () => {
    const wrong: unknown[] = [];
    let kept = 0;
    let same = 0;
    for (const sample of samples) {
      const imported = await importFile(sample.file);
      if (imported.unknown.length > 0) {
        kept += 1;
        continue;
      }
      const { layers } = imported.design;
      const errors = imported.analysis.diagnostics.filter(({ severity }) => severity === 'error');
      const inputs = await arrays(sample, 'input', layers.filter(({ type }) => type === 'Input').length);
      const [expected] = await arrays(sample, 'output', 1);
      // Two have numbers in them that are too large for float32.
      if (!expected!.values.every(Number.isFinite)) continue;
      const turned = imported.notes.some((note) => note.includes('channels last'));
      try {
        const [made] = compute(
          imported,
          inputs.map((input) => (turned ? channelsLast(input) : input)),
        );
        const wanted = asInDesign(expected!, imported);
        const scale = wanted.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        const farthest = wanted.values.reduce((most, value, i) => Math.max(most, Math.abs(value - made!.values[i]!)), 0) / scale;
        if (wide(made!.shape) === wide(wanted.shape) && farthest < 1e-5) same += 1;
        else wrong.push({ name: sample.name, farthest, shape: made!.shape, wanted: wanted.shape, layers, notes: imported.notes });
      } catch (error) {
        wrong.push({ name: sample.name, error: String(error), errors, layers, notes: imported.notes });
      }
    }
    expect(wrong, wrong.map((each) => (each as { name: string }).name).join(' ')).toEqual([]);
    expect(same).toBeGreaterThan(60);
    expect(kept).toBeLessThan(samples.length / 2);
  }, 120_000);
});
