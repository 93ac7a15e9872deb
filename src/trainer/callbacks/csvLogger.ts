import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Values } from '../../core/layers/layerType';
import { runFileFailure } from '../fileFailure';
import type { Callback, EndedEpoch, RunActions } from './callback';
import { withinRun } from './withinRun';

type Row = Pick<EndedEpoch, 'epoch' | 'logs'>;

/** A table of the epochs as Keras's CSVLogger writes it: epochs from 0, columns sorted by key. It is whole at any moment. */
export function csvLogger({ filename, separator }: Values, run: RunActions): Callback {
  const file = withinRun(run.folder, filename as string);
  let rows: readonly Row[] = [];
  return {
    lasting: true,
    get state() {
      return rows;
    },
    restore(state) {
      rows = state as readonly Row[];
    },
    async epochEnded({ epoch, logs }) {
      rows = [...rows, { epoch, logs }];
      try {
        await writeFileAtomic(file, csvTable(rows, separator as string));
      } catch (error) {
        throw runFileFailure(error, `The table ${path.basename(file)} can't be written.`, 'Choose another filename for CSVLogger.');
      }
    },
  };
}

function csvTable(rows: readonly Row[], separator: string): string {
  const keys = Object.keys(rows[0]?.logs ?? {}).sort();
  const lines = rows.map(({ epoch, logs }) => [epoch - 1, ...keys.map((key) => number(logs[key]))]);
  return [['epoch', ...keys], ...lines].map((line) => `${line.join(separator)}\r\n`).join('');
}

/** As Python writes a number; `NA` where there is none. */
function number(value: number | undefined): string {
  if (value === undefined) return 'NA';
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
