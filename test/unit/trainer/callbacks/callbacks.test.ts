import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import type { RunEvent } from '../../../../src/core/training/events';
import type { RunOptions } from '../../../../src/protocol/trainer';
import { createControl } from '../../../../src/trainer/control';
import { readSafetensors } from '../../../../src/trainer/safetensors';
import { train } from '../../../../src/trainer/train';
import { all, first, tinyDesign } from '../tinyDesign';

async function run(options: RunOptions, until?: (event: RunEvent) => boolean): Promise<RunEvent[]> {
  const control = createControl();
  const events: RunEvent[] = [];
  const emit = (event: RunEvent) => {
    events.push(event);
    if (until?.(event)) control.stop();
  };
  await train(options, emit, control);
  return events;
}

const withCallbacks = (callbacks: readonly (string | JsonObject)[], training: JsonObject = {}) =>
  tinyDesign(300, { training: { epochs: 40, callbacks, ...training } });

/** Of a file of weights: their bits. */
const bits = (folder: string, name: string) =>
  readSafetensors(readFileSync(path.join(folder, `checkpoints/${name}.safetensors`))).arrays.map(({ values }) => [...values]);

/** Trains to the end once, and once with a stop after that epoch and a resume; gives both folders and ends. */
async function wholeAndCut(tiny: ReturnType<typeof tinyDesign>, epoch: number) {
  const [whole, cut] = [tiny.options(), tiny.options()];
  const wanted = await run(whole);
  await run(cut, (event) => event.type === 'epoch' && event.epoch === epoch);
  const resumed = await run({ ...cut, resume: true });
  return { whole: whole.folder, cut: cut.folder, wanted, resumed };
}

describe('EarlyStopping', () => {
  const stopping = { type: 'EarlyStopping', monitor: 'val_loss', patience: 2, restore_best_weights: true };

  it('ends with the best weights, and so does a run that was cut off', async () => {
    const { whole, wanted, resumed } = await wholeAndCut(withCallbacks([stopping], { optimizer: { type: 'Adam', learning_rate: 0.1 } }), 2);
    const epochs = all(wanted, 'epoch');
    const end = wanted.at(-1)! as Extract<RunEvent, { type: 'finished' }>;
    expect(end).toMatchObject({ type: 'finished', epochs: epochs.length });
    expect(epochs.length).toBeLessThan(40);
    const best = epochs.findLast((one) => one.best)!.epoch;
    expect(epochs.length).toBe(best + 2);
    expect(bits(whole, 'last')).toEqual(bits(whole, 'best'));
    expect(all(wanted, 'note').map(({ message }) => message)).toEqual([
      expect.stringMatching(
        `^Training ended after epoch ${best + 2}: val_loss has not improved since epoch ${best}, the best is \\d\\.\\d{4}(e[+-]\\d\\d)?\\.$`,
      ),
      `The weights are those of epoch ${best}, the best by val_loss.`,
    ]);
    expect(resumed.at(-1)).toMatchObject({ weightsSha256: end.weightsSha256, epochs: epochs.length });
  });

  it('a run that it has ended is not resumed', async () => {
    const options = withCallbacks([{ ...stopping, patience: 0 }], { optimizer: { type: 'Adam', learning_rate: 0.1 } }).options();
    await run(options);
    const [failed] = await run({ ...options, epochs: 100, resume: true });
    expect(failed).toMatchObject({ type: 'failed', message: expect.stringContaining('ended early by a callback') as string });
  });

  it('that watches what is not there is refused before training', async () => {
    const data = { inputs: 'inputs.idx', targets: 'targets.idx', scale: '1/255' };
    const failed = (await run(withCallbacks(['EarlyStopping'], { data }).options())).at(-1);
    expect(failed).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/EarlyStopping watches val_loss, but no samples/) as string,
    });
  });
});

describe('ReduceLROnPlateau', () => {
  it('makes the learning rate smaller, which a run that was cut off goes on with', async () => {
    const reduce = { type: 'ReduceLROnPlateau', monitor: 'val_loss', patience: 1, factor: 0.5, min_delta: 0.01 };
    const { wanted, resumed } = await wholeAndCut(
      withCallbacks([reduce], { optimizer: { type: 'Adam', learning_rate: 0.1 }, epochs: 12 }),
      8,
    );
    const rates = all(wanted, 'epoch').map(({ learningRate }) => learningRate);
    expect(rates[0]).toBe(0.1);
    expect(rates[7]).toBeLessThan(0.1);
    expect(rates.at(-1)).toBeLessThan(rates[7]!);
    expect(all(resumed, 'epoch').map(({ learningRate }) => learningRate)).toEqual(rates.slice(8));
    expect(resumed.at(-1)).toMatchObject({ weightsSha256: (wanted.at(-1) as { weightsSha256: string }).weightsSha256 });
  });
});

