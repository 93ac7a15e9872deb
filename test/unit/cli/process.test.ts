import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tfjsNode } from '../../../scripts/tfjsNode.mjs';
import { program } from '../machine/tensorflow/fakes';
import { makeIdx } from '../trainer/data/makeFiles';

// The real process, for what only it shows: signals, pipes, exit codes. The bundle lies inside the checkout, so that it
// finds WebAssembly's binaries there.
const root = path.resolve(import.meta.dirname, '../../..');
mkdirSync(path.join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(root, '.cache/cli-test-'));
const cli = path.join(folder, 'cli.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: cli,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [tfjsNode],
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  });
  const count = 256;
  writeFileSync(
    path.join(folder, 'x.idx'),
    makeIdx(
      [count, 4],
      Uint8Array.from({ length: count * 4 }, (_, i) => (i * 37) % 256),
    ),
  );
  writeFileSync(
    path.join(folder, 'y.idx'),
    makeIdx(
      [count],
      Uint8Array.from({ length: count }, (_, i) => i % 3),
    ),
  );
  const design = {
    layerwise: 1,
    name: 'small',
    layers: [
      { name: 'input', type: 'Input', shape: [4] },
      { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
    ],
    training: {
      data: { inputs: 'x.idx', targets: 'y.idx', scale: '1/255', validation: { last: 56 } },
      loss: 'sparse_categorical_crossentropy',
      optimizer: 'SGD',
      metrics: ['accuracy'],
      epochs: 2,
      seed: 1,
    },
  };
  writeFileSync(path.join(folder, 'small.layerwise.json'), JSON.stringify(design));
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command. `onOutput` may end it, or stop reading from it. */
function layerwise(args: string[], onOutput: (child: ReturnType<typeof spawn>, out: string) => void = () => undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      onOutput(child, out);
    });
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

interface Event {
  readonly type: string;
  readonly [key: string]: unknown;
}
const eventsOf = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);

