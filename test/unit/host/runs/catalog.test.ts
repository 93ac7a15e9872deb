import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventToLine } from '../../../../src/core/training/eventLines';
import { newRun } from '../../../../src/core/training/run';
import { RunCatalog } from '../../../../src/host/runs/catalog';
import { afterMoves } from '../../../../src/host/runs/afterMoves';
import { claimRunFolder, readRecord, readRun, removeUnbegun, stillRuns, writeEnd } from '../../../../src/host/runs/runFolder';
import { wayToDesign } from '../../../../src/machine/designPlace';
import { writeLabel } from '../../../../src/host/runs/runLabel';
import { RUN_FILES, type RunRecord } from '../../../../src/protocol/runFolder';
import { readRunFolder } from '../../../../src/trainer/readRunFolder';

let base: string;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'layerwise-catalog-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const RUNTIME = { name: 'wasm', label: 'WebAssembly', version: '4.22.0', device: 'CPU', why: 'asked for', tried: [] } as const;

function record(id: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    layerwise: 1,
    id,
    name: 'net',
    designPath: path.join(base, 'net.layerwise.json'),
    phase: 'finished',
    startedAt: new Date().toISOString(),
    settings: { epochs: 1, batchSize: 32, seed: 1 },
    runtime: RUNTIME,
    environment: { layerwise: '0.1.0', node: 'v20', platform: 'linux-x64', cpus: 2, tfjs: '4.22.0' },
    parameters: 10,
    ...more,
  };
}

async function put(written: RunRecord, rate = 0.1): Promise<string> {
  const folder = path.join(base, '.layerwise', 'runs', written.id);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(written));
  const training = { optimizer: { type: 'SGD', learning_rate: rate } };
  await writeFile(path.join(folder, 'design.layerwise.json'), JSON.stringify({ layerwise: 1, layers: [], training }));
  return folder;
}

/** A number that no process has: this very one has ended. */
const GONE = 2 ** 22 - 7;

test('lists what folders hold, newest first, with score and what was changed', async () => {
  await put(record('1', { startedAt: '2026-01-01T00:00:00Z', history: { loss: [2, 1], val_accuracy: [0.5, 0.9, 0.8] } }));
  await put(record('2', { startedAt: '2026-01-02T00:00:00Z', history: { loss: [3, 2.5] } }), 0.01);
  await writeFile(path.join(base, '.layerwise', 'runs', 'stray.txt'), '');
  await mkdir(path.join(base, '.layerwise', 'runs', 'empty'));
  const catalog = new RunCatalog(() => [base, base], () => undefined); // prettier-ignore
  const runs = await catalog.list();
  expect(runs.map(({ id, score, note }) => ({ id, score, note }))).toEqual([
    { id: '2', score: { metric: 'loss', value: 2.5 }, note: 'learning_rate 0.01' },
    { id: '1', score: { metric: 'val_accuracy', value: 0.9 }, note: undefined },
  ]);
});

test('a run has its best values, its time and what it is called, and the settings in which runs differ', async () => {
  const first = await put(
    record('1', { startedAt: '2026-01-01T00:00:00Z', seconds: 7, history: { loss: [2, 1], val_accuracy: [0.5, 0.9, NaN] } }),
  );
  const times = { startedAt: '2026-01-02T00:00:00Z', endedAt: '2026-01-02T00:00:05Z' };
  await put(record('2', { ...times, history: {} }), 0.01);
  await put(record('3', { ...times, startedAt: '2026-01-01T12:00:00Z', resumed: [{ time: '', epoch: 1, step: 1 }] }), 0.01);
  const catalog = new RunCatalog(() => [base], () => undefined); // prettier-ignore
  const [second, third, one] = await catalog.list();
  expect(one).toMatchObject({ epochs: 3, seconds: 7, parameters: 10, results: { loss: 1, val_accuracy: 0.9 } });
  expect(one?.settings).toEqual({ 'optimizer.learning_rate': 0.1 });
  expect(second).toMatchObject({ epochs: 0, seconds: 5, results: {} });
  expect(third).not.toHaveProperty('seconds');
  await writeLabel(first, { name: 'slow', remark: 'too slow' });
  expect((await catalog.list()).find(({ id }) => id === '1')).toMatchObject({ label: 'slow', remark: 'too slow', epochs: 3 });
  await writeLabel(first, {});
  expect((await catalog.list()).find(({ id }) => id === '1')).not.toHaveProperty('label');
});

