import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunEvent, RuntimeName } from '../../../../src/core/training/events';
import { Runs } from '../../../../src/host/runs/runs';
import { forkTrainer } from '../../../../src/host/runs/trainerProcess';
import { memoryLimitLine } from '../../../../src/protocol/memoryLimit';

/** Children that behave in one way each, instead of training. */
const CHILDREN = {
  finishes: `process.on('message', ({ type, options }) => {
    if (type !== 'init') return;
    process.send({ type: 'ready' });
    const note = { type: 'note', severity: 'info', message: options.designText };
    process.send({ type: 'events', events: [note, { type: 'finished', folder: options.folder, seconds: 1, samplesPerSecond: 2 }] }, () => process.disconnect());
  });`,
  obeys: `process.on('message', ({ type, options }) => {
    const tell = (event) => process.send({ type: 'events', events: [event] });
    if (type === 'pause') tell({ type: 'paused', step: 1 });
    if (type === 'resume') tell({ type: 'resumed', step: 1 });
    if (type === 'stop') process.send({ type: 'events', events: [{ type: 'stopped', folder: 'f', seconds: 1, samplesPerSecond: 2 }] }, () => process.disconnect());
  });`,
  deaf: `process.on('message', () => {}); process.on('SIGTERM', () => {}); process.send({ type: 'ready' });`,
  throws: `process.on('message', () => { throw new Error('The kernel is missing'); });`,
  exits: `process.on('message', () => { console.error('half way'); process.exit(7); });`,
  crashes: `process.on('message', () => { process.stderr.write('Check failed: ret == 0\\n', () => process.kill(process.pid, 'SIGSEGV')); });`,
  vanishes: `process.on('message', () => { process.stdout.write('Captured learning: 3 operations.\\n', () => process.kill(process.pid, 'SIGSEGV')); });`,
  outgrows: `process.on('message', () => { console.error(${JSON.stringify(memoryLimitLine(5120, 4096))}); process.kill(process.pid, 'SIGKILL'); });`,
  tells: `process.on('message', ({ type }) => type === 'init' && process.send({ type: 'events', events: [{ type: 'note', severity: 'info', message: process.env.TOLD ?? 'no' }] }, () => process.disconnect()));`,
  starves: `process.on('message', () => { console.error('FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'); process.abort(); });`,
};
type Child = keyof typeof CHILDREN;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layerwise-runs-'));
  for (const [name, code] of Object.entries(CHILDREN)) await writeFile(path.join(folder, `${name}.cjs`), code);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Options {
  readonly cwd?: string;
  readonly stop?: number;
  readonly node?: string;
  readonly runtime?: RuntimeName | 'auto';
}

function start(child: Child | 'nowhere', { cwd = folder, stop = 5000, node, runtime }: Options = {}) {
  const lines: string[] = [];
  const events: RunEvent[] = [];
  const runs = new Runs(forkTrainer(path.join(folder, `${child}.cjs`)), (_run, line) => lines.push(line), { stop, terminate: 200 });
  runs.onDidChange((_run, more) => events.push(...more));
  const options = { designPath: path.join(folder, 'a.layerwise.json'), designText: 'the text', folder, runtime };
  const run = runs.start({ id: 'r', name: 'a', cwd, node, options });
  return { runs, run, lines, events };
}

/** A busy machine may take its time to start a process. */
const soon = (look: () => boolean) => expect.poll(look, { timeout: 60_000 }).toBe(true);

