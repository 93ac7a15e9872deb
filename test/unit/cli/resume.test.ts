import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tfjsNode } from '../../../scripts/tfjsNode.mjs';
import { lineToEvent } from '../../../src/core/training/eventLines';
import type { RunEvent } from '../../../src/core/training/events';
import { all, tinyDesign } from '../trainer/tinyDesign';
import { tensorflowPlaces } from '../trainer/tensorflow';

// The real process, since only that can be killed. The bundle lies inside the checkout, where it finds WebAssembly's binaries.
const root = path.resolve(import.meta.dirname, '../../..');
mkdirSync(path.join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(path.join(root, '.cache/resume-test-'));
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
});

interface Ended {
  readonly code: number | null;
  readonly events: readonly { readonly type: string; readonly [key: string]: unknown }[];
  readonly err: string;
}

/** Runs the command; `killAt` says of its output whether it is killed now, so that it can do nothing more. */
function layerwise(args: readonly string[], killAt: (out: string) => boolean = () => false): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
      if (killAt(out)) child.kill('SIGKILL');
    });
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      // The last line of a process that was killed may be cut off.
      const whole = out.slice(0, out.lastIndexOf('\n') + 1);
      resolve({ code, err, events: whole.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as Ended['events'][0]) }); // prettier-ignore
    });
  });
}

/** The curve in a run's folder: numbers of steps, their losses, and the logs of epochs. */
function curve(run: string) {
  const lines = readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map(lineToEvent).filter((event): event is RunEvent => event !== undefined);
  const steps = all(events, 'steps');
  return {
    steps: steps.flatMap(({ firstStep, learningRate }) => learningRate.map((_, i) => firstStep + i)),
    loss: steps.flatMap(({ values }) => values.loss!),
    epochs: all(events, 'epoch').map(({ epoch, step, logs }) => ({ epoch, step, logs })),
  };
}

const toldStep = (step: number) => (out: string) => [...out.matchAll(/"firstStep":(\d+)/g)].some(([, first]) => Number(first) > step);
const tells = (what: RegExp) => (out: string) => what.test(out);

/**
 * At which moments a run is killed, one process after another: by how far it has told that it is. What it tells waits to be
 * read, so that it is never far ahead of that, however fast it is and however late it is read.
 */
const MOMENTS = [
  tells(/"type":"started"/),
  toldStep(1500),
  tells(/"type":"epoch","epoch":2,/),
  tells(/"type":"checkpoint","kind":"\w+","epoch":4,/),
  toldStep(9000),
  tells(/"type":"checkpoint","kind":"last","epoch":7,/),
];

const runtimes = [
  ['wasm', []],
  ...(tensorflowPlaces?.python ? [['tensorflow', ['--python', tensorflowPlaces.python]] as const] : []),
] as const;

describe.each(runtimes)('a run on %s that is killed again and again', (runtime, places) => {
  test('is resumed to the same weights and the same curve', async () => {
    // Epochs of 2000 steps.
    const tiny = tinyDesign(40_000, { training: { epochs: 12 } });
    const design = tiny.designPath;
    writeFileSync(design, tiny.options().designText);
    const [whole, cut] = ['whole', 'cut'].map((name) => path.join(tiny.folder, name)) as [string, string];
    const options = ['--runtime', runtime, '--json', '--checkpoint-every', '0.05', ...places];
    const wanted = (await layerwise(['train', design, '--out', whole, ...options])).events.at(-1)!;
    expect(wanted).toMatchObject({ type: 'finished', weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });

    await layerwise(['train', design, '--out', cut, ...options], toldStep(500));
    const ended: string[] = [];
    const from: number[] = [];
    for (const moment of MOMENTS) {
      const { events } = await layerwise(['resume', cut, ...options], moment);
      ended.push(events.at(-1)?.type ?? '');
      from.push(...events.flatMap((event) => ('from' in event ? (event['from'] as { step: number }).step : [])));
    }
    expect(from).toEqual([...from].sort((a, b) => a - b));
    expect(new Set(from).size).toBeGreaterThan(2);
    expect(ended).not.toContain('failed');
    expect(JSON.parse(readFileSync(path.join(cut, 'run.json'), 'utf8'))).toMatchObject({ phase: 'running' });
    const { code, events, err } = await layerwise(['resume', cut, '--json', ...places]);
    expect([code, err]).toEqual([0, '']);
    expect(events.at(-1)).toMatchObject({ type: 'finished', run: cut, runtime, weightsSha256: wanted['weightsSha256'] });
    expect(curve(cut)).toEqual(curve(whole));
    const { steps } = curve(cut);
    expect(steps).toEqual(steps.map((_, i) => i + 1));
    for (const file of ['best', 'last'])
      expect(readFileSync(path.join(cut, `checkpoints/${file}.safetensors`)).subarray(-200)).toEqual(
        readFileSync(path.join(whole, `checkpoints/${file}.safetensors`)).subarray(-200),
      );
    expect(existsSync(path.join(cut, 'checkpoints/state.safetensors'))).toBe(true);
  });
});

test('what is no run, or has nothing left to do, is said', async () => {
  const nothing = await layerwise(['resume', 'nowhere', '--json']);
  expect(nothing.code).toBe(1);
  expect(nothing.err).toMatch(/^layerwise: .*nowhere is not the folder of a run\./);
  const tiny = tinyDesign(100, { training: { epochs: 1 } });
  writeFileSync(tiny.designPath, tiny.options().designText);
  const run = path.join(tiny.folder, 'run');
  await layerwise(['train', tiny.designPath, '--out', run, '--json', '--runtime', 'cpu']);
  const again = await layerwise(['resume', run, '--json']);
  expect(again.code).toBe(1);
  expect(again.events.map(({ type }) => type)).toEqual(['failed']);
  expect(again.err).toMatch(/has taken all of its 1 epochs\.\n {2}Give more with --epochs/);
});