test('a run that has taken up a change is told with its design as it is now', async () => {
  const folder = await put(record('1', { startedAt: '2026-01-01T00:00:00Z' }));
  await put(record('2'), 0.5);
  const catalog = new RunCatalog(() => [base], () => undefined); // prettier-ignore
  await catalog.list();
  const change = { time: '', epoch: 1, step: 1, changes: [] };
  await put(record('1', { startedAt: '2026-01-01T00:00:00Z', changes: [change] }), 0.25);
  await utimes(path.join(folder, 'run.json'), new Date(), new Date(Date.now() + 5000));
  expect((await catalog.list()).map(({ settings }) => settings['optimizer.learning_rate'])).toEqual([0.5, 0.25]);
});

test('a run whose process is gone is set right, in its folder too', async () => {
  const folder = await put(record('1', { phase: 'running', pid: GONE }));
  const [run] = await new RunCatalog(() => [base], () => undefined).list(); // prettier-ignore
  expect(run?.phase).toBe('failed');
  expect(await readRecord(folder)).toMatchObject({ phase: 'failed', failure: { message: expect.stringContaining('closed') as string } });
  expect(await readRecord(folder)).not.toHaveProperty('pid');
});

test('a run that another process trains is left alone, and so is one of this editor', async () => {
  const foreign = await put(record('1', { phase: 'running', pid: process.pid }));
  const own = await put(record('2', { phase: 'running', pid: GONE }));
  const state = { ...newRun('2', 'net'), phase: 'paused' as const };
  const runs = await new RunCatalog(() => [base], (folder) => (folder === own ? state : undefined)).list(); // prettier-ignore
  expect(runs.map(({ id, phase }) => [id, phase]).sort()).toEqual([['1', 'running'], ['2', 'paused']]); // prettier-ignore
  expect((await readRecord(foreign))?.phase).toBe('running');
  expect((await readRecord(own))?.phase).toBe('running');
});

test('whoever could not go on with a run does not write its end where another process trains it', async () => {
  const folder = await put(record('1', { phase: 'running', pid: process.pid }));
  const end = { phase: 'failed', failure: { message: 'The run still goes on.' } } as const;
  await writeEnd(folder, end, GONE);
  expect((await readRecord(folder))?.phase).toBe('running');
  await writeEnd(folder, end, process.pid);
  expect(await readRecord(folder)).toMatchObject(end);
});

test('a run that could not write its end took as long as its epochs, whatever it waited in between', async () => {
  const folder = await put(record('1', { phase: 'running', pid: GONE, startedAt: '2026-01-01T00:00:00Z' }));
  const epoch = { type: 'epoch', step: 1, logs: {}, samplesPerSecond: 1, best: false };
  const lines = [3, 4].map((seconds, i) => JSON.stringify({ ...epoch, epoch: i + 1, seconds }));
  await writeFile(path.join(folder, RUN_FILES.metrics), `${lines.join('\n')}\n`);
  await writeEnd(folder, { phase: 'failed' });
  expect((await readRecord(folder))?.seconds).toBe(7);
});

test('a name that cannot be written leaves the old one and nothing beside it', async () => {
  const folder = await put(record('1', {}));
  await mkdir(path.join(folder, RUN_FILES.label));
  const before = await readdir(folder);
  await expect(writeLabel(folder, { name: 'slow' })).rejects.toThrow();
  expect(await readdir(folder)).toEqual(before);
});

test('a record is read again only when it has changed', async () => {
  const folder = await put(record('1', { history: { loss: [2] } }));
  const catalog = new RunCatalog(() => [base], () => undefined); // prettier-ignore
  expect((await catalog.list())[0]?.score?.value).toBe(2);
  await put(record('1', { history: { loss: [1] } }));
  await utimes(path.join(folder, 'run.json'), new Date(), new Date(Date.now() + 5000));
  expect((await catalog.list())[0]?.score?.value).toBe(1);
  await rm(path.join(base, '.layerwise', 'runs', '1'), { recursive: true });
  expect(await catalog.list()).toEqual([]);
});

