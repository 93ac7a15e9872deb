import path from 'node:path';
import { analyzeText } from '../../core/analyze';
import type { Json } from '../../core/document';
import { isProblem, resolveNamed } from '../../core/layers/registries';
import { valueFor } from '../../core/training/each';
import type { TargetFacts } from '../../core/training/fitting';
import type { AbsentData, DataPreview, PreviewedPart, PreviewedSample, PreviewRequest, Spread } from '../../protocol/dataPreview';
import type { DataProgress } from '../../core/training/events';
import { ownData, type OwnData } from '../../core/training/ownData';
import { Failure } from '../failure';
import { readArrayFile, type ArraySource } from './arrayFile';
import { countClasses, countOf, sampleShapeOf } from './dataPart';
import { fitInputs, fitTargets } from './fit';
import { namedDatasets } from './namedDatasets';
import { elementCount, type NumericArray, type Numbers } from './numericArray';
import { locateDataset, obtain } from './obtain';
import { pictureOf, pictureSize } from './picture';
import { requireSquare, turn, TURNS } from './rotation';
import { momentsOf, readScale, refuseNonFinite } from './scale';
import { sourcePair, titleOf, type SourcePair } from './sources';
import { split, type Range } from './split';
import { chosenRows, relabelled, requirePositive, rowsOf } from './subset';

/** Bytes of inputs that are read: all of MNIST, the first few hundred of large pictures. */
const MOST_BYTES = 1 << 26;
/** Samples whose values are looked at. */
const MOST_LOOKED = 2000;
const SHOWN = 12;
const NUMBERS_SHOWN = 8;
/** Whole numbers of more kinds than this are no classes to anybody. */
const MOST_CLASSES = 256;

/** Told as it happens. */
export interface PreviewContext {
  readonly signal?: AbortSignal;
  readonly progress?: (progress: DataProgress) => void;
}

/** Looks at the data of a design: its first samples, its classes, how its values are spread. Rejects with a `Failure`. */
export async function previewData(request: PreviewRequest, context: PreviewContext = {}): Promise<DataPreview | AbsentData> {
  const { design, layers, inputs: inputIds, outputs: outputIds } = analyzeText(request.designText);
  const section = design?.training?.data ?? {};
  const nameOf = (id: string | undefined): string => layers.find((layer) => layer.id === id)?.name ?? '';
  const [input, output] = [nameOf(inputIds[0]), nameOf(outputIds[0])];
  const own = ownData(section, input, output);
  const found = await sourcesOf(own, request, context);
  if ('absent' in found) return found;
  const { name, pair } = found;
  const { signal } = context;

  const targets = own.target === undefined ? await readArrayFile(pair.targets, signal) : undefined;
  const inputs = await readArrayFile(pair.inputs, signal, MOST_BYTES);
  const whole = inputs.whole ?? countOf(inputs);
  if (targets && countOf(targets) !== whole)
    throw new Failure(`${titleOf(pair.inputs)} holds ${whole} samples, ${titleOf(pair.targets)} holds ${countOf(targets)} targets.`, {
      next: 'There must be one target for each sample: check that the two belong together.',
    });
  if (whole === 0) throw new Failure(`${titleOf(pair.inputs)} holds no samples.`);

  const rows = rowsTaken(targets, own.classes, whole, name);
  const taken = targets && relabelled(own.classes ? rowsOf(targets, rows) : targets, own, name);
  if (taken) requirePositive(taken, own.positive, name);
  const { validation, training } = await cut(own, request, rows.length, name, signal);
  const kinds = taken && targetFacts(taken, own);
  const facts: TargetFacts = kinds ?? (own.target === 'input' ? { kind: 'input' } : { kind: 'classes', classes: TURNS });
  const times = outputIds.some((id) => valueFor(section.target, nameOf(id)) === 'rotation') ? TURNS : 1;
  const counted = (range: Range): PreviewedPart => {
    const { count, classes } = part(taken, facts, range);
    const turns = own.target === 'rotation' ? new Array<number>(TURNS).fill(count) : classes?.map((one) => one * times);
    return { count: count * times, ...(turns && { classes: turns }) };
  };

  const limit = own.count ?? Infinity;
  const trained = { from: training.from, to: Math.min(training.to, training.from + limit) };
  const readable = rows.slice(trained.from, trained.to).filter((row) => row < countOf(inputs));
  // Where the training part begins behind what was read, the first samples of the file stand for it.
  const looked = (readable.length > 0 ? readable : rows.filter((row) => row < countOf(inputs))).slice(0, MOST_LOOKED);
  const shape = sampleShapeOf(inputs);
  const values = valuesOf(inputs, looked);
  refuseNonFinite(values, shape, `The inputs in ${titleOf(pair.inputs)}`);
  const scale = readScale(own.scale);
  const inFile = spreadOf(values);
  const pictures = pictureSize(shape);
  // Of a picture that is learned in all its turns each is shown.
  const sampleAt = (row: number, at: number): PreviewedSample[] =>
    Array.from({ length: times }, (_, turns) => ({
      ...(pictures
        ? { picture: pictureOf(...(turns > 0 ? turnedRow(inputs, row, turns) : ([inputs, row] as const)), pictures, inFile) }
        : { numbers: Array.from(rowOf(inputs, row).subarray(0, NUMBERS_SHOWN)) }),
      target: own.target === 'rotation' ? [turns] : targetAt(taken, readable.length > 0 ? trained.from + at : rows.indexOf(row)),
    }));
  const shapeOf = (id: string | undefined) => layers.find((layer) => layer.id === id)?.output;
  const loss = nameOfLoss(valueFor(design?.training?.loss, output));
  const misfit = misfitOf(() => {
    if (times > 1) requireSquare(shape, name);
    fitInputs(shape, shapeOf(inputIds[0]) ?? shape, name);
    const made = shapeOf(outputIds[0]);
    if (!taken || !made || loss === undefined) return;
    const { kind, units } = fitTargets(sampleShapeOf(taken), made, loss, name);
    if (kind === 'classes') countClasses(taken.values, units, name);
  });
  return {
    name,
    shape,
    targetShape: taken ? sampleShapeOf(taken) : own.target === 'input' ? shape : [],
    targets: facts,
    ...(taken && facts.kind === 'values' && { targetSpread: spreadOf(taken.values) }),
    training: counted(trained),
    ...(validation && { validation: 'count' in validation ? { count: validation.count } : counted(validation) }),
    ...(pictures && { pictures }),
    samples: looked.slice(0, SHOWN / times).flatMap(sampleAt),
    inFile,
    intoModel: own.standardize === 'per_pixel' ? standardized(values, elementCount(shape), scale) : scaled(inFile, scale),
    looked: looked.length,
    ...(misfit && { misfit }),
  };
}

