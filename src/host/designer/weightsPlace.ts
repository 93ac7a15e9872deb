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
  const own = isCopy ? runs.filter((run) => run.folder === folder) : await runsOf(designPath, runs);
  for (const run of own)
    if (await hasWeights(run.folder)) return { place: { kind: 'run', folder: run.folder, active: isActive(run) }, run: run.id };
  return { place: isCopy ? { kind: 'run', folder, active: false } : { kind: 'design' } };
}

/** Those of the design at this place; where there are none, those of a design of its name that is gone: the folder was moved or copied. */
async function runsOf(designPath: string, runs: readonly ListedRun[]): Promise<readonly ListedRun[]> {
  const own = runs.filter((run) => run.designPath === designPath);
  if (own.length > 0) return own;
  const alike = runs.filter((run) => path.basename(run.designPath) === path.basename(designPath));
  const gone = await Promise.all(alike.map(async (run) => !(await isFile(run.designPath))));
  return alike.filter((_, i) => gone[i]);
}

async function hasWeights(folder: string): Promise<boolean> {
  for (const name of ['best', 'last']) if (await isFile(path.join(folder, RUN_FILES.checkpoints, `${name}.safetensors`))) return true;
  return false;
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}
