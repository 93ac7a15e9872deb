import path from 'node:path';
import type { DataSection } from '../../core/document';
import { Failure } from '../failure';
import { arraysIn, readArrayFile } from './arrayFile';
import type { ArraySource } from './arrayFile';
import { countOf, sampleShapeOf } from './dataPart';
import type { Samples } from './dataPart';
import type { DataContext } from './loadedData';
import type { NamedDataset } from './namedDatasets';
import { obtain } from './obtain';
import { refuseNonFinite } from './scale';

const INPUT_KEYS = ['x_train', 'x', 'inputs'];
const TARGET_KEYS = ['y_train', 'y', 'targets'];

/** Where inputs and their targets are. */
export interface SourcePair {
  readonly inputs: ArraySource;
  readonly targets: ArraySource;
}

/** Where the parts of the data are, before anything is read. */
export interface Sources {
  /** For people. */
  readonly name: string;
  readonly training: SourcePair;
  readonly test?: SourcePair;
}

/** Finds out where a design's data is; a named data set is then on this machine. */
export function findSources(section: DataSection, context: DataContext, datasets: ReadonlyMap<string, NamedDataset>): Promise<Sources> {
  return section.dataset === undefined ? fileSources(section, context.folder) : datasetSources(section.dataset, context, datasets);
}

async function datasetSources(name: string, context: DataContext, datasets: ReadonlyMap<string, NamedDataset>): Promise<Sources> {
  const dataset = datasets.get(name);
  if (!dataset)
    throw new Failure(`There is no data set "${name}".`, {
      next: `Layerwise has ${[...datasets.keys()].join(' and ')}; for files of your own give "inputs" and "targets".`,
    });
  const { inputs, targets, testInputs, testTargets } = await obtain(dataset, context);
  return { name, training: { inputs, targets }, test: { inputs: testInputs, targets: testTargets } };
}

/** Files beside the design. An NPZ archive as Keras makes them may hold all parts: x_train, y_train, x_test, y_test. */
async function fileSources(
  { inputs, target, targets = target === 'input' ? inputs : undefined }: DataSection,
  folder: string,
): Promise<Sources> {
  if (inputs === undefined)
    throw new Failure('The design does not say what to train on.', {
      next: 'Give training.data a "dataset" (like "mnist"), or "inputs" and "targets" that name files.',
    });
  if (targets === undefined)
    throw new Failure(`The design names inputs (${inputs}) but no targets.`, {
      next: 'Give training.data "targets": a file, or an array of an archive ("data.npz#y_train").',
    });
  const training = sourcePair(inputs, targets, folder);
  const { file } = training.inputs;
  const arrays = isArchivePair(training) ? await arraysIn(file) : [];
  const hasTest = arrays.includes('x_test') && arrays.includes('y_test');
  const test = hasTest ? { inputs: { file, key: 'x_test' }, targets: { file, key: 'y_test' } } : undefined;
  return { name: path.basename(file), training, test };
}

/** Two names of the design as files; without a key an archive's usual names are looked for. */
export const sourcePair = (inputs: string, targets: string, folder: string): SourcePair => ({
  inputs: inputSource(inputs, folder),
  targets: { ...sourceOf(targets, folder), preferred: TARGET_KEYS },
});

/** A file with inputs. */
export const inputSource = (name: string, folder: string): ArraySource => ({ ...sourceOf(name, folder), preferred: INPUT_KEYS });

/** `arrays.npz#x_train` */
function sourceOf(name: string, folder: string): ArraySource {
  const [, file = name, key] = /^(.*\.npz)#(.+)$/is.exec(name) ?? [];
  return { file: path.resolve(folder, file), key };
}

/** True for x_train and y_train of one file, beside which x_test and y_test can stand. */
const isArchivePair = ({ inputs, targets }: SourcePair): boolean =>
  inputs.file === targets.file && (inputs.key ?? 'x_train') === 'x_train' && (targets.key ?? 'y_train') === 'y_train';

/** Reads both arrays and makes sure that they belong together and hold numbers that a model can learn from. */
export async function readSamples({ inputs, targets }: SourcePair, signal?: AbortSignal): Promise<Samples> {
  const samples = { inputs: await readArrayFile(inputs, signal), targets: await readArrayFile(targets, signal) };
  const [inputCount, targetCount] = [countOf(samples.inputs), countOf(samples.targets)];
  if (inputCount !== targetCount)
    throw new Failure(`${titleOf(inputs)} holds ${inputCount} samples, ${titleOf(targets)} holds ${targetCount} targets.`, {
      next: 'There must be one target for each sample: check that the two belong together.',
    });
  if (inputCount === 0) throw new Failure(`${titleOf(inputs)} holds no samples.`);
  refuseNonFinite(samples.inputs.values, sampleShapeOf(samples.inputs), `The inputs in ${titleOf(inputs)}`);
  refuseNonFinite(samples.targets.values, sampleShapeOf(samples.targets), `The targets in ${titleOf(targets)}`);
  return samples;
}

/** A file, and which array of it, for people. */
export const titleOf = ({ file, key }: ArraySource) => path.basename(file) + (key === undefined ? '' : `#${key}`);
