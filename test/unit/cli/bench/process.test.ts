import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row, Skipped } from '../../../../src/cli/bench/result';
import { makeIdx } from '../../trainer/data/makeFiles';
import { tensorflowPlaces } from '../../trainer/tensorflow';

// The real command with its real engines, each in a process of its own.
const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../../..');
mkdirSync(path.join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(root, '.cache/bench-test-'));
const scratch = path.join(folder, 'scratch');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await run(process.execPath, ['esbuild.mjs', '--out', path.join(folder, 'dist'), '--only', 'cli'], { cwd: root });
  mkdirSync(scratch);
});

async function bench(...args: string[]) {
  const { stdout, stderr } = await run(process.execPath, [path.join(folder, 'dist/cli.js'), 'bench', ...args], {
    cwd: folder,
    env: { ...process.env, TMPDIR: scratch },
  });
  return { out: stdout, err: stderr, ...(args.includes('--json') && (JSON.parse(stdout) as { rows: Row[]; skipped: Skipped[] })) };
}

test('measures and prints the JSON that is promised; nothing is left behind', async () => {
  const options = '--json --engines layerwise-wasm,tfjs-wasm --models leaky --batch 32 --optimizers SGD --rounds 1 --seconds 0.2';
  const { out, err, rows } = await bench(...options.split(' '));
  const row = { model: 'leaky', batch: 32, optimizer: 'SGD', samplesPerSecond: expect.any(Number) as number };
  expect(JSON.parse(out)).toEqual({
    rows: [
      { ...row, engine: 'layerwise-wasm' },
      { ...row, engine: 'tfjs-wasm' },
    ],
    skipped: [],
  });
  for (const { samplesPerSecond } of rows!) expect(samplesPerSecond).toBeGreaterThan(0);
  expect(err).toMatch(/\d+ cores?, .* of memory/);
  expect(err).toMatch(/\[1\/1\] leaky, batch 32, SGD/);
  expect(readdirSync(scratch)).toEqual([]);
});

test('an engine that is not there is told with its reason, once for all models', async () => {
  const python = path.join(folder, 'no-python');
  const options = `--json --engines layerwise-wasm,keras --python ${python} --models leaky --batch 32,64 --optimizers SGD --rounds 1 --seconds 0.1`;
  const { rows, skipped } = await bench(...options.split(' '));
  expect(rows!.map(({ engine, batch }) => `${engine} ${batch}`)).toEqual(['layerwise-wasm 32', 'layerwise-wasm 64']);
  expect(skipped).toEqual([{ engine: 'keras', reason: expect.stringContaining(python) as string }]);
});

describe('a design of a person', () => {
  beforeAll(() => {
    const samples = 300;
    const pixels = Uint8Array.from({ length: samples * 4 }, (_, i) => (i * 37) % 256);
    const classes = Uint8Array.from({ length: samples }, (_, i) => i % 3);
    writeFileSync(path.join(folder, 'x.idx'), makeIdx([samples, 4], pixels));
    writeFileSync(path.join(folder, 'y.idx'), makeIdx([samples], classes));
    const design = {
      layerwise: 1,
      name: 'small',
      layers: [
        { name: 'input', type: 'Input', shape: [4] },
        { name: 'a', type: 'Dense', units: 4, kernel_initializer: { type: 'VarianceScaling', scale: 2 } },
        { name: 'sum', type: 'Add', inputs: ['a', 'input'] },
        { name: 'noise', type: 'GaussianNoise', stddev: 0.1 },
        { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
      ],
      training: {
        data: { inputs: 'x.idx', targets: 'y.idx', scale: '1/255', validation: { last: 100 } },
        loss: 'sparse_categorical_crossentropy',
        optimizer: { type: 'RMSprop', learning_rate: 0.001 },
        metrics: ['accuracy'],
        batch_size: 7,
      },
    };
    writeFileSync(path.join(folder, 'small.layerwise.json'), JSON.stringify(design));
  });

  test('is trained as it is, its validation part left out', async () => {
    const options = '--engines layerwise-wasm,tfjs-wasm --rounds 1 --seconds 0.1';
    const { out } = await bench('small.layerwise.json', ...options.split(' '));
    expect(out).toMatch(/^\| small \| +7 \| RMSprop +\| +[\d,]+ \| +[\d,]+ \|$/m);
    expect(out).not.toMatch(/promised/);
  });

  test.skipIf(!tensorflowPlaces?.python)("is trained by Python's Keras and on TensorFlow, too", async () => {
    const options = `--json --engines layerwise-tensorflow,tfjs-node,keras --python ${tensorflowPlaces!.python} --rounds 1 --seconds 0.1`;
    const { rows, skipped } = await bench('small.layerwise.json', ...options.split(' '));
    expect(skipped).toEqual([]);
    expect(rows!.map(({ engine }) => engine)).toEqual(['layerwise-tensorflow', 'tfjs-node', 'keras']);
    for (const { samplesPerSecond } of rows!) expect(samplesPerSecond).toBeGreaterThan(0);
  });
});