describe('ModelCheckpoint', () => {
  it('keeps the weights of every so many epochs, and chooses the best by what it is told', async () => {
    const options = withCallbacks([{ type: 'ModelCheckpoint', monitor: 'accuracy', every: 3 }], { epochs: 7 }).options();
    const events = await run(options);
    const files = readdirSync(path.join(options.folder, 'checkpoints')).sort();
    expect(files).toEqual([
      'best.safetensors',
      'epoch-0003.safetensors',
      'epoch-0006.safetensors',
      'last.safetensors',
      'state-before.safetensors',
      'state.safetensors',
    ]);
    let best = -1;
    for (const { logs, best: told } of all(events, 'epoch')) {
      expect(told).toBe(logs.accuracy! > best);
      best = Math.max(best, logs.accuracy!);
    }
    expect(all(events, 'checkpoint').filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch)).toEqual([3, 6]); // prettier-ignore
  });
});

it('TerminateOnNaN ends training at the first loss that is no number, with cause and next step', async () => {
  const options = withCallbacks(['TerminateOnNaN'], { optimizer: { type: 'SGD', learning_rate: 1e30 } }).options();
  const events = await run(options);
  expect(events.at(-1)).toMatchObject({
    type: 'failed',
    message: expect.stringMatching(/^Training was ended at step \d+, where the loss is/) as string,
  });
  const told = all(events, 'steps').flatMap(({ values }) => values.loss!);
  expect(told.filter((loss) => !Number.isFinite(loss))).toHaveLength(1);
});

describe('CSVLogger', () => {
  it('writes a row an epoch, the same after a resume', async () => {
    const { whole, cut, wanted } = await wholeAndCut(withCallbacks(['CSVLogger'], { epochs: 4 }), 2);
    const table = readFileSync(path.join(whole, 'training.csv'), 'utf8');
    const [head, ...rows] = table.trimEnd().split('\r\n');
    expect(head).toBe('epoch,accuracy,loss,val_accuracy,val_loss');
    const { loss } = first(wanted, 'finished')!.history;
    expect(rows.map((row) => Number(row.split(',')[2]))).toEqual(loss);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['0', '1', '2', '3']);
    expect(readFileSync(path.join(cut, 'training.csv'), 'utf8')).toBe(table);
  });

  it("writes nothing outside of the run's folder", async () => {
    const tiny = withCallbacks([{ type: 'CSVLogger', filename: '../../stray.csv' }], { epochs: 1 });
    expect((await run(tiny.options())).at(-1)).toMatchObject({
      type: 'failed',
      message: expect.stringContaining("is not in the run's folder") as string,
    });
    expect(existsSync(path.join(tiny.folder, '../stray.csv'))).toBe(false);
  });
});

/** A Python with TensorBoard, where there is one. */
const python = [process.env['LAYERWISE_TENSORBOARD_PYTHON'], 'python3'].find((name) => {
  try {
    return name !== undefined && execFileSync(name, ['-c', 'import tensorboard'], { stdio: 'pipe' }) !== undefined;
  } catch {
    return false;
  }
});

const READ = `
import json, sys
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
runs = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])
runs.Reload()
print(json.dumps({run: {tag: [[e.step, e.value] for e in runs.Scalars(run, tag)] for tag in kinds['scalars']} for run, kinds in runs.Runs().items()}))
`;

describe('TensorBoard', () => {
  it('writes whole records, the same points after a resume', async () => {
    const { whole, cut } = await wholeAndCut(withCallbacks(['TensorBoard'], { epochs: 4 }), 2);
    for (const part of ['train', 'validation']) {
      const [one, other] = [whole, cut].map((folder) => {
        const [name, ...more] = readdirSync(path.join(folder, 'tensorboard', part));
        expect(more).toEqual([]);
        return readFileSync(path.join(folder, 'tensorboard', part, name!));
      });
      expect(records(one!)).toBe(5);
      expect(other!.length).toBe(one!.length);
      expect(records(other!)).toBe(5);
    }
  });

  it.skipIf(python === undefined)('is read by TensorBoard itself', async () => {
    const { cut, wanted } = await wholeAndCut(withCallbacks(['TensorBoard'], { epochs: 4 }), 2);
    const read = JSON.parse(
      execFileSync(python!, ['-c', READ, path.join(cut, 'tensorboard')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    ) as {
      [run: string]: { [tag: string]: [step: number, value: number][] };
    };
    const { history } = first(wanted, 'finished')!;
    const wantedOf = (key: string) => history[key]!.map((value, epoch) => [epoch, Math.fround(value)]);
    expect(read).toEqual({
      train: {
        epoch_loss: wantedOf('loss'),
        epoch_accuracy: wantedOf('accuracy'),
        epoch_learning_rate: [0, 1, 2, 3].map((epoch) => [epoch, Math.fround(0.01)]),
      },
      validation: { epoch_loss: wantedOf('val_loss'), epoch_accuracy: wantedOf('val_accuracy') },
    });
  });
});

/** How many records a file holds, each as long as it says. */
function records(file: Buffer): number {
  let [at, count] = [0, 0];
  for (; at < file.length; count++) at += 16 + Number(file.readBigUInt64LE(at));
  expect(at).toBe(file.length);
  return count;
}