test('a number of a process from before the last start of the machine means nothing', () => {
  const running = record('1', { phase: 'running', pid: process.pid, startedAt: '2026-01-01T00:00:00Z' });
  expect(stillRuns(running, Date.parse('2025-12-31T00:00:00Z'))).toBe(true);
  expect(stillRuns(running, Date.parse('2026-01-02T00:00:00Z'))).toBe(false);
  expect(stillRuns({ ...running, phase: 'finished' }, 0)).toBe(false);
});

test('a run whose record could not be written at its end is told as it ended, whether or not it can be set right now', async () => {
  const going = { phase: 'running', pid: GONE } as const;
  const full = { message: 'The weights could not be saved.', cause: 'The disk is full.', next: 'Make room.' };
  const told = await put(record('told', going));
  const silent = await put(record('silent', going));
  await writeFile(path.join(told, 'metrics.jsonl'), `${eventToLine({ type: 'failed', ...full })}\n`);
  // The record cannot be written: there is a folder where it would be.
  for (const folder of [told, silent]) await mkdir(path.join(folder, `run.json.${process.pid}.tmp`));
  const catalog = new RunCatalog(() => [base], () => undefined); // prettier-ignore
  expect((await catalog.list()).map(({ phase }) => phase)).toEqual(['failed', 'failed']);
  expect(await readRun(told)).toMatchObject({ phase: 'failed', failure: full });
  expect(await readRun(silent)).toMatchObject({ phase: 'failed', failure: { message: expect.stringContaining('was cut off') as string } });
  expect((await readRecord(told))?.phase).toBe('running');
  await rm(path.join(told, `run.json.${process.pid}.tmp`), { recursive: true });
  await new RunCatalog(() => [base], () => undefined).list(); // prettier-ignore
  expect(await readRecord(told)).toMatchObject({ phase: 'failed', failure: full });
});

test('a run is rebuilt from its events, a last line that was cut off left out', async () => {
  const folder = await put(record('1', { phase: 'failed', failure: { message: 'It diverged.' } }));
  const started = {
    type: 'started', run: '1', folder: '/elsewhere', name: 'net', time: '2026-01-01T00:00:00Z', runtime: RUNTIME, epochs: 3, stepsPerEpoch: 2, batchSize: 32,
    samples: 64, validationSamples: 0, parameters: 10, metrics: ['loss'], layers: ['a'],
  } as const; // prettier-ignore
  const steps = {
    type: 'steps',
    epoch: 1,
    firstStep: 1,
    values: { loss: [0.5, NaN] },
    learningRate: [0.1, 0.1],
    samplesPerSecond: 100,
  } as const;
  await writeFile(path.join(folder, 'metrics.jsonl'), `${eventToLine(started)}\n${eventToLine(steps)}\n{"type":"epoch","epo`);
  const state = await readRun(folder);
  expect(state).toMatchObject({ id: '1', folder, phase: 'failed', epochs: 3, step: 2, failure: { message: 'It diverged.' } });
  expect(state?.steps.values['loss']).toEqual([0.5, NaN]);
});

test('each run gets a folder of its own, and runs stay out of git', async () => {
  const time = new Date(2026, 10, 22, 12, 30, 5);
  const folders = [await claimRunFolder(base, 'my net/1', time), await claimRunFolder(base, 'my net/1', time)];
  expect(folders.map((folder) => path.relative(base, folder))).toEqual([
    path.join('.layerwise', 'runs', '2026-11-22T12-30-05-my-net-1'),
    path.join('.layerwise', 'runs', '2026-11-22T12-30-05-my-net-1-2'),
  ]);
  expect(await readFile(path.join(base, '.layerwise', '.gitignore'), 'utf8')).toMatch(/^\*$/m);
});