interface Found {
  readonly name: string;
  readonly pair: SourcePair;
}

async function sourcesOf(
  { dataset, inputs, targets, target }: OwnData,
  { designPath, download, datasetCache }: PreviewRequest,
  context: PreviewContext,
): Promise<Found | AbsentData> {
  if (dataset === undefined) {
    if (inputs === undefined) throw new Failure('The design names no data yet.', { next: 'Choose a data set or a file with samples.' });
    if (targets === undefined && target === undefined)
      throw new Failure(`The design names inputs (${inputs}) but no targets.`, { next: 'Choose a file with the answers.' });
    const pair = sourcePair(inputs, targets ?? inputs, path.dirname(designPath));
    return { name: path.basename(pair.inputs.file), pair };
  }
  const known = namedDatasets.get(dataset);
  if (!known)
    throw new Failure(`There is no data set "${dataset}".`, { next: `Layerwise has ${[...namedDatasets.keys()].join(' and ')}.` });
  const place = await locateDataset(known, datasetCache);
  if (place.state === 'absent' && !download)
    return { absent: known.title, bytes: known.files.reduce((sum, { bytes }) => sum + bytes, 0), folder: place.folder };
  const arrays = await obtain(known, { cache: datasetCache, ...context });
  return { name: dataset, pair: { inputs: arrays.inputs, targets: arrays.targets } };
}

/** Places in the file of the samples that the design takes. */
function rowsTaken(
  targets: NumericArray | undefined,
  classes: readonly number[] | undefined,
  whole: number,
  name: string,
): readonly number[] {
  if (!classes) return Array.from({ length: whole }, (_, row) => row);
  if (!targets)
    throw new Failure(`"classes" goes by the targets of ${name}, and this design has others.`, { next: 'Leave out "classes".' });
  return chosenRows(targets, classes, name);
}

