import { access } from 'node:fs/promises';
import path from 'node:path';
import type { SavedWeights } from '../../protocol/weightsExport';
import { RUN_FILES } from '../../protocol/runFolder';
import { Failure } from '../failure';

/** The weights of a run: those of that kind, else the best, or the last where there are no best. */
export async function chooseCheckpoint(
  folder: string,
  kind?: SavedWeights,
): Promise<{ readonly kind: SavedWeights; readonly file: string }> {
  for (const each of kind ? [kind] : (['best', 'last'] as const)) {
    const file = fileOf(folder, each);
    if (await isThere(file)) return { kind: each, file };
  }
  const other = kind === 'best' ? 'last' : 'best';
  const next =
    kind && (await isThere(fileOf(folder, other)))
      ? `Take the ${other} weights, which are there.`
      : 'Train until the first epoch has ended.';
  throw new Failure(`The run in ${folder} has saved no ${kind === undefined ? '' : `${kind} `}weights.`, { next });
}

const fileOf = (folder: string, kind: SavedWeights): string => path.join(folder, RUN_FILES.checkpoints, `${kind}.safetensors`);

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
