import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineToEvent } from '../../../src/core/training/eventLines';
import type { RunEvent } from '../../../src/core/training/events';
import type { RunRecord } from '../../../src/protocol/runFolder';
import type { RunOptions } from '../../../src/protocol/trainer';
import { createControl, type RunSignals } from '../../../src/trainer/control';
import { evaluate } from '../../../src/trainer/evaluate';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { all, first, tinyDesign } from './tinyDesign';

async function run(options: RunOptions, control?: RunSignals, on?: (event: RunEvent) => void): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  await train(
    options,
    (event) => {
      events.push(event);
      on?.(event);
    },
    control,
  );
  return events;
}

const record = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as RunRecord;
const weights = (folder: string, kind = 'last') => readSafetensors(readFileSync(path.join(folder, `checkpoints/${kind}.safetensors`)));

/** A checkpoint is told when it is written, and steps may have been told since; the folder has it where it was taken. */
const checkpointsLast = (events: readonly (RunEvent | undefined)[]) => [
  ...events.filter((event) => event?.type !== 'checkpoint'),
  ...events.filter((event) => event?.type === 'checkpoint'),
];

describe('a run', () => {
  it('learns, tells what happens and leaves a folder with all of it', async () => {
    const tiny = tinyDesign(400);
    const options = tiny.options({ epochs: 3 });
    const events = await run(options);
    const started = first(events, 'started')!;
    expect(started).toMatchObject({
      name: 'tiny',
      epochs: 3,
      stepsPerEpoch: 20,
      batchSize: 16,
      samples: 320,
      validationSamples: 80,
      metrics: ['loss', 'accuracy'],
    });
    expect(started.layers).toEqual(['hidden', 'bn', 'classes']);
    const epochs = all(events, 'epoch');
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 20],
      [2, 40],
      [3, 60],
    ]);
    expect(Object.keys(epochs[0]!.logs)).toEqual(['loss', 'accuracy', 'val_loss', 'val_accuracy']);
    expect(epochs[2]!.logs.loss).toBeLessThan(epochs[0]!.logs.loss!);
    const steps = all(events, 'steps');
    expect(steps.flatMap(({ learningRate }) => learningRate)).toHaveLength(60);
    let next = 1;
    for (const { firstStep, values, learningRate } of steps) {
      expect(firstStep).toBe(next);
      next += learningRate.length;
      expect(values.loss).toHaveLength(learningRate.length);
      expect(values.accuracy).toHaveLength(learningRate.length);
    }
    const health = first(events, 'health')!;
    expect(health.layers.map(({ name }) => name)).toEqual(started.layers);
    expect(health.layers[0]).toMatchObject({
      gradientNorm: expect.any(Number) as number,
      updateRatio: expect.any(Number) as number,
      dead: expect.any(Number) as number,
    });
    expect(health.layers[2]!.dead).toBeUndefined();
    const finished = events.at(-1)!;
    expect(finished).toMatchObject({ type: 'finished', epochs: 3, history: { loss: epochs.map(({ logs }) => logs.loss) } });

    const lines = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
    expect(checkpointsLast(lines.map(lineToEvent))).toEqual(checkpointsLast(events));
    expect(record(options.folder)).toMatchObject({
      phase: 'finished',
      settings: { epochs: 3, batchSize: 16, seed: 7 },
      parameters: 115,
      runtime: { name: 'cpu' },
    });
    expect(record(options.folder).pid).toBeUndefined();
    expect(readFileSync(path.join(options.folder, 'design.layerwise.json'), 'utf8')).toBe(options.designText);
    expect(weights(options.folder).arrays.map(({ name, shape }) => `${name} ${shape.join()}`)).toEqual([
      'hidden/kernel 6,8',
      'hidden/bias 8',
      'bn/gamma 8',
      'bn/beta 8',
      'bn/moving_mean 8',
      'bn/moving_variance 8',
      'classes/kernel 8,3',
      'classes/bias 3',
    ]);
    expect(readdirSync(options.folder).sort()).toEqual(['checkpoints', 'design.layerwise.json', 'metrics.jsonl', 'run.json']);
  });

  it('gives the same weights, bit by bit, for the same seed, and others for another', async () => {
    const tiny = tinyDesign(200);
    const folders = [tiny.options(), tiny.options(), tiny.options({ seed: 0 }), tiny.options({ seed: 0 }), tiny.options({ seed: 8 })];
    for (const options of folders) await run(options);
    const bits = folders.map(({ folder }) =>
      weights(folder)
        .arrays.map(({ values }) => Buffer.from(values.buffer).toString('hex'))
        .join(),
    );
    expect(bits[1]).toBe(bits[0]);
    expect(bits[3]).toBe(bits[2]);
    expect(new Set(bits).size).toBe(3);
  });

  it('gives the same weights whether it was paused or not', async () => {
    const tiny = tinyDesign(2000, { training: { epochs: 1 } });
    const [whole, interrupted] = [tiny.options(), tiny.options()];
    await run(whole);
    const control = createControl();
    const events = await run(interrupted, control, (event) => {
      if (event.type === 'started') control.pause();
      if (event.type === 'paused') {
        expect(record(interrupted.folder).phase).toBe('running');
        setTimeout(() => control.resume(), 50);
      }
    });
    expect(all(events, 'paused')).toHaveLength(1);
    expect(all(events, 'resumed')).toHaveLength(1);
    expect(weights(interrupted.folder).arrays).toEqual(weights(whole.folder).arrays);
  });

  it('evaluates as its last epoch did', async () => {
    const tiny = tinyDesign(300, { training: { epochs: 1 } });
    const options = tiny.options();
    const events = await run(options);
    const evaluation = await evaluate(options.folder, { runtime: 'cpu' });
    expect(evaluation).toMatchObject({ part: 'validation', samples: 60, checkpoint: 'best', epoch: 1 });
    const { val_loss, val_accuracy } = first(events, 'epoch')!.logs;
    expect(evaluation.logs.loss).toBeCloseTo(val_loss!, 6);
    expect(evaluation.logs.accuracy).toBe(val_accuracy);
  });
});

