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
import type { LoadedData } from './data/loadedData';
import { Failure } from './failure';
import { buildModel } from './model/buildModel';
import type { Streams } from './random/streams';
import type { Settings } from './settings';

/** A design that training can take. */
export interface TrainableDesign {
  readonly design: Design;
  readonly analysis: Analysis;
  readonly data: DataSection;
  readonly input: LayerAnalysis;
  readonly output: LayerAnalysis;
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
  const inputs = used.filter(({ type }) => type === 'Input');
  const byId = new Map(used.map((layer) => [layer.id, layer]));
  const outputs = analysis.outputs.map((id) => byId.get(id)).filter((layer) => layer !== undefined);
  const [[input], [output]] = [inputs, outputs];
  if (!input || inputs.length > 1) throw several('Input layers', inputs, 'A data set has one array of inputs.');
  if (!output || outputs.length > 1) throw several('outputs', outputs, 'A data set has one array of targets.');
  if (!used.some(({ parameters, frozen }) => !frozen && (parameters?.trainable ?? 0) > 0))
    throw new Failure('There is nothing to learn: no layer of the design has weights that may change.', {
      next: 'Add a layer with weights, such as Dense, or remove "trainable": false.',
    });
  const masked = used.find(({ layer }) => layer.mask_zero === true);
  if (masked)
    throw new Failure(`Training does not pass over masked steps yet, and ${masked.name} asks for that with mask_zero.`, {
      next: 'Set mask_zero to false: 0 is then a word like any other.',
    });
  return { design, analysis, data: design.training?.data ?? {}, input, output };
}

function several(what: string, layers: readonly LayerAnalysis[], reason: string): Failure {
  const names = layers.map(({ name }) => name).join(', ');
  return new Failure(
    `Training takes a design with one Input and one output; this one has ${layers.length} ${what}${names && `: ${names}`}.`,
    {
      reason,
      next: 'Keep one of them; "outputs" names the layer that the loss is computed from.',
    },
  );
}

/** The same design with every dimension of its input known, as the data has it. */
export function withSampleShape({ design, input, analysis }: TrainableDesign, sampleShape: readonly number[]): Analysis {
  if (input.output?.join() === sampleShape.join()) return analysis;
  const layers = design.layers.map((layer, index) => (index === input.index ? { ...layer, shape: sampleShape } : layer));
  const known = analyzeText(JSON.stringify({ ...design, layers }));
  const error = known.diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure(`The design does not fit samples of the shape [${sampleShape.join(', ')}]: ${describe(error)}`);
  return known;
}

/** Model, loss, metrics and optimizer of a design. `targetShape`: of one sample. `totalSteps`: see `Optimizer`. */
export function makeLearner(
  analysis: Analysis,
  settings: Settings,
  targetShape: readonly number[],
  streams: Streams,
  totalSteps?: number,
): Learner {
  const model = buildModel(analysis, streams);
  const { loss, optimizer, metrics } = settings;
  return new Learner(
    model,
    makeLoss(loss.name, loss.values),
    metrics.map(({ name, values }) => makeMetric(name, { values, targetShape, outputShape: model.outputShape })),
    new Optimizer(
      optimizer.name,
      optimizer.values,
      model.weights.filter(({ trainable }) => trainable),
      totalSteps,
    ),
    settings.classWeight,
  );
}

/** Fails for metrics that these targets have no meaning for; says what is legal but probably not meant. */
export function checkMetrics({ metrics, loss, classWeight }: Settings, data: LoadedData, outputShape: readonly number[]): string[] {
  if (classWeight && data.targetShape.length > 1)
    throw new Failure(`"class_weight" weighs samples, and a target of ${data.name} has the shape [${data.targetShape.join(', ')}].`, {
      reason: 'A sample has a class where its target is one number, or one-hot.',
      next: 'Remove "class_weight" from the training section.',
    });
  const same = data.targetShape.join() === outputShape.join();
  for (const { name, key } of metrics) {
    const kind = name === 'accuracy' ? accuracyKind(data.targetShape, outputShape) : name;
    if (same || takesIds(kind)) continue;
    throw new Failure(`The metric ${key} can't be computed from the targets of ${data.name}.`, {
      reason: `It compares values with values, but a target has the shape [${data.targetShape.join(', ')}] and an output [${outputShape.join(', ')}].`,
      next: 'For class ids take the metric accuracy.',
    });
  }
  if (outputShape.at(-1) === 1 && loss.name.endsWith('categorical_crossentropy'))
    return [`The loss ${loss.name} over one unit is always 0: with a single output take binary_crossentropy and a sigmoid.`];
  return [];
}
