import path from 'node:path';
import type { Analysis, LayerAnalysis } from '../core/analysis';
import { analyzeText } from '../core/analyze';
import { describe } from '../core/describe';
import type { DataSection, Design } from '../core/document';
import { locate, position } from '../core/locate';
import { accuracyKind, makeMetric, takesIds } from './learning/metrics';
import { Learner } from './learning/learner';
import { makeLoss } from './learning/losses';
import { Optimizer } from './learning/optimizers';
import type { DataContext, LoadedData, TargetColumn } from './data/loadedData';
import { Failure } from './failure';
import { buildModel } from './model/buildModel';
import type { Streams } from './random/streams';
import { readSettings, type OutputSettings, type Settings } from './settings';

/** A design that training can take. */
export interface TrainableDesign {
  readonly design: Design;
  readonly analysis: Analysis;
  readonly data: DataSection;
  /** The model's Input layers and its outputs, in its order. */
  readonly inputs: readonly LayerAnalysis[];
  readonly outputs: readonly LayerAnalysis[];
}

/** Reads a design; fails with its first error and that error's place, or with what training can't do. */
export function checkDesign(text: string, designPath: string): TrainableDesign {
  const analysis = analyzeText(text);
  const error = analysis.diagnostics.find(({ severity }) => severity === 'error');
  if (error) {
    const { line, column } = position(text, locate(text, error.place).offset);
    throw new Failure(`${path.basename(designPath)}:${line}:${column}: ${describe(error)}`, {
      next: 'Training starts once the design has no errors.',
    });
  }
  const { design } = analysis;
  if (!design) throw new Failure(`${path.basename(designPath)} is no design.`);
  const used = analysis.layers.filter((layer) => layer.used);
  const byId = new Map(used.map((layer) => [layer.id, layer]));
  const [inputs, outputs] = [analysis.inputs, analysis.outputs].map((ids) => ids.flatMap((id) => byId.get(id) ?? [])) as [
    LayerAnalysis[],
    LayerAnalysis[],
  ];
  if (!used.some(({ parameters, frozen }) => !frozen && (parameters?.trainable ?? 0) > 0))
    throw new Failure('There is nothing to learn: no layer of the design has weights that may change.', {
      next: 'Add a layer with weights, such as Dense, or remove "trainable": false.',
    });
  const masked = used.find(({ layer }) => layer.mask_zero === true);
  if (masked)
    throw new Failure(`Training does not pass over masked steps yet, and ${masked.name} asks for that with mask_zero.`, {
      next: 'Set mask_zero to false: 0 is then a word like any other.',
    });
  return { design, analysis, data: design.training?.data ?? {}, inputs, outputs };
}

/** What reading the data has to know of the model. */
export const endsOf = ({ inputs, outputs }: TrainableDesign, settings: Settings): Pick<DataContext, 'inputs' | 'outputs'> => ({
  inputs: inputs.map(({ name, output }) => ({ name, shape: output! })),
  outputs: outputs.map(({ name, output }, i) => ({ name, shape: output!, loss: settings.outputs[i]!.loss.name })),
});

/** The settings of a design; fails where it lacks what training needs. */
export const settingsOf = ({ design, outputs }: TrainableDesign, options: Parameters<typeof readSettings>[1]): Settings =>
  readSettings(
    design,
    options,
    outputs.map(({ name }) => name),
  );

/** The same design with every dimension of its inputs known, as the data has it. */
export function withSampleShapes({ design, inputs, analysis }: TrainableDesign, sampleShapes: readonly (readonly number[])[]): Analysis {
  if (inputs.every(({ output }, i) => output?.join() === sampleShapes[i]!.join())) return analysis;
  const shapes = new Map(inputs.map(({ index }, i) => [index, sampleShapes[i]!]));
  const layers = design.layers.map((layer, index) => (shapes.has(index) ? { ...layer, shape: shapes.get(index)! } : layer));
  const known = analyzeText(JSON.stringify({ ...design, layers }));
  const error = known.diagnostics.find(({ severity }) => severity === 'error');
  const said = sampleShapes.map((shape) => `[${shape.join(', ')}]`).join(' and ');
  if (error) throw new Failure(`The design does not fit samples of the shape ${said}: ${describe(error)}`);
  return known;
}

/** Model, losses, metrics and optimizer of a design. `targets`: of the data, for each output. `totalSteps`: see `Optimizer`. */
export function makeLearner(
  analysis: Analysis,
  settings: Settings,
  targets: readonly Pick<TargetColumn, 'shape' | 'weights'>[],
  streams: Streams,
  totalSteps?: number,
): Learner {
  const model = buildModel(analysis, streams);
  const { outputs, optimizer } = settings;
  return new Learner(
    model,
    outputs.map(({ loss, weight, metrics, classWeight }, i) => ({
      loss: makeLoss(loss.name, loss.values),
      weight,
      metrics: metrics.map(({ name, values }) =>
        makeMetric(name, { values, targetShape: targets[i]!.shape, outputShape: model.outputShapes[i]! }),
      ),
      classWeights: classWeight,
      weights: targets[i]!.weights,
    })),
    new Optimizer(
      optimizer.name,
      optimizer.values,
      model.weights.filter(({ trainable }) => trainable),
      totalSteps,
    ),
    settings.penalized,
  );
}

/** Fails for metrics that these targets have no meaning for; says what is legal but probably not meant. */
export function checkMetrics({ outputs }: Settings, data: LoadedData, analysis: Analysis): string[] {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  return outputs.flatMap((output, i) => {
    const shape = byId.get(analysis.outputs[i]!)!.output as readonly number[];
    if (output.classWeight && data.targets[i]!.weights !== undefined)
      throw new Failure('The design has "class_weight" and "sample_weights", which both say how much a sample counts.', {
        next: 'Keep one of them, as Keras wants it too.',
      });
    return checkOutput(output, data.targets[i]!.shape, shape, outputs.length > 1 ? `${data.name} for ${output.name}` : data.name);
  });
}

function checkOutput(
  { loss, metrics, classWeight }: OutputSettings,
  targetShape: readonly number[],
  outputShape: readonly number[],
  title: string,
): string[] {
  if (classWeight && targetShape.length > 1)
    throw new Failure(`"class_weight" weighs samples, and a target of ${title} has the shape [${targetShape.join(', ')}].`, {
      reason: 'A sample has a class where its target is one number, or one-hot.',
      next: 'Remove "class_weight" from the training section.',
    });
  const same = targetShape.join() === outputShape.join();
  for (const { name } of metrics) {
    const kind = name === 'accuracy' ? accuracyKind(targetShape, outputShape) : name;
    if (same || takesIds(kind)) continue;
    throw new Failure(`The metric ${name} can't be computed from the targets of ${title}.`, {
      reason: `It compares values with values, but a target has the shape [${targetShape.join(', ')}] and an output [${outputShape.join(', ')}].`,
      next: 'For class ids take the metric accuracy.',
    });
  }
  if (outputShape.at(-1) === 1 && loss.name.endsWith('categorical_crossentropy'))
    return [`The loss ${loss.name} over one unit is always 0: with a single output take binary_crossentropy and a sigmoid.`];
  return [];
}
