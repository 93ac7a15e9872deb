import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Design, Json, JsonObject } from '../../../src/core/document';
import type { RunEvent } from '../../../src/core/training/events';
import { newRun, reduceRun } from '../../../src/core/training/run';
import type { RunRecord } from '../../../src/protocol/runFolder';
import type { RunOptions } from '../../../src/protocol/trainer';
import { createControl, type RunSignals } from '../../../src/trainer/control';
import { startRuntime } from '../../../src/trainer/runtime/runtime';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { tinyDesign } from './tinyDesign';

beforeAll(() => startRuntime('cpu'));

async function run(options: RunOptions, heard: (event: RunEvent, control: RunSignals) => void = () => undefined): Promise<RunEvent[]> {
  const control = createControl();
  const events: RunEvent[] = [];
  await train(
    { runtime: 'cpu', ...options },
    (event) => {
      events.push(event);
      heard(event, control);
    },
    control,
  );
  return events;
}

/** Pauses at once, and goes on with another design. */
const changing = (text: string) => (event: RunEvent, control: RunSignals) => {
  if (event.type === 'started') control.pause();
  if (event.type === 'paused') setTimeout(() => control.resume(text), 10);
};

const stopAfterEpoch = (epoch: number) => (event: RunEvent, control: RunSignals) => {
  if (event.type === 'epoch' && event.epoch === epoch) control.stop();
};

const all = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
const record = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as RunRecord;
const weights = (folder: string) =>
  new Map(
    readSafetensors(readFileSync(path.join(folder, 'checkpoints/last.safetensors'))).arrays.map(({ name, values }) => [name, values]),
  );

/** The text of a design with something changed. */
function changed(
  { designText }: RunOptions,
  change: (design: { layers: Record<string, Json>[]; training: Record<string, Json> }) => void,
): string {
  const design = JSON.parse(designText) as Design;
  change(design as unknown as Parameters<typeof change>[0]);
  return JSON.stringify(design);
}

