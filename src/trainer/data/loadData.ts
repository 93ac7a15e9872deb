import type { DataSection, Validation } from '../../core/document';
import { isByName, valueFor } from '../../core/training/each';
import { Failure } from '../failure';
import { countClasses, countOf, dataPart, sampleShapeOf, type Samples } from './dataPart';
import { fitInputs, fitOutput, fitTargets, type TargetFit } from './fit';
import type { DataContext, DataPart, LoadedData } from './loadedData';
import { namedDatasets, type NamedDataset } from './namedDatasets';
import { elementCount } from './numericArray';
import { requireSquare, turned, TURNS } from './rotation';
import { momentsOf, readScale } from './scale';
import { findSources, inputNames, inputSource, readSamples, requireSources, targetSource, weightSource, type SourceSet } from './sources';
import { split, type Range } from './split';
import { requirePositive, takeSubset } from './subset';
import { planTargets, type TargetPlan, type TargetSource } from './targetPlan';

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
  requireSources(section);
  const scales = context.inputs.map((input) => readScale(valueFor(section.scale, input.name)));
  const plan = planTargets(
    section,
    context.outputs.map((output) => output.name),
  );
  const { name, ...sources } = await findSources(section, plan, context, datasets);
  context.progress?.({ type: 'data', dataset: name, phase: 'reading' });
  const read = async (set: SourceSet): Promise<Samples> => takeSubset(await readSamples(set, context.signal), plan, name);
  const all = await read(sources.training);
  plan.sources.forEach((source, i) => source.kind === 'array' && requirePositive(all.targets[i]!, source.positive, name));
  const cut = atMost(section.count, await cutValidation(section.validation, all, plan, context, read));

  const sampleShapes = context.inputs.map((input, i) =>
    fitInputs(sampleShapeOf(all.inputs[i]!), input.shape, titleFor(name, input, context.inputs)),
  );
  const fits = plan.sources.map((source, i) => fitOutputTargets(source, all, sampleShapes, i, context, name));
  const check = (samples: Samples) => {
    requireSameShapes(samples, all, name);
    return fits.map(({ kind, units, title }, i) =>
      kind === 'classes' ? countClasses(samples.targets[i]?.values ?? Uint8Array.of(TURNS - 1), units, title) : undefined,
    );
  };
  const classes = check(all);
  if (cut.samples !== all) check(cut.samples);

  // The moments are those of the whole training part, so that they don't depend on `limit`.
  const moments = all.inputs.map((input, i) =>
    valueFor(section.standardize, context.inputs[i]!.name) === 'per_pixel'
      ? momentsOf(input.values, elementCount(sampleShapes[i]!), cut.training, scales[i]!)
      : undefined,
  );
  const kinds = plan.sources.map(({ kind }) => kind);
  const turns = kinds.includes('rotation');
  if (turns) requireTurnable(all, name);
  const times = turns ? TURNS : 1;
  const limited = limiter(context.limit === undefined ? undefined : Math.ceil(context.limit / times), lengthOf(cut.training));
  const part = (samples: Samples, range: Range): DataPart => {
    const plain = dataPart(samples, limited(range), scales, moments);
    const asks = kinds.map((kind) => kind === 'rotation');
    return withOwnTargets(turns ? turned(plain, sampleShapeOf(samples.inputs[0]!), asks) : plain, kinds);
  };
  const loaded: LoadedData = {
    name,
    sampleShapes,
    targets: fits.map(({ kind, shape }, i) => ({ kind, shape, classes: classes[i], weights: plan.weighed[i] })),
    weights: plan.weights.length,
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
const wholeOf = ({ inputs }: Samples): Range => ({ from: 0, to: countOf(inputs[0]!) });

/** The data's name, with that of the input or output where there are several. */
const titleFor = (name: string, end: { readonly name: string }, ends: readonly unknown[]): string =>
  ends.length > 1 ? `${name} for ${end.name}` : name;

/** Which samples are for validation, whose arrays they are in, and what is left for training. */
interface CutData {
  readonly samples: Samples;
  readonly validation?: Range;
  readonly training: Range;
}

/** The first samples of the training part alone. */
const atMost = (count: number | null | undefined, cut: CutData): CutData =>
  count == null ? cut : { ...cut, training: { ...cut.training, to: Math.min(cut.training.to, cut.training.from + count) } };

/** How the targets of an output fit it. @throws Failure where they don't */
function fitOutputTargets(
  source: TargetSource,
  samples: Samples,
  sampleShapes: readonly (readonly number[])[],
  index: number,
  { outputs }: DataContext,
  name: string,
): TargetFit & { readonly units?: number; readonly title: string } {
  const output = outputs[index]!;
  const title = titleFor(name, output, outputs);
  if (source.kind === 'array') {
    const shape = sampleShapeOf(samples.targets[index]!);
    return { ...fitNamed(() => fitTargets(shape, output.shape, output.loss, title), output.name, outputs.length > 1), title };
  }
  if (source.kind === 'rotation') return { ...fitTargets([], output.shape, output.loss, title), title };
  if (sampleShapes.length > 1)
    throw new Failure(`"target": "input" takes the samples for targets, and the design has ${sampleShapes.length} Input layers.`, {
      next: `Name the file in "targets"${outputs.length > 1 ? ` for ${output.name}` : ''} instead.`,
    });
  if (output.loss === 'sparse_categorical_crossentropy')
    throw new Failure(`The loss ${output.loss} takes class ids, and with "target": "input" a target is a sample of ${name}.`, {
      next: 'Take a loss like mse or binary_crossentropy.',
    });
  return { kind: 'values', shape: fitOutput(sampleShapes[0]!, output.shape, name), title };
}

/** What does not fit one of several outputs may be meant for the others alone. */
function fitNamed<T>(fit: () => T, output: string, several: boolean): T {
  try {
    return fit();
  } catch (error) {
    if (!(error instanceof Failure) || !several) throw error;
    const own = `Or say what the targets of this output are, such as "target": { "${output}": "input" }.`;
    throw new Failure(error.message, { ...error.details, next: [error.details.next, own].filter(Boolean).join(' ') });
  }
}

/** A part whose samples are targets too, as they go in: scaled and standardized. */
function withOwnTargets(part: DataPart, kinds: readonly TargetSource['kind'][]): DataPart {
  if (!kinds.includes('input')) return part;
  return {
    ...part,
    readTargets: (indices, out, output = 0) =>
      kinds[output] === 'input' ? part.readInputs(indices, out as Float32Array) : part.readTargets(indices, out, output),
  };
}

function requireTurnable({ inputs }: Samples, name: string): void {
  if (inputs.length > 1)
    throw new Failure(`"target": "rotation" turns the samples, and the design has ${inputs.length} Input layers.`, {
      next: 'Keep one of them.',
    });
  requireSquare(sampleShapeOf(inputs[0]!), name);
}

async function cutValidation(
  validation: Validation | undefined,
  all: Samples,
  plan: TargetPlan,
  context: DataContext,
  read: (set: SourceSet) => Promise<Samples>,
): Promise<CutData> {
  if (validation === undefined) return { samples: all, training: wholeOf(all) };
  if (!('inputs' in validation)) return { samples: all, ...split(countOf(all.inputs[0]!), validation) };
  const { inputs, targets, sample_weights: weights } = validation;
  if (plan.names.length > 1 && !isByName(targets))
    throw new Failure('"validation" names one file of targets, and there are several for training.', {
      next: `Name one for each: "targets": { ${plan.owners.map((owner) => `"${owner}": …`).join(', ')} }.`,
    });
  const planned = plan.weights.map((_, column) => {
    const file = valueFor(weights, context.outputs[plan.weighed.indexOf(column)]!.name);
    if (file === undefined && weights !== undefined)
      throw new Failure('"validation" has sample weights, but not of every output that has them for training.', {
        next: 'Name them for each of these outputs, or for none.',
      });
    return file ?? '';
  });
  const samples = await read({
    inputs: inputNames(inputs, context).map((file) => inputSource(file, context.folder)),
    targets: plan.owners.map((owner) => {
      const file = valueFor(targets, owner);
      if (file === undefined)
        throw new Failure(`"validation" names no targets for ${owner}.`, { next: `Add "${owner}" to its "targets".` });
      return targetSource(file, context.folder);
    }),
    ...(weights !== undefined && { weights: planned.map((file) => weightSource(file, context.folder)) }),
  });
  return { samples, validation: wholeOf(samples), training: wholeOf(all) };
}

/** The first samples of a range: `limit` of the training part, as large a share of any other, one at least. */
function limiter(limit: number | undefined, trainingSamples: number): (range: Range) => Range {
  if (limit === undefined || limit >= trainingSamples) return (range) => range;
  return (range) => ({ from: range.from, to: range.from + Math.ceil((lengthOf(range) * limit) / trainingSamples) });
}

function requireSameShapes(samples: Samples, training: Samples, name: string): void {
  for (const kind of ['inputs', 'targets'] as const)
    samples[kind].forEach((array, i) => {
      const other = training[kind][i];
      if (!array || !other) return;
      const [found, expected] = [sampleShapeOf(array), sampleShapeOf(other)];
      if (found.join() !== expected.join())
        throw new Failure(
          `The ${kind} of the training samples of ${name} have the shape [${expected.join(', ')}], those of another part [${found.join(', ')}].`,
          { next: 'All parts of the data must have samples of one shape.' },
        );
    });
}
