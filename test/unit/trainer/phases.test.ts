import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import type { RunEvent } from '../../../src/core/training/events';
import { newRun, reduceRun } from '../../../src/core/training/run';
import type { RunOptions } from '../../../src/protocol/trainer';
import { createControl } from '../../../src/trainer/control';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { all, first, tinyDesign } from './tinyDesign';

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

const PHASES: JsonObject[] = [
  { freeze: ['hid*', 'bn'], epochs: 2, optimizer: { type: 'SGD', learning_rate: 0.1, momentum: 0.9 } },
  { epochs: 3, optimizer: { type: 'SGD', learning_rate: 0.01 } },
];
const withPhases = (phases: readonly JsonObject[] = PHASES, training: JsonObject = {}) =>
  tinyDesign(400, { training: { phases, ...training } });

/** Weights of a file, by name. */
const weights = (folder: string, name = 'last') =>
  new Map(
    readSafetensors(readFileSync(path.join(folder, `checkpoints/${name}.safetensors`))).arrays.map(({ name: path_, values }) => [
      path_,
      [...values],
    ]),
  );

const digest = (events: readonly RunEvent[]) => first(events, 'finished')!.weightsSha256;

describe('training in phases', () => {
  it('leaves frozen layers as they are, moving statistics too, and tells what begins', async () => {
    const everyEpoch = [{ type: 'ModelCheckpoint', every: 1 }];
    const options = withPhases(PHASES, { callbacks: everyEpoch }).options();
    const events = await run(options);
    expect(first(events, 'started')).toMatchObject({ epochs: 5 });
    const phases = all(events, 'phase');
    expect(phases).toMatchObject([
      { phase: 1, phases: 2, epoch: 1, step: 0, frozen: ['hidden', 'bn'], optimizer: 'SGD', learningRate: 0.1, trainable: 27, nonTrainable: 88 },
      { phase: 2, phases: 2, epoch: 3, step: 40, frozen: [], optimizer: 'SGD', learningRate: 0.01, trainable: 99, nonTrainable: 16 },
    ]); // prettier-ignore
    expect(phases[1]!.layers).toEqual(['hidden', 'bn', 'classes']);
    const [one, two, three] = [1, 2, 3].map((epoch) => weights(options.folder, `epoch-000${epoch}`));
    for (const [name, values] of two!) {
      const frozen = /^(hidden|bn)\//.test(name);
      // Nothing moves what is frozen, and everything else moves.
      if (frozen) expect(values, name).toEqual(one!.get(name));
      else expect(values, name).not.toEqual(one!.get(name));
      expect(values, name).not.toEqual(three!.get(name));
    }
    expect(all(events, 'epoch').map(({ learningRate }) => learningRate)).toEqual([0.1, 0.1, 0.01, 0.01, 0.01]);
    expect(events.at(-1)).toMatchObject({ type: 'finished', epochs: 5 });
    const state = events.reduce(reduceRun, newRun('r', 'tiny'));
    expect(state.phases).toEqual(phases);
    expect(state.steps.step).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  });

  it.each(['cpu', 'wasm'] as const)('goes on in the phase in which it was cut off (%s)', async (runtime) => {
    const tiny = withPhases();
    const wanted = await run(tiny.options({ runtime }));
    // In the first phase, at its last epoch, as the second begins, and in the second.
    const moments: ((event: RunEvent) => boolean)[] = [
      ({ type }) => type === 'phase',
      (event) => event.type === 'epoch' && event.epoch === 1,
      (event) => event.type === 'epoch' && event.epoch === 2,
      (event) => event.type === 'phase' && event.phase === 2,
      (event) => event.type === 'epoch' && event.epoch === 3,
    ];
    for (const moment of moments) {
      const cut = tiny.options({ runtime });
      expect((await run(cut, moment)).at(-1)!.type).toBe('stopped');
      const resumed = await run({ ...cut, resume: true });
      expect(digest(resumed), String(moment)).toBe(digest(wanted));
      expect([...weights(cut.folder).keys()]).toHaveLength(8);
    }
  });

  it('is the same as plain training where there is one phase that freezes nothing', async () => {
    const optimizer = { type: 'Adam', learning_rate: 0.01 };
    const plain = await run(withPhases([], { phases: undefined as never, epochs: 3, optimizer }).options());
    const phased = await run(withPhases([{ epochs: 3, optimizer }]).options());
    expect(digest(phased)).toBe(digest(plain));
    expect(all(phased, 'phase')).toEqual([]);
  });

  it('an early stop ends its phase alone, and epochs that are asked for end or lengthen the last', async () => {
    const callbacks = [{ type: 'EarlyStopping', monitor: 'val_loss', patience: 0, min_delta: 100 }];
    const events = await run(withPhases([{ epochs: 9 }, { epochs: 9 }], { callbacks }).options());
    expect(all(events, 'phase').map(({ epoch }) => epoch)).toEqual([1, 3]);
    expect(events.at(-1)).toMatchObject({ type: 'finished', epochs: 4 });
    expect(all(await run(withPhases().options({ epochs: 2 })), 'phase')).toEqual([]);
    expect((await run(withPhases().options({ epochs: 7 }))).at(-1)).toMatchObject({ type: 'finished', epochs: 7 });
  });

  it('a phase that freezes everything is refused before training', async () => {
    const options = withPhases([{ epochs: 1 }, { freeze: ['*'], epochs: 1 }]).options();
    expect((await run(options)).at(-1)).toMatchObject({
      type: 'failed',
      message: expect.stringMatching(/Phase 2 freezes every layer that has weights \(hidden, bn, classes\)/) as string,
    });
  });
});
