import { appendFile, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { Values } from '../../core/layers/layerType';
import { makeFolder } from '../../machine/makeFolder';
import { runFileFailure } from '../fileFailure';
import type { Callback, EndedEpoch, RunActions } from './callback';
import { fileStart, scalarsRecord } from './eventFile';
import { withinRun } from './withinRun';

/** The parts of a run are two of TensorBoard's runs, as Keras has them. */
const PARTS = ['train', 'validation'] as const;
type Part = (typeof PARTS)[number];

/** Length of each part's file in bytes; a part without a file is not there. */
type State = { readonly [part in Part]?: number };

/** Writes the values of each epoch where TensorBoard reads them: `epoch_loss`, `epoch_learning_rate` … by epoch from 0, as Keras does. */
export function tensorBoard({ log_dir: folder }: Values, run: RunActions, now: () => number = Date.now): Callback {
  const base = withinRun(run.folder, folder as string);
  const fileOf = (part: Part): string => path.join(base, part, FILE);
  let state: State = {};
  return {
    lasting: true,
    get state() {
      return state;
    },
    async restore(kept) {
      state = kept as State;
      // What was written after the checkpoint is written again.
      for (const part of PARTS) await truncate(fileOf(part), state[part] ?? 0).catch(() => undefined);
    },
    async epochEnded(epoch) {
      const time = now() / 1000;
      for (const part of PARTS) {
        const values = valuesOf(epoch, part);
        if (Object.keys(values).length === 0) continue;
        const written = state[part] ?? 0;
        const records = [...(written === 0 ? [fileStart(time)] : []), scalarsRecord({ time, step: epoch.epoch - 1, values })];
        const bytes = Buffer.concat(records);
        try {
          await makeFolder(path.dirname(fileOf(part)));
          await appendFile(fileOf(part), bytes);
        } catch (error) {
          throw runFileFailure(error, `The log for TensorBoard can't be written in ${base}.`, 'Choose another log_dir.');
        }
        state = { ...state, [part]: written + bytes.length };
      }
    },
  };
}

/** TensorBoard reads files with `tfevents` in their name, in the order of their names. */
const FILE = 'events.out.tfevents.0000000000.layerwise.v2';

function valuesOf({ logs, learningRate }: EndedEpoch, part: Part): { readonly [tag: string]: number } {
  const own = Object.entries(logs).filter(([key]) => key.startsWith('val_') === (part === 'validation'));
  const tags = own.map(([key, value]) => [`epoch_${key.replace(/^val_/, '')}`, value] as const);
  return Object.fromEntries(part === 'train' ? [...tags, ['epoch_learning_rate', learningRate]] : tags);
}