describe('a run that waits', () => {
  it('goes on with another rate, batch size, dropout and frozen layers, and says from where', async () => {
    const options = tinyDesign(1000, { training: { epochs: 3 } }).options();
    const text = changed(options, ({ layers, training }) => {
      layers[1]!.trainable = false;
      layers[3]!.rate = 0.5;
      training.optimizer = { type: 'Adam', learning_rate: 0.002 };
      training.batch_size = 40;
    });
    const events = await run(options, changing(text));
    expect(events.at(-1)!.type).toBe('finished');
    const [change, ...others] = all(events, 'changed');
    expect(others).toEqual([]);
    expect(change!.changes.map(({ path: at }) => at).sort()).toEqual([
      'batch_size',
      'drop.rate',
      'hidden.trainable',
      'optimizer.learning_rate',
    ]);
    // Every sample of each epoch is learned from once: 800 of them, some in batches of 16, the others in batches of 40.
    const first = change!.step;
    const ends = all(events, 'epoch').map(({ step }) => step);
    expect(ends).toEqual([change!.epochEnd, change!.epochEnd + 20, change!.epochEnd + 40]);
    expect(ends[0]).toBe(first + Math.ceil((800 - 16 * first) / 40));
    const rates = all(events, 'steps').flatMap(({ learningRate }) => learningRate);
    expect(rates.slice(0, first).every((rate) => rate === 0.01)).toBe(true);
    expect(rates.slice(first).every((rate) => rate === 0.002)).toBe(true);

    expect(record(options.folder)).toMatchObject({ settings: { batchSize: 40 }, changes: [{ step: first, changes: change!.changes }] });
    expect(readFileSync(path.join(options.folder, 'design.layerwise.json'), 'utf8')).toBe(text);
    const state = events.reduce(reduceRun, newRun('', ''));
    expect(state).toMatchObject({ stepsPerEpoch: 20, batchSize: 40, changes: [{ step: first }] });
  });

  it('is as if it had been begun so, where only more epochs are asked for', async () => {
    const tiny = tinyDesign(600, { training: { epochs: 2 } });
    const [longer, whole] = [tiny.options(), tiny.options()];
    const text = changed(longer, ({ training }) => (training.epochs = 3));
    const events = await run(longer, changing(text));
    expect(all(events, 'epoch')).toHaveLength(3);
    await run({ ...whole, designText: text });
    expect(weights(longer.folder)).toEqual(weights(whole.folder));
  });

  it('leaves frozen layers as they are', async () => {
    const options = tinyDesign(400, { training: { epochs: 1 } }).options();
    await run(options, stopAfterEpoch(1));
    const before = weights(options.folder);
    const text = changed(options, ({ layers, training }) => {
      layers[1]!.trainable = false;
      training.epochs = 3;
    });
    const events = await run({ ...options, resume: true, changedText: text });
    expect(events.at(-1)).toMatchObject({ type: 'finished', epochs: 3 });
    const after = weights(options.folder);
    expect(after.get('hidden/kernel')).toEqual(before.get('hidden/kernel'));
    expect(after.get('classes/kernel')).not.toEqual(before.get('classes/kernel'));
  });

  it('comes to the same weights after a change where it is cut off once more', async () => {
    const options = tinyDesign(400, { training: { epochs: 4 } }).options();
    await run(options, stopAfterEpoch(1));
    const text = changed(options, ({ training }) => {
      training.batch_size = 20;
      training.optimizer = { type: 'Adam', learning_rate: { type: 'CosineDecay', initial_learning_rate: 0.02, decay_steps: 60 } };
    });
    const again = { ...options, folder: `${options.folder}-again` };
    cpSync(options.folder, again.folder, { recursive: true });
    const through = await run({ ...options, resume: true, changedText: text });
    await run({ ...again, resume: true, changedText: text }, stopAfterEpoch(2));
    const resumed = await run({ ...again, resume: true });
    expect(weights(again.folder)).toEqual(weights(options.folder));
    expect(resumed.at(-1)).toMatchObject({ type: 'finished', weightsSha256: (through.at(-1) as { weightsSha256?: string }).weightsSha256 });
    expect(record(again.folder).changes).toHaveLength(1);
  });

  it('comes to the same weights in a later phase with a schedule over it, averages and callbacks', async () => {
    const rate = (max_learning_rate: number) => ({
      type: 'SGD',
      momentum: 0.9,
      use_ema: true,
      learning_rate: { type: 'OneCycle', max_learning_rate },
    });
    const phases = (max: number, freeze: string[]) => [
      { freeze: ['hidden'], epochs: 1 },
      { freeze, epochs: 4, optimizer: rate(max) },
    ];
    const callbacks = [{ type: 'EarlyStopping', patience: 1, restore_best_weights: true, monitor: 'loss' }];
    const options = tinyDesign(400, { training: { phases: phases(0.05, ['bn']) as Json, callbacks } }).options();
    await run(options, stopAfterEpoch(2));
    const text = changed(options, ({ training }) => {
      training.phases = phases(0.02, []) as Json;
      training.batch_size = 24;
    });
    const again = { ...options, folder: `${options.folder}-again` };
    cpSync(options.folder, again.folder, { recursive: true });
    const through = await run({ ...options, resume: true, changedText: text });
    await run({ ...again, resume: true, changedText: text }, stopAfterEpoch(3));
    const resumed = await run({ ...again, resume: true });
    expect(all(through, 'changed')).toHaveLength(1);
    expect(resumed.at(-1)).toMatchObject({ type: 'finished', weightsSha256: (through.at(-1) as { weightsSha256?: string }).weightsSha256 });
    expect(weights(again.folder)).toEqual(weights(options.folder));
  });

  it('goes on as it was, and says why, where the design has become another net', async () => {
    const tiny = tinyDesign(400);
    const [options, whole] = [tiny.options(), tiny.options()];
    const text = changed(options, ({ layers }) => (layers[1]!.units = 9));
    const events = await run(options, changing(text));
    expect(all(events, 'changed')).toEqual([]);
    expect(all(events, 'note').map(({ message }) => message)).toEqual([
      expect.stringMatching(/hidden units 8 → 9.*goes on as it was/) as string,
    ]);
    await run(whole);
    expect(weights(options.folder)).toEqual(weights(whole.folder));
  });

  it('is not touched where it is to be resumed with another net', async () => {
    const options = tinyDesign(400, { training: { epochs: 2 } }).options();
    await run(options, stopAfterEpoch(1));
    const before = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8');
    const text = changed(options, ({ training }) => (training.loss = 'mse'));
    const [failed] = await run({ ...options, resume: true, changedText: text });
    expect(failed).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('loss sparse_categorical_crossentropy → mse') as string,
    });
    expect(readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8')).toBe(before);
  });

  it('can be what another net begins with, as far as that has the same layers', async () => {
    const tiny = tinyDesign(400, { training: { epochs: 1 } });
    const options = tiny.options();
    await run(options);
    const before = weights(options.folder);
    const text = changed(options, ({ layers }) => {
      layers.splice(4, 0, { name: 'more', type: 'Dense', units: 8 });
      for (const layer of layers) layer.trainable = layer.name === 'more' || layer.name === 'classes';
    });
    const other = { ...tiny.options(), designText: text, weights: { from: options.folder } };
    const events = await run(other);
    const [reused] = all(events, 'weights');
    expect(Object.fromEntries(reused!.layers.map(({ name, outcome }) => [name, outcome]))).toMatchObject({
      hidden: 'kept',
      more: 'new',
      classes: 'kept',
    });
    expect(weights(other.folder).get('hidden/kernel')).toEqual(before.get('hidden/kernel'));
  });

  it('keeps the epochs that it was started with, or has taken up, through the next change', async () => {
    const options = tinyDesign(400, { training: { epochs: 2 } }).options();
    const rate = (learning_rate: number) => changed(options, ({ training }) => (training.optimizer = { type: 'Adam', learning_rate }));
    let changes = 0;
    const events = await run({ ...options, epochs: 4 }, (event, control) => {
      if (event.type === 'epoch' && event.epoch < 3) control.resume(rate(0.001 * ++changes));
    });
    expect(all(events, 'changed').map(({ epochs }) => epochs)).toEqual([4, 4]);
    expect(all(events, 'epoch')).toHaveLength(4);
  });

  it('is not to end before the epoch that has begun', async () => {
    const options = tinyDesign(400, { training: { epochs: 4 } }).options();
    await run(options, stopAfterEpoch(2));
    const text = changed(options, ({ training }) => (training.epochs = 1));
    const [failed] = await run({ ...options, resume: true, changedText: text });
    expect(failed).toMatchObject({ type: 'failed', message: expect.stringContaining('wants 1 epochs, and epoch 2 has begun') as string });
  });

  it('begins a moving average that is asked for on the way with the weights themselves', async () => {
    const options = tinyDesign(400, { training: { epochs: 2 } }).options();
    await run(options, stopAfterEpoch(1));
    const before = weights(options.folder).get('classes/kernel')!;
    const text = changed(options, ({ training }) => {
      training.optimizer = { type: 'Adam', learning_rate: 0, use_ema: true };
    });
    await run({ ...options, resume: true, changedText: text });
    weights(options.folder)
      .get('classes/kernel')!
      .forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 5));
  });

  it('goes on beyond its end where the changed design wants more epochs', async () => {
    const options = tinyDesign(400, { training: { epochs: 1 } }).options();
    await run(options);
    const same = changed(options, ({ training }) => (training.batch_size = 20));
    const [refused] = await run({ ...options, resume: true, changedText: same });
    expect(refused).toMatchObject({ type: 'failed', message: expect.stringContaining('has taken all of its 1 epochs') as string });
    const more = changed(options, ({ training }) => (training.epochs = 2));
    expect((await run({ ...options, resume: true, changedText: more })).at(-1)).toMatchObject({ type: 'finished', epochs: 2 });
  });

  it('says how many steps its epochs had, where those were not all of one length', async () => {
    const options = tinyDesign(400, { training: { epochs: 3 } }).options();
    await run(options, stopAfterEpoch(1));
    const text = changed(options, ({ training }) => (training.batch_size = 40));
    await run({ ...options, resume: true, changedText: text }, stopAfterEpoch(2));
    const [started] = all(await run({ ...options, resume: true }), 'started');
    expect(started!.from).toEqual({ epoch: 3, step: 28, ended: 28 });
  });

  it('takes up a change of a model with several outputs', async () => {
    const layers: JsonObject[] = [
      { name: 'in', type: 'Input', shape: [6] },
      { name: 'hidden', type: 'Dense', units: 8 },
      { name: 'classes', type: 'Dense', units: 3, activation: 'softmax' },
      { name: 'back', type: 'Dense', units: 6, inputs: ['hidden'] },
    ];
    const options = tinyDesign(400, {
      layers,
      training: {
        data: { inputs: 'inputs.idx', targets: { classes: 'targets.idx', back: 'inputs.idx' }, scale: '1/255' },
        loss: { classes: 'sparse_categorical_crossentropy', back: 'mse' },
        metrics: { classes: ['accuracy'] },
      },
    }).options();
    const text = changed(options, ({ training }) => (training.batch_size = 20));
    const events = await run(options, changing(text));
    expect(events.at(-1)).toMatchObject({ type: 'finished', epochs: 2 });
    expect(all(events, 'changed')).toHaveLength(1);
    const [first, last] = all(events, 'epoch').map(({ logs }) => Object.keys(logs));
    expect(last).toEqual(first);
    expect(last).toEqual(expect.arrayContaining(['back_loss', 'classes_accuracy']));
  });
});