describe('a run', () => {
  test('ends with the last event of its child, and nothing is lost', async () => {
    const { run, runs, events } = start('finishes');
    expect(run.state.phase).toBe('starting');
    expect(runs.activeOf(run.request.options.designPath)).toBe(run);
    await run.ended;
    expect(run.state).toMatchObject({ phase: 'finished', notes: [{ message: 'the text' }] });
    expect(events.map(({ type }) => type)).toEqual(['note', 'finished']);
    expect(runs.active).toEqual([]);
    expect(runs.lastOf(run.request.options.designPath)).toBe(run);
  });

  test('pauses, resumes and stops when the child says so', async () => {
    const { run } = start('obeys');
    run.pause();
    await soon(() => run.state.phase === 'paused');
    run.resume();
    await soon(() => run.state.phase === 'running');
    await run.stop();
    expect(run.state.phase).toBe('stopped');
  });

  test('a child runs on the Node that is named', async () => {
    const node = path.join(folder, 'node');
    await writeFile(node, `#!/bin/sh\nTOLD=yes exec '${process.execPath}' "$@"\n`);
    await chmod(node, 0o755);
    const [own, named] = [start('tells'), start('tells', { node })];
    await Promise.all([own.run.ended, named.run.ended]);
    expect(own.run.state.notes).toMatchObject([{ message: 'no' }]);
    expect(named.run.state.notes).toMatchObject([{ message: 'yes' }]);
  });

  test('a child that does not answer a stop is ended', async () => {
    const { run } = start('deaf', { stop: 200 });
    await soon(() => run.pid !== undefined);
    await run.stop();
    expect(run.state.phase).toBe('stopped');
    expect(() => process.kill(run.pid ?? 0, 0)).toThrow();
  });

  test('disposing ends the children', async () => {
    const { run, runs } = start('obeys');
    runs.dispose();
    await run.ended;
    expect(run.active).toBe(false);
  });

  test('stopAll asks first', async () => {
    const { run, runs, events } = start('obeys');
    await runs.stopAll(5000);
    expect(run.state.phase).toBe('stopped');
    expect(events.at(-1)?.type).toBe('stopped');
  });
});

describe('a child that is gone without a word', () => {
  const failures: readonly [Child | 'nowhere', { message: RegExp; cause?: RegExp }][] = [
    ['throws', { message: /ended unexpectedly, with exit code 1/, cause: /^Error: The kernel is missing$/ }],
    ['exits', { message: /with exit code 7/, cause: /half way/ }],
    ['starves', { message: /out of memory/, cause: /heap/ }],
    ['crashes', { message: /crashed \(SIGSEGV\)/, cause: /starting a runtime\. The last it said: Check failed: ret == 0$/ }],
    // What the trainer itself tells is no last word of what crashed.
    ['vanishes', { message: /crashed \(SIGSEGV\)/, cause: /starting a runtime\.$/ }],
    ['outgrows', { message: /held 5,120 MB of memory/, cause: /limit is 4,096 MB/ }],
    ['nowhere', { message: /ended unexpectedly/, cause: /Cannot find module/ }],
  ];
  test.each(failures)('%s', async (child, { message, cause }) => {
    const { run, events } = start(child);
    await run.ended;
    expect(run.state.phase).toBe('failed');
    expect(run.state.failure?.message).toMatch(message);
    if (cause) expect(run.state.failure?.cause).toMatch(cause);
    expect(run.state.failure?.next).toBeTruthy();
    expect(events.at(-1)?.type).toBe('failed');
  });

  test('killed', async () => {
    const { run } = start('obeys');
    await soon(() => run.pid !== undefined);
    process.kill(run.pid ?? 0, 'SIGKILL');
    await run.ended;
    expect(run.state.failure?.message).toMatch(/SIGKILL/);
  });

  test('never started, since its working folder is not there', async () => {
    const { run } = start('finishes', { cwd: path.join(folder, 'no such folder') });
    await run.ended;
    expect(run.state.failure?.message).toBe('The training process could not be started.');
  });

  test('never started, since the Node of the setting is not there', async () => {
    const node = path.join(folder, 'no such node');
    const { run } = start('finishes', { node });
    await run.ended;
    expect(run.state.failure).toMatchObject({
      message: 'The training process could not be started.',
      cause: expect.stringContaining('ENOENT') as string,
    });
    expect(run.state.failure?.next).toContain(`layerwise.node, which names ${node}`);
    expect(run.state.failure?.runtime).toBeUndefined();
  });

  test.each([
    ['crashes', 'auto', 'tensorflow'],
    ['crashes', 'tensorflow', 'tensorflow'],
    ['crashes', 'wasm', undefined],
    ['exits', 'auto', undefined],
    ['outgrows', 'tensorflow', 'tensorflow'],
  ] as const)('%s on %s: %s is to blame', async (child, runtime, blamed) => {
    const { run } = start(child, { runtime });
    await run.ended;
    expect(run.state.failure?.runtime).toBe(blamed);
    expect(run.state.failure?.next).not.toMatch(blamed ? /^See the log/ : /embedded/);
  });
});

test('a design with another name keeps the run that goes on', async () => {
  const { runs, run } = start('obeys');
  const named = path.join(folder, 'b.layerwise.json');
  runs.designsMoved((place) => (place === run.request.options.designPath ? named : place));
  expect(runs.activeOf(named)).toBe(run);
  expect(runs.lastOf(run.request.options.designPath)).toBeUndefined();
  await run.stop();
});
