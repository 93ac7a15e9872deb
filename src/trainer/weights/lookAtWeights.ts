import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Analysis } from '../../core/analysis';
import { analyzeText } from '../../core/analyze';
import { lookAtWeight } from '../../core/weights/weightLook';
import { planPicture, seenPicture } from '../../core/weights/weightPicture';
import { IMPORT_MEMORY } from '../../protocol/modelImport';
import { RUN_FILES } from '../../protocol/runFolder';
import type { WeightsLook, WeightsLookRequest } from '../../protocol/weightsLook';
import { Failure } from '../failure';
import { withModel } from '../import/importModel';
import type { ArraySource } from '../import/importer';
import { findSourceWeights } from '../reuse/reuseWeights';
import { limitMemory } from '../watchdog';
import { openSafetensors } from './safetensorsFile';

/** Reads what the weights of one layer are like, and no other weights. Rejects with a `Failure` where there are none to read. */
export async function lookAtWeights(request: WeightsLookRequest): Promise<WeightsLook> {
  const analysis = analyzeText(request.designText);
  const { layer, place } = request;
  if (place.kind === 'model') return lookIntoModel(place.file, layer, analysis);
  const file = await fileOf(request, analysis);
  const opened = await openSafetensors(file);
  try {
    const { epoch } = opened.metadata;
    const best = path.basename(file) === 'best.safetensors';
    const weights = await looksOf(layer, analysis, opened.arrays);
    return { file, ...(epoch !== undefined && { epoch: Number(epoch) }), ...(best && { best }), weights };
  } finally {
    await opened.close();
  }
}

/** As an import does, a file of others may take no more than its share of memory. */
async function lookIntoModel(file: string, layer: string, analysis: Analysis): Promise<WeightsLook> {
  const unwatch = process.send === undefined ? () => undefined : limitMemory(IMPORT_MEMORY);
  try {
    return await withModel(file, async ({ arrays }) => ({ file, weights: await looksOf(layer, analysis, arrays) }));
  } finally {
    unwatch();
  }
}

async function fileOf({ designPath, place }: WeightsLookRequest, { design }: Analysis): Promise<string> {
  const section = design?.training?.weights;
  if (place.kind === 'run') {
    const order = place.active ? ['last', 'best'] : ['best', 'last'];
    for (const name of order) {
      const file = path.join(place.folder, RUN_FILES.checkpoints, `${name}.safetensors`);
      if ((await stat(file).catch(() => undefined))?.isFile()) return file;
    }
    // A run that is in its first epoch has saved nothing; what it began with is there all the same.
    if (!section)
      throw new Failure(`The run ${path.basename(place.folder)} has saved no weights yet.`, {
        next: 'A run saves them at the end of each epoch.',
      });
  }
  if (!section) throw new Failure('This design has no weights yet.', { next: 'Train it: they can be seen from its first epoch on.' });
  return findSourceWeights(section, path.dirname(designPath));
}

/** Those of one layer, in its own order where the design knows it. */
async function looksOf(name: string, analysis: Analysis, arrays: readonly ArraySource[]): Promise<WeightsLook['weights']> {
  const layer = analysis.layers.find((one) => one.name === name);
  const order = layer?.weights?.map((weight) => `${name}/${weight.name}`) ?? [];
  const rank = ({ name: own }: ArraySource): number => (order.includes(own) ? order.indexOf(own) : order.length);
  const own = arrays.filter((array) => array.name.startsWith(`${name}/`)).sort((a, b) => rank(a) - rank(b));
  const sees = layer && seenPicture(analysis, layer);
  const looks: WeightsLook['weights'][number][] = [];
  for (const array of own) {
    const { shape } = array;
    const weight = array.name.slice(name.length + 1);
    looks.push(await lookAtWeight(weight, shape, () => array.chunks(), planPicture(layer?.type ?? '', weight, shape, sees)));
  }
  return looks;
}