describe('train', () => {
  test('prints one event a line and ends with what was promised; evaluate measures the run', async () => {
    const { code, out, err } = await layerwise([
      'train',
      'small.layerwise.json',
      '--json',
      '--out',
      'run1',
      '--epochs',
      '3',
      '--runtime',
      'cpu',
    ]);
    expect([code, err]).toEqual([0, '']);
    const events = eventsOf(out);
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['data', 'started', 'steps', 'epoch', 'checkpoint', 'finished']));
    const finished = events.at(-1)!;
    expect(finished).toMatchObject({ type: 'finished', run: 'run1', folder: path.join(folder, 'run1'), runtime: 'cpu', epochs: 3 });
    const history = finished['history'] as { [key: string]: number[] };
    expect(Object.keys(history).sort()).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
    for (const values of Object.values(history)) expect(values).toHaveLength(3);
    expect(finished['samplesPerSecond']).toBeGreaterThan(0);

    const evaluated = await layerwise(['evaluate', 'run1', '--json', '--runtime', 'cpu']);
    expect([evaluated.code, evaluated.err]).toEqual([0, '']);
    const best = Math.min(...history['val_loss']!);
    const result = JSON.parse(evaluated.out) as { loss: number; accuracy: number };
    expect(result).toMatchObject({ part: 'validation', samples: 56, checkpoint: 'best', run: 'run1', runtime: 'cpu' });
    expect(result.loss).toBeCloseTo(best, 6);

    const again = await layerwise(['train', 'small.layerwise.json', '--json', '--out', 'run1']);
    expect(again.code).toBe(1);
    expect(eventsOf(again.out).at(-1)?.type).toBe('failed');
    expect(again.err).toMatch(/^layerwise: There is a run in .*run1 already\./);
    expect(again.err).toContain('layerwise resume');
  });

  test("prints Keras's lines and makes a run folder of its own", async () => {
    const { code, out } = await layerwise(['train', 'small.layerwise.json', '--limit', '64']);
    expect(code).toBe(0);
    // Where there is a TensorFlow, both runtimes are measured first.
    expect(out).toMatch(/^(Which is faster for this model: .+ …\n)?small: 15 parameters, 64 samples, 18 for validation\.\n/);
    expect(out).toMatch(/\nEpoch 2\/2\n2\/2 ━{20} \d+s \d+[mu]?s\/step - accuracy: \d\.\d{4} - loss: /);
    const run = /Run: (.*)/.exec(out)?.[1] ?? '';
    expect(run).toMatch(/\.layerwise\/runs\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-small$/);
    expect(existsSync(path.join(run, 'run.json'))).toBe(true);
    expect(readFileSync(path.join(folder, '.layerwise/.gitignore'), 'utf8')).toBe('*\n');
  });

  test('Ctrl-C stops, saves and exits with 130', async () => {
    let asked = false;
    const { code, out, err } = await layerwise(
      ['train', 'small.layerwise.json', '--json', '--epochs', '100000', '--out', 'stopped'],
      (child, text) => {
        if (!asked && text.includes('"type":"epoch"')) asked = child.kill('SIGINT');
      },
    );
    expect(code).toBe(130);
    expect(err).toMatch(/^Stopping: what was learned is being saved\./);
    expect(eventsOf(out).at(-1)).toMatchObject({ type: 'stopped', run: 'stopped' });
    expect(existsSync(path.join(folder, 'stopped/checkpoints/last.safetensors'))).toBe(true);
    expect(JSON.parse(readFileSync(path.join(folder, 'stopped/run.json'), 'utf8'))).toMatchObject({ phase: 'stopped' });
  });

  test('a run that holds more memory than it may is ended with the reason', async () => {
    const { code, err } = await layerwise([
      'train',
      'small.layerwise.json',
      '--epochs',
      '100000',
      '--out',
      'large',
      '--memory-limit',
      '20',
    ]);
    expect(code).not.toBe(0);
    expect(err).toMatch(/^layerwise: This run was ended because it held \d+ MB of memory, and its limit is 20 MB\. .*--memory-limit/);
  });

  test('a design that cannot be trained leaves no folder', async () => {
    writeFileSync(
      path.join(folder, 'nothing.layerwise.json'),
      '{ "layerwise": 1, "name": "nothing", "layers": [{ "name": "a", "type": "Input", "shape": [4] }] }',
    );
    const { code, err } = await layerwise(['train', 'nothing.layerwise.json']);
    expect(code).toBe(1);
    expect(err).toMatch(/^layerwise: There is nothing to learn/);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

test('a reader that goes away ends the command quietly', async () => {
  const { code, err } = await layerwise(['train', 'small.layerwise.json', '--json', '--epochs', '100000', '--out', 'unread'], (child) =>
    child.stdout?.destroy(),
  );
  expect([code, err]).toEqual([141, '']);
});

test('doctor names every runtime', async () => {
  const { code, out } = await layerwise(['doctor', '--json']);
  const { runtimes } = JSON.parse(out) as { runtimes: { name: string; available: boolean; reason?: string }[] };
  expect(code).toBe(0);
  expect(runtimes.map(({ name }) => name)).toEqual(['tensorflow', 'wasm', 'cpu']);
  for (const { available, reason } of runtimes) expect(available || reason).toBeTruthy();
  expect(runtimes.at(-1)).toMatchObject({ name: 'cpu', available: true });
});

describe('a TensorFlow that is named and cannot be used', () => {
  test('ends a run that asks for it, with the reason and what to do', async () => {
    const { code, err } = await layerwise(['train', 'small.layerwise.json', '--runtime', 'tensorflow', '--python', 'nothing/python']);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^layerwise: The runtime tensorflow can't be used here\.\n {2}.*nothing\/python: There is no such file\.\n {2}Correct the option/,
    );
  });

  test('is told where the embedded runtime takes its place', async () => {
    const { code, out, err } = await layerwise(['train', 'small.layerwise.json', '--json', '--out', 'named', '--tensorflow', folder]);
    expect([code, err]).toEqual([0, '']);
    const { runtimeReport } = eventsOf(out).find(({ type }) => type === 'started')!;
    expect(runtimeReport).toMatchObject({
      name: 'wasm',
      tried: [{ name: 'tensorflow', reason: expect.stringContaining(`The folder ${folder}: It holds no TensorFlow`) as string }],
    });
  });
});

describe.skipIf(process.platform === 'win32')('setup', () => {
  test('says why it cannot', async () => {
    const { code, out, err } = await layerwise(['setup', '--folder', 'storage', '--python', 'nothing/python', '--json']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^layerwise: The Python .*nothing\/python can't be used to set up TensorFlow\.\n {2}There is no such file\./);
  });

  test('Ctrl-C takes back what was begun', async () => {
    const python = program(
      path.join(folder, 'slow-python'),
      `if (args[0] === '-c') console.log('3 11 1');
       else {
         require('node:fs').mkdirSync(args[2]);
         setTimeout(() => {}, 60000);
       }`,
    );
    const { code, out, err } = await layerwise(['setup', '--folder', 'storage', '--python', python], (child, text) => {
      if (text.includes('Making an environment')) setTimeout(() => child.kill('SIGINT'), 300);
    });
    expect([code, out]).toEqual([130, 'Making an environment of Python …\n']);
    expect(err).toMatch(/^Cancelled: what was begun is removed again\. The log is .*storage\/tensorflow-setup\.log\.\n$/);
    expect(readdirSync(path.join(folder, 'storage'))).toEqual(['tensorflow-setup.log']);
  });
});
