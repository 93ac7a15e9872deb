import path from 'node:path';
import type { DataSection } from '../../core/document';
import { isByName, valueFor, type Each } from '../../core/training/each';
import { Failure } from '../failure';
import { arraysIn, readArrayFile } from './arrayFile';
import type { ArraySource } from './arrayFile';
import { countOf, sampleShapeOf } from './dataPart';
import type { DataContext } from './loadedData';
import type { NamedDataset } from './namedDatasets';
import { elementCount, type NumericArray } from './numericArray';
import { obtain } from './obtain';
import { refuseNonFinite } from './scale';
import type { TargetPlan } from './targetPlan';

const INPUT_KEYS = ['x_train', 'x', 'inputs'];
const TARGET_KEYS = ['y_train', 'y', 'targets'];
const WEIGHT_KEYS = ['sample_weight', 'sample_weights', 'weights'];

/** Where inputs and their targets are. */
export interface SourcePair {
  readonly inputs: ArraySource;
  readonly targets: ArraySource;
}

/** Where the samples for each Input layer are, and the arrays of targets. */
export interface SourceSet {
  readonly inputs: readonly ArraySource[];
  readonly targets: readonly ArraySource[];
  /** How much each sample counts; absent: all count alike. */
  readonly weights?: readonly ArraySource[];
}

/** Where the parts of the data are, before anything is read. */
export interface Sources {
  /** For people. */
  readonly name: string;
  readonly training: SourceSet;
  readonly test?: SourceSet;
}

/** Finds out where a design's data is; a named data set is then on this machine. */
export function findSources(
  section: DataSection,
  plan: TargetPlan,
  context: DataContext,
  datasets: ReadonlyMap<string, NamedDataset>,
): Promise<Sources> {
  return section.dataset === undefined ? fileSources(section, plan, context) : datasetSources(section.dataset, plan, context, datasets);
}

async function datasetSources(
  name: string,
  { names, weights }: TargetPlan,
  context: DataContext,
  datasets: ReadonlyMap<string, NamedDataset>,
): Promise<Sources> {
  const dataset = datasets.get(name);
  if (!dataset)
    throw new Failure(`There is no data set "${name}".`, {
      next: `Layerwise has ${[...datasets.keys()].join(', ')}; for files of your own give "inputs" and "targets".`,
    });
  if (context.inputs.length > 1)
    throw new Failure(`The data set ${name} has one array of samples, and the design has ${context.inputs.length} Input layers.`, {
      next: `Keep one of them, or name a file for each: "inputs": { ${context.inputs.map((input) => `"${input.name}": …`).join(', ')} }.`,
    });
  const { inputs, targets, testInputs, testTargets } = await obtain(dataset, context);
  const set = (samples: ArraySource, answers: ArraySource): SourceSet => ({ inputs: [samples], targets: names.map(() => answers) });
  const training = { ...set(inputs, targets), weights: weights.map((file) => weightSource(file, context.folder)) };
  return { name, training, test: set(testInputs, testTargets) };
}

/** Fails where a design names neither a data set nor files. */
export function requireSources({ dataset, inputs }: DataSection): void {
  if (dataset !== undefined || inputs !== undefined) return;
  throw new Failure('The design does not say what to train on.', {
    next: 'Give training.data a "dataset" (like "mnist"), or "inputs" and "targets" that name files.',
  });
}

/** Files beside the design. An NPZ archive as Keras makes them may hold all parts: x_train, y_train, x_test, y_test. */
async function fileSources(section: DataSection, { names, weights }: TargetPlan, context: DataContext): Promise<Sources> {
  const training = {
    inputs: inputNames(section.inputs!, context).map((file) => inputSource(file, context.folder)),
    targets: names.map((file) => targetSource(file!, context.folder)),
    weights: weights.map((file) => weightSource(file, context.folder)),
  };
  const { file } = training.inputs[0]!;
  const arrays = isArchive(training) ? await arraysIn(file) : [];
  const hasTest = arrays.includes('x_test') && arrays.includes('y_test');
  const test = hasTest ? { inputs: [{ file, key: 'x_test' }], targets: names.map(() => ({ file, key: 'y_test' })) } : undefined;
  return { name: path.basename(file), training, test };
}

