import { analyzeText } from '../../core/analyze';
import { weightPaths } from '../../core/keras/weightPaths';
import { RUN_FILES } from '../../protocol/runFolder';
import type { ExportedWeights, WeightsFormat, WeightsRequest } from '../../protocol/weightsExport';
import { readCheckpoint } from '../checkpoints';
import { Failure } from '../failure';
import { readRunFolder } from '../readRunFolder';
import { writeSafetensors, type Safetensors } from '../safetensors';
import { chooseCheckpoint } from './chooseCheckpoint';
import { requireNew, writeWhole } from './outputFile';

/** Writes the weights of a run to a file that is whole or not there. Rejects with a `Failure`. */
export async function exportWeights({ folder, format, file, checkpoint, overwrite }: WeightsRequest): Promise<ExportedWeights> {
  const { text } = await readRunFolder(folder);
  const chosen = await chooseCheckpoint(folder, checkpoint);
  const saved = await readCheckpoint(chosen.file);
  await requireNew(file, overwrite);
  const bytes = await WRITERS[format](saved, text, folder);
  await writeWhole(file, bytes, 'The weights');
  const parameters = saved.arrays.reduce((sum, { values }) => sum + values.length, 0);
  return { file, checkpoint: chosen.kind, epoch: Number(saved.metadata.epoch), parameters };
}

type Writer = (saved: Safetensors, designText: string, folder: string) => Uint8Array | Promise<Uint8Array>;

const WRITERS: { readonly [format in WeightsFormat]: Writer } = {
  safetensors: writeSafetensors,
  async 'weights.h5'({ arrays }, designText, folder) {
    const analysis = analyzeText(designText);
    const paths = weightPaths(
      analysis,
      arrays.map(({ name }) => name),
    );
    const said = new Set(analysis.layers.flatMap(({ name, used, weights = [] }) => (used ? weights.map((weight) => `${name}/${weight.name}`) : []))); // prettier-ignore
    const missing = [...said].find((name) => !paths.has(name));
    if (missing !== undefined || paths.size < arrays.length)
      throw new Failure(`The weights in ${folder} are not of the design there.`, {
        reason: missing === undefined ? 'They are of layers that the design has not.' : `${missing} is not among them.`,
        next: `Bring back ${RUN_FILES.design} as it was when the run was trained.`,
      });
    // Four megabytes of HDF5 that are read only when they are needed.
    const { writeHdf5 } = await import('../hdf5/hdf5');
    return writeHdf5({ arrays: arrays.map(({ name, ...array }) => ({ ...array, name: paths.get(name)! })) });
  },
};
