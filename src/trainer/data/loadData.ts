import type { DataSection, Validation } from '../../core/document';
import { Failure } from '../failure';
import { countClasses, countOf, dataPart, sampleShapeOf } from './dataPart';
import type { Samples } from './dataPart';
import { fitInputs, fitOutput, fitTargets, type TargetFit } from './fit';
import type { DataContext, DataPart, LoadedData } from './loadedData';
import { namedDatasets } from './namedDatasets';
import type { NamedDataset } from './namedDatasets';
import { elementCount } from './numericArray';
import { momentsOf, readScale } from './scale';
import { findSources, readSamples, sourcePair, type SourcePair } from './sources';
import { split } from './split';
import type { Range } from './split';
import { takeSubset } from './subset';

/**
 * Reads the samples of a design: a named data set (embedded, cached or downloaded) or files beside the design.
 * Rejects with a `Failure` (`../failure`) where they cannot be had or do not fit the model. `datasets`: the data sets that
 * can be named.
 */
export async function loadData(
  section: DataSection,
  context: DataContext,
  datasets: ReadonlyMap<string, NamedDataset> = namedDatasets,
): Promise<LoadedData> {
  const scale = readScale(section.scale);
  const { name, ...sources } = await findSources(section, context, datasets);
  context.progress?.({ type: 'data', dataset: name, phase: 'reading' });
  const read = async (pair: SourcePair): Promise<Samples> => takeSubset(await readSamples(pair, context.signal), section, name);
  const all = await read(sources.training);
  const cut = atMost(section.count, await cutValidation(section.validation, all, context, read));

  const sampleShape = fitInputs(sampleShapeOf(all.inputs), context.inputShape, name);
  const ownTarget = section.target === 'input';
  const {
    kind,
    shape: targetShape,
    units,
  } = ownTarget
    ? fitOwnTarget(sampleShape, context, name)
    : fitTargets(sampleShapeOf(all.targets), context.outputShape, context.loss, name);
  const check = (samples: Samples) => {
    requireSameShapes(samples, all, name);
    return kind === 'classes' ? countClasses(samples.targets.values, units, name) : undefined;
  };
  const classes = check(all);
  if (cut.samples !== all) check(cut.samples);

  // The moments are those of the whole training part, so that they don't depend on `limit`.
  const moments =
    section.standardize === 'per_pixel' ? momentsOf(all.inputs.values, elementCount(sampleShape), cut.training, scale) : undefined;
  const limited = limiter(context.limit, lengthOf(cut.training));
  const part = (samples: Samples, range: Range): DataPart => {
    const made = dataPart(samples, limited(range), scale, moments);
    // As they go in, scaled and standardized.
    return ownTarget ? { ...made, readTargets: (indices, out) => made.readInputs(indices, out as Float32Array) } : made;
  };
  const loaded: LoadedData = {
    name,
    sampleShape,
    targetShape,
    targetKind: kind,
    classes,
    moments,
    training: part(all, cut.training),
    validation: cut.validation && part(cut.samples, cut.validation),
    async test() {
      if (!sources.test) return undefined;
      const samples = await read(sources.test);
      check(samples);
      return part(samples, wholeOf(samples));
    },
  };
  context.progress?.({ type: 'data', dataset: name, phase: 'ready' });
  return loaded;
}

const lengthOf = ({ from, to }: Range) => to - from;
const wholeOf = ({ inputs }: Samples): Range => ({ from: 0, to: countOf(inputs) });

/** Which samples are for validation, whose arrays they are in, and what is left for training. */
interface CutData {
  readonly samples: Samples;
  readonly validation?: Range;
  readonly training: Range;
}

/** The first samples of the training part alone. */
const atMost = (count: number | null | undefined, cut: CutData): CutData =>
  count == null ? cut : { ...cut, training: { ...cut.training, to: Math.min(cut.training.to, cut.training.from + count) } };

/** @throws Failure where the model's output is not what goes in */
function fitOwnTarget(sampleShape: readonly number[], { outputShape, loss }: DataContext, name: string): TargetFit & { units?: undefined } {
  if (loss === 'sparse_categorical_crossentropy')
    throw new Failure(`The loss ${loss} takes class ids, and with "target": "input" a target is a sample of ${name}.`, {
      next: 'Take a loss like mse or binary_crossentropy.',
    });
  return { kind: 'values', shape: fitOutput(sampleShape, outputShape, name) };
}

async function cutValidation(
  validation: Validation | undefined,
  all: Samples,
  { folder }: DataContext,
  read: (pair: SourcePair) => Promise<Samples>,
): Promise<CutData> {
  if (validation === undefined) return { samples: all, training: wholeOf(all) };
  if (!('inputs' in validation)) return { samples: all, ...split(countOf(all.inputs), validation) };
  const samples = await read(sourcePair(validation.inputs, validation.targets, folder));
  return { samples, validation: wholeOf(samples), training: wholeOf(all) };
}

/** The first samples of a range: `limit` of the training part, as large a share of any other, one at least. */
function limiter(limit: number | undefined, trainingSamples: number): (range: Range) => Range {
  if (limit === undefined || limit >= trainingSamples) return (range) => range;
  return (range) => ({ from: range.from, to: range.from + Math.ceil((lengthOf(range) * limit) / trainingSamples) });
}

function requireSameShapes(samples: Samples, training: Samples, name: string): void {
  for (const kind of ['inputs', 'targets'] as const) {
    const [found, expected] = [sampleShapeOf(samples[kind]), sampleShapeOf(training[kind])];
    if (found.join() !== expected.join())
      throw new Failure(
        `The ${kind} of the training samples of ${name} have the shape [${expected.join(', ')}], those of another part [${found.join(', ')}].`,
        { next: 'All parts of the data must have samples of one shape.' },
      );
  }
}