describe('pausing and stopping', () => {
  it('are answered after the step at which they are asked', async () => {
    const tiny = tinyDesign(20_000, { training: { epochs: 100 } });
    const options = tiny.options();
    const control = createControl();
    let asked = 0;
    const events = await run(options, control, (event) => {
      if (event.type === 'paused') setImmediate(() => control.resume());
      if (event.type !== 'steps' || event.epoch > 1) return;
      asked++;
      if (asked === 1) control.pause();
      if (asked === 2) control.stop();
    });
    const [first, second, ...others] = all(events, 'steps');
    expect(others).toEqual([]);
    const last = first!.learningRate.length;
    expect([...all(events, 'paused'), ...all(events, 'resumed')].map(({ step }) => step)).toEqual([last, last]);
    expect(second!.firstStep).toBe(last + 1);
    const stopped = events.at(-1)!;
    expect(stopped).toMatchObject({ type: 'stopped', epochs: 0, history: {} });
    expect(record(options.folder).phase).toBe('stopped');
    expect(all(events, 'steps').flatMap(({ learningRate }) => learningRate)).toHaveLength(Number(weights(options.folder).metadata.step));
  });

  it('a run that waits can be stopped', async () => {
    const tiny = tinyDesign(2000, { training: { epochs: 50 } });
    const control = createControl();
    const events = await run(tiny.options(), control, ({ type }) => {
      if (type === 'started') control.pause();
      if (type === 'paused') setTimeout(() => control.stop(), 20);
    });
    expect(events.at(-1)!.type).toBe('stopped');
    expect(all(events, 'resumed')).toEqual([]);
  });
});

