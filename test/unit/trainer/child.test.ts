import { build } from 'esbuild';
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import { lineToEvent } from '../../../src/core/training/eventLines';
import type { RunEvent } from '../../../src/core/training/events';
import type { FromTrainer, RunOptions, ToTrainer } from '../../../src/protocol/trainer';
import { readMemoryLimitLine } from '../../../src/protocol/memoryLimit';
import { tfjsNode } from '../../../scripts/tfjsNode.mjs';
import { all, first, tinyDesign } from './tinyDesign';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Within the checkout, where the bundle finds WebAssembly's binaries.
const folder = path.join(root, '.cache', `trainer-test-${process.pid}`);
const bundle = path.join(folder, 'trainer.js');

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [path.join(root, 'src/trainer/main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [tfjsNode],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Conversation {
  readonly messages: readonly FromTrainer[];
  readonly events: readonly RunEvent[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

/** Forks the trainer as the host does, and listens until it has ended. */
function talk(init: ToTrainer, on?: (event: RunEvent, child: ChildProcess) => void): Promise<Conversation> {
  const child = fork(bundle, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const messages: FromTrainer[] = [];
  const events: RunEvent[] = [];
  let errors = '';
  child.stderr!.on('data', (chunk) => (errors += String(chunk)));
  child.on('message', (message: FromTrainer) => {
    messages.push(message);
    if (message.type !== 'events') return;
    for (const event of message.events) {
      events.push(event);
      on?.(event, child);
    }
  });
  child.send(init);
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ messages, events, code, signal, errors })));
}

describe('the child process', () => {
  it('says ready, then its events in batches, at most 20 a second, and ends by itself', async () => {
    const options = tinyDesign(4000, { training: { epochs: 2 } }).options({ runtime: 'wasm' });
    const { messages, events, code, errors } = await talk({ type: 'init', options });
    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(messages[0]).toEqual({ type: 'ready' });
    expect(messages.slice(1).every(({ type }) => type === 'events')).toBe(true);
    expect(first(events, 'started')!.runtime).toMatchObject({ name: 'wasm' });
    expect(events.at(-1)!.type).toBe('finished');
    expect(all(events, 'steps').flatMap(({ learningRate }) => learningRate)).toHaveLength(400);
    // By the child's own clock: a busy machine may deliver late and several at once. What begins and what ends does not wait for its turn.
    expect(messages.length).toBeLessThanOrEqual(Math.ceil(first(events, 'finished')!.seconds * 20) + 5);
  });

  it('pauses, resumes and stops when it is told to', async () => {
    const options = tinyDesign(4000, { training: { epochs: 1_000_000 } }).options({ runtime: 'wasm' });
    const { events, code } = await talk({ type: 'init', options }, ({ type }, child) => {
      const tell = (message: ToTrainer) => child.send(message);
      if (type === 'started') tell({ type: 'pause' });
      if (type === 'paused') tell({ type: 'resume' });
      if (type === 'resumed') tell({ type: 'stop' });
    });
    expect(code).toBe(0);
    expect(events.filter(({ type }) => ['paused', 'resumed', 'stopped'].includes(type)).map(({ type }) => type)).toEqual([
      'paused',
      'resumed',
      'stopped',
    ]);
  });

  it('tells a failure in words and ends; the stack of what nobody foresaw is only in its log', async () => {
    const options = tinyDesign(40).options();
    const { events, code, errors } = await talk({ type: 'init', options: { ...options, designText: '{' } });
    expect(code).toBe(0);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'failed', message: expect.stringContaining('tiny.layerwise.json:1:') as string });
    expect(errors).toBe('');
  });
});

