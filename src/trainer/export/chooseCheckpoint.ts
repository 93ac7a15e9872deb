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
    const file = path.join(folder, RUN_FILES.checkpoints, `${each}.safetensors`);
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return { kind: each, file };
  }
  throw new Failure(`The run in ${folder} has saved no ${kind === undefined ? '' : `${kind} `}weights.`, {
    next: 'Train until the first epoch has ended.',
  });
}
