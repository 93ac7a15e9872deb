import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import { lineToEvent } from '../../../../src/core/training/eventLines';
import type { RunEvent, RuntimeName } from '../../../../src/core/training/events';
import type { RunRecord } from '../../../../src/protocol/runFolder';
import type { RunOptions } from '../../../../src/protocol/trainer';
import { createControl } from '../../../../src/trainer/control';
import { train } from '../../../../src/trainer/train';
import { tensorflowPlaces } from '../tensorflow';
import { all, first, tinyDesign } from '../tinyDesign';

/** Trains; `until` says at which event the run is to be stopped. */
async function run(options: RunOptions, until?: (event: RunEvent) => boolean): Promise<RunEvent[]> {
  const control = createControl();
  const events: RunEvent[] = [];
  await train(
    options,
    (event) => {
      events.push(event);
      if (until?.(event)) control.stop();
    },
    control,
  );
  return events;
}

const record = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as RunRecord;
const stateFile = (folder: string, name = 'state') => path.join(folder, `checkpoints/${name}.safetensors`);
const lines = (folder: string): RunEvent[] =>
  readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n').map((line) => lineToEvent(line)!); // prettier-ignore

/** Numbers of the steps and epochs, and their values, without what is of time. */
function curve(events: readonly RunEvent[]) {
  const steps = all(events, 'steps');
  return {
    steps: steps.flatMap(({ firstStep, learningRate }) => learningRate.map((_, i) => firstStep + i)),
    loss: steps.flatMap(({ values }) => values.loss!),
    accuracy: steps.flatMap(({ values }) => values.accuracy!),
    epochs: all(events, 'epoch').map(({ epoch, step, logs, best }) => ({ epoch, step, logs, best })),
  };
}