describe('a run that cannot be', () => {
  const fails = async (options: RunOptions) => {
    const events = await run(options);
    expect(events.at(-1)!.type).toBe('failed');
    const failed = first(events, 'failed')!;
    for (const text of [failed.message, failed.cause, failed.next]) expect(text ?? '').not.toMatch(/\n|at .*\.ts:/);
    return failed;
  };
  const withLayers = (...layers: { type: string; name: string; [field: string]: unknown }[]) =>
    tinyDesign(40, { layers: [{ name: 'in', type: 'Input', shape: [6] }, ...(layers as never[])] }).options();

  it('says the first error of the design and where it is', async () => {
    const options = tinyDesign(40).options();
    const failed = await fails({ ...options, designText: options.designText.replace('"units":8', '"units":-8') });
    expect(failed.message).toMatch(/^tiny\.layerwise\.json:1:\d+: units should be/);
    expect(existsSync(options.folder)).toBe(false);
  });

  it('says that several inputs want a file each', async () => {
    const second = { name: 'other', type: 'Input', shape: [6] };
    const classes = { name: 'c', type: 'Dense', units: 3, activation: 'softmax' };
    const failed = await fails(withLayers(second, { name: 'sum', type: 'Add', inputs: ['in', 'other'] }, classes));
    expect(failed.message).toContain('has 2 Input layers, and training.data names one file of inputs');
    expect(failed.next).toContain('"inputs": { "in": …, "other": … }');
  });

  it('says that there is nothing to learn', async () => {
    expect((await fails(withLayers({ name: 'c', type: 'Dense', units: 3, trainable: false }))).message).toContain('nothing to learn');
  });

  it('says which classes do not fit the units', async () => {
    expect((await fails(withLayers({ name: 'c', type: 'Dense', units: 2, activation: 'softmax' }))).message).toMatch(/class/);
  });

  it('says which metric cannot be', async () => {
    expect((await fails(tinyDesign(40, { training: { metrics: ['mae'] } }).options())).next).toContain('accuracy');
  });

  it('says what a training section lacks', async () => {
    const options = tinyDesign(40).options();
    const { training, ...rest } = JSON.parse(options.designText) as { training: object };
    expect(training).toBeDefined();
    expect((await fails({ ...options, designText: JSON.stringify(rest) })).message).toContain('"data" and no "loss"');
  });

  it('does not write into the folder of another run', async () => {
    const tiny = tinyDesign(40);
    const options = tiny.options();
    await run(options);
    const before = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8');
    expect((await fails(options)).message).toContain('a run in');
    expect(readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8')).toBe(before);
  });

  it('keeps the reason in its record where it got as far as a folder', async () => {
    const tiny = tinyDesign(40, { training: { data: { inputs: 'nowhere.idx', targets: 'targets.idx' } } });
    const options = tiny.options();
    const failed = await fails(options);
    expect(failed.message).toContain('nowhere.idx');
    expect(record(options.folder)).toMatchObject({ phase: 'failed', failure: { message: failed.message } });
  });

  it('does not take a runtime that is not there for another', async () => {
    const failed = await fails(tinyDesign(40).options({ runtime: 'tensorflow' }));
    expect(failed.message).toContain('tensorflow');
    expect(failed.next).toContain('auto');
  });
});

it('a loss that is no number any more is told once, and training goes on', async () => {
  const tiny = tinyDesign(400, { training: { optimizer: { type: 'SGD', learning_rate: 1e30 }, epochs: 2 } });
  const options = tiny.options();
  const events = await run(options);
  const notes = all(events, 'note');
  expect(notes).toHaveLength(1);
  expect(notes[0]!.message).toMatch(/NaN|infinite/);
  expect(events.at(-1)!.type).toBe('finished');
  // JSON has no NaN; the lines give the same events all the same.
  const lines = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n');
  expect(checkpointsLast(lines.map(lineToEvent))).toEqual(checkpointsLast(events));
});