describe('a run in phases that takes up a change', () => {
  const SGD = (learning_rate: Json) => ({ type: 'SGD', learning_rate });
  const phases = (second: Json, freeze: string[] = []): Json => [
    { freeze: ['hidden'], epochs: 1, optimizer: SGD(0.1) },
    { freeze, epochs: 4, optimizer: SGD(second) },
  ];

  it("keeps a callback's rate where that of another phase has changed, and forgets it where its own has", async () => {
    const ReduceLROnPlateau = { type: 'ReduceLROnPlateau', monitor: 'loss', factor: 0.5, patience: 1, min_delta: 100 };
    const options = tinyDesign(400, { training: { phases: phases(0.08), callbacks: [ReduceLROnPlateau] } }).options();
    await run(options, stopAfterEpoch(3));
    const again = { ...options, folder: `${options.folder}-again` };
    cpSync(options.folder, again.folder, { recursive: true });
    const rateAfter = async (at: RunOptions, edit: (training: Record<string, Json>) => void): Promise<number> => {
      const changedText = changed(at, ({ training }) => edit(training));
      return all(await run({ ...at, resume: true, changedText }), 'steps')[0]!.learningRate[0]!;
    };
    const other = (training: Record<string, Json>) => {
      const [first, second] = phases(0.08) as JsonObject[];
      training.phases = [{ ...first, optimizer: SGD(0.3) }, second!];
      training.optimizer = { type: 'Adam', learning_rate: 0.7 };
    };
    // Keras reduces the rate after the second epoch of a phase at the earliest.
    expect(await rateAfter(options, other)).toBe(0.04);
    expect(await rateAfter(again, (training) => (training.phases = phases(0.02)))).toBe(0.02);
  });

  it('says what learns from there on', async () => {
    const options = tinyDesign(400, { training: { phases: phases(0.08) } }).options();
    const before = await run(options, stopAfterEpoch(2));
    const changedText = changed(options, ({ training }) => (training.phases = phases(0.08, ['hidden', 'bn'])));
    const events = [...before, ...(await run({ ...options, resume: true, changedText }))];
    const { phases: told } = events.reduce(reduceRun, newRun('', ''));
    expect(told.map(({ frozen }) => frozen)).toEqual([['hidden'], ['hidden', 'bn']]);
    // Kernel and bias of "classes" alone; 56 of "hidden", 4 times 8 of "bn".
    expect(told[1]).toMatchObject({ trainable: 27, nonTrainable: 88 });
  });

  it("tells that a schedule goes by the optimizer's steps, as Keras's does", async () => {
    const options = tinyDesign(400, { training: { phases: phases(0.08) } }).options();
    await run(options, stopAfterEpoch(2));
    const decay = { type: 'PolynomialDecay', initial_learning_rate: 0.08, decay_steps: 40, end_learning_rate: 0.04 };
    const changedText = changed(options, ({ training }) => (training.phases = phases(decay)));
    const events = await run({ ...options, resume: true, changedText });
    expect(all(events, 'note').map(({ message }) => message)).toEqual([
      expect.stringMatching(/from the optimizer's first step, as in Keras: 20 of its steps are taken, and it goes on at 0\.06\./) as string,
    ]);
    expect(all(events, 'steps')[0]!.learningRate[0]).toBeCloseTo(0.06, 10);
  });
});

describe('epochs that are asked for', () => {
  it('count, not those of the changed design beside them, as when training begins', async () => {
    const options = tinyDesign(400, { training: { epochs: 2 } }).options();
    await run(options, stopAfterEpoch(1));
    const changedText = changed(options, ({ training }) => {
      training.epochs = 5;
      training.batch_size = 20;
    });
    const events = await run({ ...options, resume: true, changedText, epochs: 3 });
    expect(events.at(-1)).toMatchObject({ type: 'finished', epochs: 3 });
    expect(all(events, 'changed')[0]!.changes.map(({ path: at }) => at)).toEqual(['batch_size']);
    expect(record(options.folder).settings.epochs).toBe(3);
  });

  it('are not to be fewer than have begun', async () => {
    const options = tinyDesign(4000, { training: { epochs: 4 } }).options();
    await run(options, (event, control) => event.type === 'steps' && event.firstStep > 220 && control.stop());
    const [failed] = await run({ ...options, resume: true, epochs: 1 });
    expect(failed).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/can't end after 1 epochs: epoch \d has begun/) as string,
    });
    expect(record(options.folder).phase).toBe('stopped');
  });
});