const digest = (events: readonly RunEvent[]) => {
  const end = events.at(-1)!;
  if (end.type !== 'finished') throw new Error(`The run ended with ${JSON.stringify(end)}`);
  expect(end.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
  return end.weightsSha256!;
};

const RUNTIMES: readonly RuntimeName[] = ['cpu', 'wasm', ...(tensorflowPlaces ? (['tensorflow'] as const) : [])];

describe('a run that was stopped', () => {
  it.each(RUNTIMES)('goes on to the same bits, and its curve has no gap and no double point (%s)', async (runtime) => {
    const tiny = tinyDesign(4000, { training: { epochs: runtime === 'cpu' ? 3 : 10 } });
    const whole = tiny.options({ runtime, places: tensorflowPlaces });
    const wanted = await run(whole);
    const cut = tiny.options({ runtime, places: tensorflowPlaces });
    const stopped = await run(cut, (event) => event.type === 'steps' && event.firstStep > 220);
    expect(stopped.at(-1)!.type).toBe('stopped');
    const resumed = await run({ ...cut, resume: true });
    const from = first(resumed, 'started')!.from!;
    expect(from.epoch).toBeGreaterThan(1);
    expect(from.step).toBe(Number(all(stopped, 'checkpoint').at(-1)!.step));
    expect(digest(resumed)).toBe(digest(wanted));
    // Both as written: JSON knows no -0.
    expect(curve(lines(cut.folder))).toEqual(curve(lines(whole.folder)));
    expect(resumed.at(-1)).toMatchObject({ history: (wanted.at(-1) as { history: object }).history });
    expect(record(cut.folder)).toMatchObject({
      phase: 'finished',
      startedAt: first(stopped, 'started')!.time,
      resumed: [{ epoch: from.epoch, step: from.step }],
      weightsSha256: digest(wanted),
    });
  });

  it('goes on with optimizers, schedules, averages and metrics that keep more than a mean', async () => {
    const training = {
      data: { inputs: 'inputs.idx', targets: 'targets.idx', scale: '1/255', positive: [1], validation: { last_fraction: 0.2 } },
      loss: 'binary_crossentropy',
      metrics: ['AUC', 'precision', 'recall'],
      optimizer: {
        type: 'AdamW',
        learning_rate: { type: 'CosineDecay', initial_learning_rate: 0.02, decay_steps: 150 },
        global_clipnorm: 0.5,
        use_ema: true,
        ema_overwrite_frequency: 7,
      },
      epochs: 3,
    };
    const layers: JsonObject[] = [
      { name: 'in', type: 'Input', shape: [6] },
      { name: 'hidden', type: 'Dense', units: 8, activation: 'relu' },
      { name: 'drop', type: 'Dropout', rate: 0.2 },
      { name: 'one', type: 'Dense', units: 1, activation: 'sigmoid' },
    ];
    const tiny = tinyDesign(2000, { layers, training });
    const wanted = await run(tiny.options());
    const cut = tiny.options();
    expect((await run(cut, (event) => event.type === 'steps' && event.firstStep > 130)).at(-1)!.type).toBe('stopped');
    const resumed = await run({ ...cut, resume: true });
    expect(digest(resumed)).toBe(digest(wanted));
    expect(all(resumed, 'epoch').at(-1)!.logs).toEqual(all(wanted, 'epoch').at(-1)!.logs);
    expect(Object.keys(all(wanted, 'epoch')[0]!.logs)).toContain('val_AUC');
  });

  it('can be stopped and resumed as often as one likes, while it is validated too', async () => {
    const tiny = tinyDesign(1500, {
      training: { epochs: 2, data: { inputs: 'inputs.idx', targets: 'targets.idx', validation: { last_fraction: 0.6 } } },
    });
    const wanted = await run(tiny.options());
    const cut = tiny.options();
    let events = await run(cut, ({ type }) => type === 'started');
    for (let turn = 0; turn < 30 && events.at(-1)!.type === 'stopped'; turn++) {
      let count = 0;
      events = await run({ ...cut, resume: true }, ({ type }) => type === 'steps' && ++count > 1);
    }
    expect(digest(events)).toBe(digest(wanted));
    expect(curve(lines(cut.folder))).toEqual(curve(wanted));
  });
});

describe('a run that has finished', () => {
  it('goes on with more epochs as if it had had them from the beginning, and not without', async () => {
    const tiny = tinyDesign(300);
    const wanted = await run(tiny.options({ epochs: 4 }));
    const short = tiny.options({ epochs: 2 });
    await run(short);
    expect((await run({ ...short, epochs: undefined, resume: true })).at(-1)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('has taken all of its 2 epochs') as string,
    });
    expect(record(short.folder).phase).toBe('finished');
    const longer = await run({ ...short, epochs: 4, resume: true });
    expect(digest(longer)).toBe(digest(wanted));
    expect(record(short.folder).settings.epochs).toBe(4);
  });
});

describe('data that has changed since a run was cut off', () => {
  const changes = [
    ['one target of the last sample', 'their targets', 'targets.idx'],
    ['one value of a sample', 'the training samples', 'inputs.idx'],
  ] as const;
  it.each(changes)('%s: the run does not go on, and does once it is put back', async (_, said, name) => {
    const tiny = tinyDesign(600, { training: { epochs: 3, data: { inputs: 'inputs.idx', targets: 'targets.idx' } } });
    const wanted = await run(tiny.options());
    const cut = tiny.options();
    await run(cut, (event) => event.type === 'epoch' && event.epoch === 1);
    const file = path.join(tiny.folder, name);
    const before = readFileSync(file);
    const changed = Buffer.from(before);
    changed[changed.length - 1]! ^= 1;
    writeFileSync(file, changed);
    expect((await run({ ...cut, resume: true })).at(-1)).toMatchObject({
      type: 'failed',
      message: 'The run can go on only with the data that it began with.',
      cause: `What the data holds has changed since then: ${said}.`,
    });
    writeFileSync(file, before);
    expect(digest(await run({ ...cut, resume: true }))).toBe(digest(wanted));
  });
});

it('a run whose loss was no number says so where it goes on', async () => {
  const options = tinyDesign(300, { training: { epochs: 1, optimizer: { type: 'SGD', learning_rate: 1e30 } } }).options();
  await run(options);
  const warned = (events: readonly RunEvent[]) => all(events, 'note').filter(({ severity }) => severity === 'warning');
  const [note] = warned(await run({ ...options, epochs: 2, resume: true }));
  expect(note!.message).toMatch(/no number already where this run goes on.*best weights.*smaller learning_rate/);
});