describe('examining', () => {
  it('tells of every runtime and ends', async () => {
    const { messages, code, errors } = await talk({ type: 'examine', places: {} });
    expect([code, errors]).toEqual([0, '']);
    expect(messages).toHaveLength(1);
    const message = messages[0]!;
    if (message.type !== 'examined') throw new Error(`It said ${message.type}.`);
    const { runtimes, node, memory } = message.examination;
    expect(node).toBe(process.version);
    expect(memory).toBeGreaterThan(2 ** 28);
    expect(runtimes.map(({ name, available }) => [name, available])).toEqual([
      ['tensorflow', false],
      ['wasm', true],
      ['cpu', true],
    ]);
    expect(runtimes[0]!.reason).toMatch(/\w/);
  });
});

const WIDE: JsonObject[] = [
  { name: 'in', type: 'Input', shape: [6] },
  { name: 'a', type: 'Dense', units: 6000 },
  { name: 'b', type: 'Dense', units: 6000 },
  { name: 'c', type: 'Dense', units: 3, activation: 'softmax' },
];
const wide = () => tinyDesign(2000, { layers: WIDE, training: { batch_size: 1600, optimizer: 'SGD' } });

describe('a memory limit', () => {
  it('ends a run that holds more, also while its main thread is busy, and its last line says so', async () => {
    const { events, signal, errors } = await talk({ type: 'init', options: wide().options({ memoryLimit: 200 }) });
    expect(signal).toBe('SIGKILL');
    const told = readMemoryLimitLine(errors.trimEnd().split('\n').at(-1)!);
    expect(told).toMatchObject({ limit: 200 });
    expect(told!.held).toBeGreaterThan(200);
    expect(errors).toMatch(/smaller batch_size .* raise the limit/);
    expect(events.some(({ type }) => type === 'finished' || type === 'failed')).toBe(false);
  });

  it('does nothing to a run that keeps to it', async () => {
    const options = tinyDesign(400, { training: { epochs: 30 } }).options({ runtime: 'wasm', memoryLimit: 4000 });
    const { events, code, errors } = await talk({ type: 'init', options });
    expect([code, errors, events.at(-1)!.type]).toEqual([0, '', 'finished']);
  });
});

/** A process in whose place nothing runs any more. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  const stat = `/proc/${pid}/stat`;
  // Dead, but nobody has asked for its end yet.
  return existsSync(stat) && /\) Z /.test(readFileSync(stat, 'utf8'));
}

describe('when the process that started it is killed', () => {
  const parent = path.join(folder, 'parent.cjs');

  /** Starts a run by way of another process, kills that one when the run has come so far, and waits until the run is gone; gives the types of its events. */
  async function orphan(options: RunOptions, until: RunEvent['type'], wait: number): Promise<string[]> {
    const init: ToTrainer = { type: 'init', options };
    writeFileSync(
      parent,
      `const child = require('node:child_process').fork(${JSON.stringify(bundle)}, { serialization: 'advanced', stdio: 'ignore' });
       child.on('message', ({ events = [] }) => events.some(({ type }) => type === ${JSON.stringify(until)}) && console.log(child.pid));
       child.send(${JSON.stringify(init)});`,
    );
    const process_ = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(createInterface(process_.stdout), 'line')) as [string];
    const pid = Number(line);
    await new Promise((resolve) => setTimeout(resolve, wait));
    expect(isGone(pid)).toBe(false);
    process_.kill('SIGKILL');
    await expect.poll(() => isGone(pid), { timeout: 60_000 }).toBe(true);
    const lines = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    return lines.map((text) => lineToEvent(text)?.type ?? 'cut off');
  }

  it('it ends between its steps, long before they are all taken', async () => {
    const options = tinyDesign(4000, { training: { epochs: 1_000_000 } }).options({ runtime: 'wasm' });
    const told = await orphan(options, 'steps', 100);
    expect(told).toContain('steps');
    expect(told).not.toContain('finished');
  });

  it('it ends in the middle of a step that takes much longer', async () => {
    const told = await orphan(wide().options(), 'started', 1500);
    expect(told.at(-1)).toBe('started');
  });
});
