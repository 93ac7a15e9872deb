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

interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

async function arrays({ name, inputs }: Sample, kind: 'input' | 'output', count = inputs.length) {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const { shape, values } = await readArrayFile({ file: path.join(folder, `${name}.${kind}${i}.npy`) });
      return { shape, values: Float32Array.from(values) };
    }),
  );
}

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

/** How far what an imported model gives is from what the file's own runtime gives; a sentence where it cannot be computed. */
async function farthest(sample: Sample, imported: ImportedFile): Promise<number | string> {
  const inputs = await arrays(sample, 'input', imported.design.layers.filter(({ type }) => type === 'Input').length);
  const [expected] = await arrays(sample, 'output', 1);
  const turned = imported.notes.some((note) => note.includes('channels last'));
  try {
    const [made] = compute(
      imported,
      inputs.map((input) => (turned ? channelsLast(input) : input)),
    );
    const wanted = asInDesign(expected!, imported);
    if (wide(made!.shape) !== wide(wanted.shape)) return `${made!.shape.join()} for ${wanted.shape.join()}`;
    const scale = wanted.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    return wanted.values.reduce((most, value, i) => Math.max(most, Math.abs(value - made!.values[i]!)), 0) / scale;
  } catch (error) {
    return String(error);
  }
}

function samplesOf(script: string, list: string): readonly Sample[] {
  const { status, stderr } = spawnSync(onnxPython!, [path.join(import.meta.dirname, script), folder], { encoding: 'utf8' });
  expect(status, stderr.slice(-2000)).toBe(0);
  return JSON.parse(readFileSync(path.join(folder, list), 'utf8')) as readonly Sample[];
}

describe.skipIf(!onnxPython)('models of others as ONNX', () => {
  beforeAll(async () => {
    await startRuntime('cpu');
  });

  it("give what ONNX's own tests say, where each of their operators is a layer", async () => {
    const samples = samplesOf('onnxSamples.py', 'samples.json');
    const wrong: unknown[] = [];
    let [same, kept] = [0, 0];
    for (const sample of samples) {
      const imported = await importFile(sample.file);
      const [expected] = await arrays(sample, 'output', 1);
      if (imported.unknown.length > 0) kept += 1;
      // Two have numbers in them that are too large for float32.
      if (imported.unknown.length > 0 || !expected!.values.every(Number.isFinite)) continue;
      const distance = await farthest(sample, imported);
      if (typeof distance === 'number' && distance < 1e-5) same += 1;
      else wrong.push({ name: sample.name, distance, layers: imported.design.layers, notes: imported.notes });
    }
    expect(wrong).toEqual([]);
    expect(same).toBeGreaterThan(60);
    expect(kept).toBeLessThan(samples.length / 2);
  }, 120_000);

  it('give what onnxruntime gives, channels first and operators as PyTorch writes them', async () => {
    const samples = samplesOf('onnxMade.py', 'made.json');
    expect(samples.length).toBe(8);
    for (const sample of samples) {
      const imported = await importFile(sample.file);
      expect(imported.unknown, sample.name).toEqual([]);
      const distance = await farthest(sample, imported);
      expect(distance, `${sample.name}: ${JSON.stringify(imported.design.layers)}`).toBeLessThan(1e-5);
    }
  }, 60_000);
});