describe('a checkpoint', () => {
  const stoppedRun = async () => {
    const options = tinyDesign(600, { training: { epochs: 3 } }).options();
    await run(options, (event) => event.type === 'epoch' && event.epoch === 2);
    return options;
  };

  it('that is torn is passed over for the one before it', async () => {
    const tiny = tinyDesign(600, { training: { epochs: 3 } });
    const wanted = await run(tiny.options());
    const cut = tiny.options();
    await run(cut, (event) => event.type === 'epoch' && event.epoch === 2);
    const size = readFileSync(stateFile(cut.folder)).length;
    truncateSync(stateFile(cut.folder), size - 5);
    const resumed = await run({ ...cut, resume: true });
    expect(first(resumed, 'started')!.from!.step).toBeLessThan(60);
    expect(digest(resumed)).toBe(digest(wanted));
    expect(curve(lines(cut.folder))).toEqual(curve(wanted));
  });

  it('says which are damaged where all are, and changes nothing', async () => {
    const options = await stoppedRun();
    const before = lines(options.folder);
    for (const name of ['state', 'state-before']) writeFileSync(stateFile(options.folder, name), 'torn');
    const [failed] = await run({ ...options, resume: true });
    expect(failed).toMatchObject({ type: 'failed', message: expect.stringContaining('no checkpoint that is whole') as string });
    expect((failed as { cause?: string }).cause).toMatch(/state\.safetensors: .*state-before\.safetensors: /);
    expect(lines(options.folder)).toEqual(before);
  });

  it('of another net is refused with what differs', async () => {
    const options = await stoppedRun();
    const design = path.join(options.folder, 'design.layerwise.json');
    writeFileSync(design, readFileSync(design, 'utf8').replace('"units":8', '"units":9'));
    const failed = (await run({ ...options, resume: true })).at(-1);
    expect(failed).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('another net') as string,
      cause: 'hidden/kernel has the shape [6, 8] in the checkpoint and [6, 9] in the design.',
    });
  });

  it('is not needed: a run that was cut off before its first one begins anew', async () => {
    const tiny = tinyDesign(300);
    const wanted = await run(tiny.options());
    const cut = tiny.options();
    await run(cut, ({ type }) => type === 'started');
    expect(existsSync(stateFile(cut.folder))).toBe(false);
    // What was being written when it was killed is no checkpoint.
    writeFileSync(`${stateFile(cut.folder)}.tmp`, 'torn');
    const resumed = await run({ ...cut, resume: true });
    expect(first(resumed, 'started')!.from).toEqual({ epoch: 1, step: 0, ended: 0 });
    expect(digest(resumed)).toBe(digest(wanted));
    expect(curve(lines(cut.folder))).toEqual(curve(wanted));
  });
});

it('a run is gone on with by one process alone, and may be again when that has ended', async () => {
  const tiny = tinyDesign(600, { training: { epochs: 3 } });
  const wanted = await run(tiny.options());
  const cut = tiny.options();
  await run(cut, (event) => event.type === 'epoch' && event.epoch === 1);
  const both = await Promise.all([run({ ...cut, resume: true }), run({ ...cut, resume: true })]);
  const [failed, finished] = both.sort((a, b) => a.length - b.length);
  expect(failed).toEqual([
    expect.objectContaining({ type: 'failed', message: expect.stringMatching(/still goes on, in the process \d+/) as string }),
  ]);
  expect(digest(finished)).toBe(digest(wanted));
  expect(curve(lines(cut.folder))).toEqual(curve(wanted));
  expect(existsSync(path.join(cut.folder, 'run.lock'))).toBe(false);
});

it('what is no run cannot be resumed', async () => {
  const [failed] = await run(tinyDesign(40).options({ resume: true }));
  expect(failed).toMatchObject({ type: 'failed', message: expect.stringContaining('is not the folder of a run') as string });
});
