import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RUN_FILES } from '../../protocol/runFolder';
import type { WeightsPlace } from '../../protocol/weightsLook';
import type { ListedRun } from '../runs/catalog';
import { isActive } from '../runs/run';
import { RUNS_FOLDER } from '../runs/runFolder';

/** Whose weights a design's are: of the run that it is the copy of, else of its newest run that has saved some, else its own. */
export async function placeOfWeights(
  designPath: string,
  runs: readonly ListedRun[],
): Promise<{ readonly place: WeightsPlace; readonly run?: string }> {
  const folder = path.dirname(designPath);
  const isCopy = path.basename(designPath) === RUN_FILES.design && path.dirname(folder).endsWith(RUNS_FOLDER);
  const own = runs.filter((run) => (isCopy ? run.folder === folder : run.designPath === designPath));
  for (const run of own)
    if (await hasWeights(run.folder)) return { place: { kind: 'run', folder: run.folder, active: isActive(run) }, run: run.id };
  return { place: isCopy ? { kind: 'run', folder, active: false } : { kind: 'design' } };
}

async function hasWeights(folder: string): Promise<boolean> {
  for (const name of ['best', 'last'])
    if ((await stat(path.join(folder, RUN_FILES.checkpoints, `${name}.safetensors`)).catch(() => undefined))?.isFile()) return true;
  return false;
}