/** The file of each Input layer. `by`: an option of the terminal that names them, in place of the design. */
export function inputNames(inputs: Each<string>, { inputs: layers }: Pick<DataContext, 'inputs'>, by?: string): readonly string[] {
  const names = layers.map(({ name }) => name);
  const how = by ? names.map((name) => `${by} ${name}=…`).join(' ') : `"inputs": { ${names.map((name) => `"${name}": …`).join(', ')} }`;
  if (layers.length > 1 && !isByName(inputs))
    throw new Failure(`The design has ${layers.length} Input layers, and ${by ?? 'training.data'} names one file of inputs.`, {
      next: `Name one for each: ${how}.`,
    });
  const unknown = isByName(inputs) ? Object.keys(inputs).find((name) => !names.includes(name)) : undefined;
  if (unknown !== undefined) throw new Failure(`The design has no Input layer ${unknown}.`, { next: `It has ${names.join(' and ')}.` });
  return names.map((name) => {
    const file = valueFor(inputs, name);
    if (file === undefined)
      throw new Failure(`${by ?? 'training.data'} names no file of inputs for ${name}.`, { next: `Name one for each: ${how}.` });
    return file;
  });
}

/** Two names of the design as files; without a key an archive's usual names are looked for. */
export const sourcePair = (inputs: string, targets: string, folder: string): SourcePair => ({
  inputs: inputSource(inputs, folder),
  targets: targetSource(targets, folder),
});

/** A file with targets. */
export const targetSource = (name: string, folder: string): ArraySource => ({ ...sourceOf(name, folder), preferred: TARGET_KEYS });

/** A file with inputs. */
export const inputSource = (name: string, folder: string): ArraySource => ({ ...sourceOf(name, folder), preferred: INPUT_KEYS });

/** A file that says how much each sample counts. */
export const weightSource = (name: string, folder: string): ArraySource => ({ ...sourceOf(name, folder), preferred: WEIGHT_KEYS });

/** `arrays.npz#x_train` */
function sourceOf(name: string, folder: string): ArraySource {
  const [, file = name, key] = /^(.*\.npz)#(.+)$/is.exec(name) ?? [];
  return { file: path.resolve(folder, file), key };
}

/** True for x_train and y_train of one file, beside which x_test and y_test can stand. */
const isArchive = ({ inputs, targets }: SourceSet): boolean =>
  inputs.length === 1 &&
  targets.length === 1 &&
  inputs[0]!.file === targets[0]!.file &&
  (inputs[0]!.key ?? 'x_train') === 'x_train' &&
  (targets[0]!.key ?? 'y_train') === 'y_train';

/** Arrays as they were read: of each Input layer, and of each file of targets. */
export interface ReadSamples {
  readonly inputs: readonly NumericArray[];
  readonly targets: readonly NumericArray[];
  readonly weights?: readonly NumericArray[];
}

/** Reads all arrays and makes sure that they belong together and hold numbers that a model can learn from. */
export async function readSamples({ inputs, targets, weights }: SourceSet, signal?: AbortSignal): Promise<ReadSamples> {
  const read = async (sources: readonly ArraySource[], what: string): Promise<NumericArray[]> => {
    const arrays: NumericArray[] = [];
    for (const source of sources) {
      const array = await readArrayFile(source, signal);
      refuseNonFinite(array.values, sampleShapeOf(array), `The ${what} in ${titleOf(source)}`);
      arrays.push(array);
    }
    return arrays;
  };
  const samples = {
    inputs: await read(inputs, 'inputs'),
    targets: await read(targets, 'targets'),
    weights: weights && (await read(weights, 'sample weights')),
  };
  const count = countOf(samples.inputs[0]!);
  const first = titleOf(inputs[0]!);
  const check = (what: string, array: NumericArray, source: ArraySource) => {
    if (countOf(array) === count) return;
    throw new Failure(`${first} holds ${count} samples, ${titleOf(source)} holds ${countOf(array)} ${what}.`, {
      next: `There must be one ${what === 'samples' ? 'of each input' : what.slice(0, -1)} for each sample: check that the two belong together.`,
    });
  };
  samples.inputs.forEach((array, i) => check('samples', array, inputs[i]!));
  samples.targets.forEach((array, i) => check('targets', array, targets[i]!));
  samples.weights?.forEach((array, i) => {
    check('sample weights', array, weights![i]!);
    requireWeights(array, titleOf(weights![i]!));
  });
  if (count === 0) throw new Failure(`${first} holds no samples.`);
  return samples;
}

/** Fails where an array is not one number of at least 0 for each sample. */
function requireWeights(array: NumericArray, title: string): void {
  const shape = sampleShapeOf(array);
  if (elementCount(shape) !== 1)
    throw new Failure(`The sample weights in ${title} have the shape [${array.shape.join(', ')}].`, {
      next: 'Give one number for each sample: the shape [samples].',
    });
  const index = array.values.findIndex((value) => value < 0);
  if (index >= 0)
    throw new Failure(`The sample weights in ${title} hold ${array.values[index]} for sample ${index} (counted from 0).`, {
      reason: 'With a weight below 0 training would make the loss of that sample larger.',
      next: 'Give numbers of at least 0.',
    });
}

/** A file, and which array of it, for people. */
export const titleOf = ({ file, key }: ArraySource) => path.basename(file) + (key === undefined ? '' : `#${key}`);
