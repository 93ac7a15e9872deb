import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createControl } from '../../../src/trainer/control';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { tinyDesign } from '../trainer/tinyDesign';
import { layerwise } from './inProcess';

const tiny = tinyDesign(200);
const { folder: run, ...options } = tiny.options();
const at = (name: string) => path.join(tiny.folder, name);

beforeAll(async () => {
  await train({ ...options, folder: run }, () => undefined, createControl());
});

describe('export', () => {
  test('writes weights that Keras can read, and replaces them only when told to', async () => {
    const file = at('tiny.weights.h5');
    const first = await layerwise('export', run, '--to', 'weights.h5', '-o', file, '--json');
    expect(first.err).toBe('');
    expect(JSON.parse(first.out)).toMatchObject({ file, run, checkpoint: 'best', parameters: 6 * 8 + 8 + 4 * 8 + 8 * 3 + 3 });
    expect(readFileSync(file).subarray(0, 8).toString('latin1')).toBe('\x89HDF\r\n\x1a\n');

    writeFileSync(file, 'precious');
    const second = await layerwise('export', run, '--to', 'weights.h5', '-o', file);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(/^layerwise: There is a file tiny\.weights\.h5 in .* already\.\n.*--force/);
    expect(readFileSync(file, 'utf8')).toBe('precious');

    const third = await layerwise('export', run, '--to', 'weights.h5', '-o', file, '--force', '--checkpoint', 'last');
    expect(third).toMatchObject({ code: 0, err: '' });
    expect(third.out).toBe(`The last weights (epoch 2), 115 numbers, are in ${file}.`);
    expect(readFileSync(file).length).toBeGreaterThan(115 * 4);
  });

  test('copies the weights of the checkpoint that is named', async () => {
    const file = at('last.safetensors');
    expect(await layerwise('export', run, '--to', 'safetensors', '-o', file, '--checkpoint', 'last')).toMatchObject({ code: 0 });
    const saved = readSafetensors(readFileSync(path.join(run, 'checkpoints/last.safetensors')));
    expect(readSafetensors(readFileSync(file))).toEqual(saved);
  });

  test('says that Keras wants another name', async () => {
    const { code, err } = await layerwise('export', run, '--to', 'weights.h5', '-o', at('tiny.hdf5'));
    expect([code, err]).toEqual([0, 'Keras loads weights only from a file whose name ends with .weights.h5: rename it for that.']);
  });

  test('refuses a name that says another kind of file', async () => {
    const { code, err } = await layerwise('export', run, '--to', 'keras', '-o', at('tiny.keras'));
    expect(code).toBe(1);
    expect(err).toMatch(/^layerwise: tiny\.keras is the name of a Keras Model, and --to keras writes a Keras Program\.\n.*--to keras-file/);
    expect(existsSync(at('tiny.keras'))).toBe(false);
    expect((await layerwise('export', run, '--to', 'safetensors', '-o', at('tiny.onnx'))).err).toMatch(/writes a file of weights/);
  });

  test('refuses what is no run, a run without weights, weights of another design and a folder that is not there', async () => {
    const exported = (from: string, file = at('never.weights.h5')) => layerwise('export', from, '--to', 'weights.h5', '-o', file);
    expect((await exported(tiny.folder)).err).toMatch(/is not the folder of a run/);

    const empty = at('empty');
    mkdirSync(empty);
    for (const name of ['design.layerwise.json', 'run.json']) writeFileSync(path.join(empty, name), readFileSync(path.join(run, name)));
    expect((await exported(empty)).err).toMatch(/has saved no weights/);

    mkdirSync(path.join(empty, 'checkpoints'));
    writeFileSync(path.join(empty, 'checkpoints/best.safetensors'), readFileSync(path.join(run, 'checkpoints/best.safetensors')));
    const text = readFileSync(path.join(run, 'design.layerwise.json'), 'utf8');
    writeFileSync(path.join(empty, 'design.layerwise.json'), text.replace('"hidden"', '"other"'));
    expect((await exported(empty)).err).toMatch(/are not of the design there\.\n.*other\/kernel is not among them/);

    expect((await exported(run, at('nowhere/x.weights.h5'))).err).toMatch(/could not be written to .*nowhere/);
  });

  test('prints a design as a program for Keras, or writes it', async () => {
    writeFileSync(tiny.designPath, options.designText);
    const { code, out } = await layerwise('export', tiny.designPath, '--to', 'keras');
    expect(code).toBe(0);
    expect(out).toContain('layers.Dense(8, activation="relu", name="hidden"),\n        layers.BatchNormalization(name="bn"),');
    expect(out).toContain('x_train = read_idx("inputs.idx")');
    const file = at('tiny.py');
    expect(await layerwise('export', tiny.designPath, '--to', 'keras', '-o', file)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(file, 'utf8')).toBe(`${out}\n`);
    expect((await layerwise('export', tiny.designPath, '--to', 'keras', '-o', file)).err).toMatch(/tiny\.py in .* already/);
    expect((await layerwise('export', run, '--to', 'keras')).out).toBe(out);
    expect((await layerwise('export', tiny.designPath, '--to', 'weights.h5')).err).toMatch(/is not the folder of a run/);
  });

  test.skipIf(process.getuid?.() === 0)('says that a folder may not be written to', async () => {
    const locked = at('locked');
    mkdirSync(locked, { mode: 0o500 });
    const { err } = await layerwise('export', run, '--to', 'safetensors', '-o', path.join(locked, 'x.safetensors'));
    chmodSync(locked, 0o700);
    expect(err).toMatch(/could not be written to .*\n.*Permission was denied/);
  });
});

test('a PNG file is not among the formats, and who asks for one is told where there is one', async () => {
  const { code, err } = await layerwise('export', 'none.layerwise.json', '--to', 'png');
  expect([code, err]).toEqual([1, expect.stringMatching(/drawn by a browser: take svg/)]);
  const unknown = await layerwise('export', 'none.layerwise.json', '--to', 'gif');
  expect(unknown.err).toMatch(/Allowed choices are .*svg/);
  expect(unknown.err).not.toContain('png');
});