test('the folder of a run that never began goes away, any other stays', async () => {
  const [unbegun, begun] = [await claimRunFolder(base, 'a'), await put(record('1'))];
  await writeFile(path.join(unbegun, 'trainer.log'), 'Cannot find module');
  await removeUnbegun(unbegun);
  await removeUnbegun(begun);
  await expect(readFile(path.join(unbegun, 'trainer.log'))).rejects.toThrow();
  expect(await readRecord(begun)).toBeDefined();
});

test('a run leads to its design where the project was moved, and where the design was given another name', async () => {
  const before = path.join(base, 'before');
  const folder = path.join(before, '.layerwise', 'runs', '1');
  await mkdir(folder, { recursive: true });
  const design = path.join(before, 'net.layerwise.json');
  await writeFile(design, '{}');
  const written = { ...record('1'), designPath: design, designFromRun: wayToDesign(folder, design) };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(written));
  expect((await readRecord(folder))?.designPath).toBe(design);

  const after = path.join(base, 'after');
  await rename(before, after);
  const [now, place] = [path.join(after, '.layerwise', 'runs', '1'), path.join(after, 'net.layerwise.json')];
  expect((await readRecord(now))?.designPath).toBe(place);
  await writeFile(path.join(now, 'design.layerwise.json'), '{}');
  expect((await readRunFolder(now)).record.designPath).toBe(place);

  const named = path.join(after, 'other.layerwise.json');
  await rename(place, named);
  const catalog = new RunCatalog(() => [after], () => undefined, (file) => afterMoves(file, [[place, named]])); // prettier-ignore
  expect((await catalog.list()).map(({ designPath }) => designPath)).toEqual([named]);
});

test('a run whose design is where it was, and whose folder is elsewhere, leads there', async () => {
  const design = path.join(base, 'net.layerwise.json');
  await writeFile(design, '{}');
  const folder = await put({ ...record('1'), designFromRun: '../../../away/net.layerwise.json' });
  expect((await readRecord(folder))?.designPath).toBe(design);
});

test('files are followed through renames of themselves and of folders above them', () => {
  const [a, b] = [path.join('/w', 'sub', 'a.json'), path.join('/w', 'sub', 'b.json')];
  expect(afterMoves(a, [[a, b], [path.join('/w', 'sub'), path.join('/w', 'top')]])).toBe(path.join('/w', 'top', 'b.json')); // prettier-ignore
  expect(afterMoves(path.join('/w', 'subway'), [[path.join('/w', 'sub'), '/x']])).toBe(path.join('/w', 'subway'));
});

test('a record that is no record hides no other run', async () => {
  await put(record('1'));
  const odd: object[] = [
    { startedAt: undefined },
    { startedAt: 7 },
    { history: { loss: 5 } },
    { history: { loss: null, val_loss: [null, 'x', 0.5] } },
    { history: [] },
    { designPath: null },
    { designFromRun: 7 },
    { name: undefined },
    { changes: 'x', resumed: 'y' },
    { resumed: [null] },
    { phase: 'running', resumed: {}, pid: GONE },
    { parameters: null, seconds: 'long' },
  ];
  for (const [i, more] of odd.entries()) {
    await put({ ...record(`odd ${i}`), ...more });
    const ids = await new RunCatalog(() => [base], () => undefined).list().then((runs) => runs.map(({ id }) => id), String); // prettier-ignore
    expect([more, ids]).toEqual([more, expect.arrayContaining(['1']) as unknown]);
  }
});

test('lines of metrics that are no events hide no other run', async () => {
  await put(record('1'));
  const odd = await put(record('odd'));
  for (const type of ['started', 'steps', 'epoch', 'health', 'data', 'checkpoint', 'weights', 'phase', 'changed', 'note', 'finished']) {
    for (const line of [{ type }, { type, logs: 5, values: 7, history: 'x', layers: {}, epoch: 'one', changes: null, step: null }]) {
      await writeFile(path.join(odd, 'metrics.jsonl'), `${JSON.stringify(line)}\n`);
      const ids = await new RunCatalog(() => [base], () => undefined).list().then((runs) => runs.map(({ id }) => id), String); // prettier-ignore
      expect([line, ids]).toEqual([line, expect.arrayContaining(['1']) as unknown]);
    }
  }
});