describe('a run that is cut off right after a change', () => {
  /** The folder as it was at the first step after a change, and the text of that change. */
  async function cutOff(): Promise<{ options: RunOptions; text: string }> {
    const ReduceLROnPlateau = { type: 'ReduceLROnPlateau', monitor: 'loss', factor: 0.5, patience: 1, min_delta: 100 };
    const options = tinyDesign(400, { training: { epochs: 4, callbacks: [ReduceLROnPlateau] } }).options();
    await run(options, stopAfterEpoch(3));
    const text = changed(options, ({ training }) => (training.optimizer = { type: 'Adam', learning_rate: 0.003 }));
    const cut = { ...options, folder: `${options.folder}-cut` };
    let copied = false;
    await run({ ...options, resume: true, changedText: text }, (event) => {
      if (event.type === 'steps' && !copied) cpSync(options.folder, cut.folder, { recursive: true });
      copied ||= event.type === 'steps';
    });
    return { options: cut, text };
  }

  it('goes on with the rate that was chosen, not with one of a callback before', async () => {
    const { options } = await cutOff();
    const events = await run({ ...options, resume: true });
    expect(all(events, 'steps')[0]!.learningRate[0]).toBe(0.003);
  });

  it('has the change in its record, and its epochs, where it was cut off before that was written', async () => {
    const options = tinyDesign(400, { training: { epochs: 2 } }).options();
    await run(options, stopAfterEpoch(1));
    const before = record(options.folder);
    const text = changed(options, ({ training }) => (training.epochs = 4));
    const cut = { ...options, folder: `${options.folder}-cut` };
    await run({ ...options, resume: true, changedText: text }, (event, control) => {
      if (event.type !== 'epoch') return;
      if (event.epoch === 2) cpSync(options.folder, cut.folder, { recursive: true });
      control.stop();
    });
    writeFileSync(path.join(cut.folder, 'run.json'), JSON.stringify(before));
    expect((await run({ ...cut, resume: true })).at(-1)).toMatchObject({ type: 'finished', epochs: 4 });
    expect(record(cut.folder)).toMatchObject({ settings: { epochs: 4 }, changes: [{ epoch: 2, changes: [{ path: 'epochs', to: 4 }] }] });
  });

  it('has the design that it goes on with in its folder, whichever of its states is whole', async () => {
    const { options, text } = await cutOff();
    const design = path.join(options.folder, 'design.layerwise.json');
    writeFileSync(design, options.designText);
    const newest = path.join(options.folder, 'checkpoints/state.safetensors');
    writeFileSync(newest, readFileSync(newest).subarray(0, 100));
    const events = await run({ ...options, resume: true });
    expect(events.at(-1)!.type).toBe('finished');
    expect(all(events, 'steps')[0]!.learningRate[0]).toBe(0.003);
    expect(readFileSync(design, 'utf8')).toBe(text);
  });
});