async function cut(
  { validation }: OwnData,
  { designPath }: PreviewRequest,
  count: number,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly training: Range; readonly validation?: Range | { readonly count: number } }> {
  const training = { from: 0, to: count };
  if (validation === undefined) return { training };
  if (!('inputs' in validation)) return split(count, validation);
  const { inputs } = validation;
  if (typeof inputs !== 'string') throw new Failure(`The validation part of ${name} has several files of inputs, which are not previewed.`);
  const source: ArraySource = sourcePair(inputs, inputs, path.dirname(designPath)).inputs;
  const beginning = await readArrayFile(source, signal, 1);
  return { training, validation: { count: beginning.whole ?? countOf(beginning) } };
}

/** What targets look like; `onehot` where each has one 1 among zeros. */
function targetFacts(taken: NumericArray, { positive }: OwnData): TargetFacts {
  const { values } = taken;
  const size = elementCount(sampleShapeOf(taken));
  let [least, most, isWhole] = [Infinity, -Infinity, true];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    isWhole &&= Number.isInteger(value);
  }
  const withinOne = least >= 0 && most <= 1;
  if (size === 1 && isWhole && least >= 0 && most < MOST_CLASSES) {
    if (positive) return { kind: 'binary', classes: 2, withinOne };
    return { kind: 'classes', classes: most + 1, withinOne };
  }
  const onehot = size > 1 && isWhole && withinOne && isOneHot(values, size);
  return { kind: onehot ? 'onehot' : 'values', ...(onehot && { classes: size }), withinOne };
}

function isOneHot(values: Numbers, size: number): boolean {
  for (let at = 0; at < values.length; at += size) {
    let ones = 0;
    for (let i = 0; i < size; i++) ones += values[at + i]!;
    if (ones !== 1) return false;
  }
  return true;
}

function part(taken: NumericArray | undefined, { kind, classes }: TargetFacts, { from, to }: Range): PreviewedPart {
  if (!taken || classes === undefined || kind === 'values') return { count: to - from };
  const counts = new Array<number>(classes).fill(0);
  const size = elementCount(sampleShapeOf(taken));
  for (let row = from; row < to; row++) {
    const target = taken.values.subarray(row * size, (row + 1) * size);
    counts[kind === 'onehot' ? target.indexOf(1) : target[0]!]! += 1;
  }
  return { count: to - from, classes: counts };
}

function targetAt(taken: NumericArray | undefined, index: number): readonly number[] {
  if (!taken) return [];
  const size = elementCount(sampleShapeOf(taken));
  return Array.from(taken.values.subarray(index * size, index * size + Math.min(size, MOST_CLASSES)));
}

function rowOf({ shape, values }: NumericArray, row: number): Numbers {
  const size = elementCount(shape.slice(1));
  return values.subarray(row * size, (row + 1) * size);
}

/** A sample turned, as an array of it alone. */
function turnedRow(inputs: NumericArray, row: number, turns: number): readonly [NumericArray, number] {
  const [side = 0, , channels = 1] = sampleShapeOf(inputs);
  const from = rowOf(inputs, row);
  const values = from.slice();
  turn(from, values, side, channels, turns);
  return [{ shape: [1, ...sampleShapeOf(inputs)], values }, 0];
}

function valuesOf(inputs: NumericArray, rows: readonly number[]): Float64Array {
  const size = elementCount(sampleShapeOf(inputs));
  const values = new Float64Array(rows.length * size);
  rows.forEach((row, i) => values.set(rowOf(inputs, row), i * size));
  return values;
}

function spreadOf(values: Numbers): Spread {
  let [least, most, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return { least, most, mean, deviation: Math.sqrt(squares / values.length) };
}

function scaled({ least, most, mean, deviation }: Spread, scale: number): Spread {
  const ends = [least * scale, most * scale];
  return { least: Math.min(...ends), most: Math.max(...ends), mean: mean * scale, deviation: deviation * Math.abs(scale) };
}

function standardized(values: Float64Array, size: number, scale: number): Spread {
  const { mean, deviation } = momentsOf(values, size, { from: 0, to: values.length / size }, scale);
  return spreadOf(values.map((value, i) => (value * scale - mean[i % size]!) / deviation[i % size]!));
}

function nameOfLoss(loss: Json | undefined): string | undefined {
  const resolved = loss === undefined ? undefined : resolveNamed('loss', loss);
  return resolved && !isProblem(resolved) ? resolved.entry.name : undefined;
}

/** Why the data cannot go into the model, where it cannot. */
function misfitOf(fit: () => unknown): DataPreview['misfit'] {
  try {
    fit();
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { message: error.message, ...(error.details.next !== undefined && { next: error.details.next }) };
  }
}
