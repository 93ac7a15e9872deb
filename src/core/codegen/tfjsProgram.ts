import type { Analysis, LayerAnalysis } from '../analysis';
import type { Json, JsonObject, TrainingSection } from '../document';
import { isChain, scopeName, uniqueNames } from '../keras/names';
import { after, type Code } from '../keras/python';
import { isObject } from '../layers/readFields';
import { findNamed } from '../layers/registries';
import { blockPlan } from './blockPlan';
import { indented, printTypescript, statement } from './printTypescript';
import { functionLines, planLines } from './tfjsBlocks';
import { array, entry, inputCall, inputLayerCall, layerCall, literal, withObject } from './tfjsCalls';

/** Names that a constant of the program must not take. */
const TAKEN = [
  ...'abstract any arguments as async await boolean break case catch class const continue debugger declare default delete do else enum'.split(
    ' ',
  ),
  ...'eval export extends false finally for from function get if implements import in instanceof interface let model namespace new null'.split(
    ' ',
  ),
  ...'number of package private protected public return set static string super switch symbol tf this throw true try type typeof'.split(
    ' ',
  ),
  ...'undefined unknown var void while with yield createModel'.split(' '),
];

const variableName = (name: string): string => name.replaceAll(/[^A-Za-z0-9_$]/g, '_').replace(/^(?=\d)|^$/, '_');

/**
 * A design without errors as a program for TensorFlow.js: TypeScript that builds the model, compiles it where the design says how,
 * and trains it. Throws a `Failure` for what TensorFlow.js has not.
 */
export function tfjsProgram(analysis: Analysis): string {
  const name = analysis.design?.name ?? 'model';
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const used = analysis.order.flatMap((id) => (byId.get(id)?.used ? [byId.get(id)!] : []));
  const names = uniqueNames(used, scopeName);
  const plan = blockPlan(analysis, names, { identifier: variableName, taken: TAKEN, part: scopeName });
  const chain = isChain(used, analysis.outputs);
  const built = plan
    ? planLines(plan, analysis, chain, scopeName(name))
    : chain
      ? chainLines(used, names, name)
      : graphLines(used, names, analysis, name);
  const training = analysis.design?.training;
  const compiled = training && analysis.outputs.length === 1 ? compileLines(training) : undefined;
  const blocks = [
    [`// The model ${name.replace(/\s+/g, ' ')}, written by Layerwise for TensorFlow.js.`, "import * as tf from '@tensorflow/tfjs';"],
    ...(plan?.functions ?? []).map(functionLines),
    ['/** The model, not trained. */', 'export function createModel(): tf.LayersModel {', ...indented(built), '}'],
    ...(compiled ? [compiled] : []),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function chainLines(used: readonly LayerAnalysis[], names: ReadonlyMap<string, string>, name: string): string[] {
  const layers = used.map(({ id, layer }) =>
    layer.type === 'Input' ? inputLayerCall(layer as JsonObject, names.get(id)!) : layerCall(layer as JsonObject, names.get(id)),
  );
  // One layer a line, however few there are.
  const lines = layers.map((code) => `    ${printTypescript(code, 4)},`);
  return ['return tf.sequential({', `  name: ${printTypescript(literal(scopeName(name)))},`, '  layers: [', ...lines, '  ],', '});'];
}

function graphLines(
  used: readonly LayerAnalysis[],
  names: ReadonlyMap<string, string>,
  { inputs, outputs }: Analysis,
  name: string,
): string[] {
  const variables = uniqueNames(used, variableName, TAKEN);
  const variable = (id: string): string => variables.get(id)!;
  const lines = used.map((layer) => {
    const { id, type, inputs: taken } = layer;
    const start = `const ${variable(id)} = `;
    if (type === 'Input') return statement(start, inputCall(layer.layer as JsonObject, names.get(id)!));
    const from = taken.length === 1 ? variable(taken[0]!) : `[${taken.map(variable).join(', ')}]`;
    return statement(start, after(layerCall(layer.layer as JsonObject, names.get(id)), `.apply(${from}) as tf.SymbolicTensor`));
  });
  const list = (ids: readonly string[]): Code => (ids.length === 1 ? variable(ids[0]!) : array(ids.map(variable)));
  const present = inputs.filter((id) => variables.has(id));
  const model = withObject('tf.model(', [entry('inputs', list(present)), entry('outputs', list(outputs)), entry('name', literal(scopeName(name)))], ')'); // prettier-ignore
  return [...lines, statement('return ', model)];
}

/** Losses by TensorFlow.js's names. */
const LOSSES: { readonly [name: string]: string } = {
  mean_squared_error: 'meanSquaredError',
  mean_absolute_error: 'meanAbsoluteError',
  mean_absolute_percentage_error: 'meanAbsolutePercentageError',
  mean_squared_logarithmic_error: 'meanSquaredLogarithmicError',
  hinge: 'hinge',
  squared_hinge: 'squaredHinge',
  categorical_hinge: 'categoricalHinge',
  log_cosh: 'logcosh',
  categorical_crossentropy: 'categoricalCrossentropy',
  sparse_categorical_crossentropy: 'sparseCategoricalCrossentropy',
  binary_crossentropy: 'binaryCrossentropy',
  kl_divergence: 'kullbackLeiblerDivergence',
  poisson: 'poisson',
  cosine_similarity: 'cosineProximity',
};
const METRICS: { readonly [name: string]: string } = { accuracy: 'accuracy', mean_squared_error: 'mse', mean_absolute_error: 'mae', binary_accuracy: 'binaryAccuracy', categorical_accuracy: 'categoricalAccuracy', sparse_categorical_accuracy: 'accuracy' }; // prettier-ignore

/** How it is compiled and trained, as far as TensorFlow.js has the same; `undefined` where the design says no loss. */
function compileLines({ loss, optimizer, metrics = [], batch_size, epochs, shuffle }: TrainingSection): string[] | undefined {
  const known = nameOf('loss', loss);
  const own = known && LOSSES[known.name];
  if (!known || own === undefined || Object.keys(known.given).length > 0) return undefined;
  const kept = (Array.isArray(metrics) ? (metrics as readonly Json[]) : []).flatMap(
    (metric) => METRICS[nameOf('metric', metric)?.name ?? ''] ?? [],
  );
  const { code, note } = optimizerCall((optimizer as Json | undefined) ?? 'RMSprop');
  const compile = withObject('model.compile(', [entry('optimizer', code), entry('loss', literal(own)), ...(kept.length > 0 ? [entry('metrics', literal(kept))] : [])], ')'); // prettier-ignore
  const options = [
    ...(batch_size === undefined ? [] : [`batchSize: ${batch_size}`]),
    ...(epochs === undefined ? [] : [`epochs: ${epochs}`]),
    ...(shuffle === false ? ['shuffle: false'] : []),
  ];
  return [
    '/** Trains the model on samples and their targets. */',
    'export async function train(model: tf.LayersModel, samples: tf.Tensor, targets: tf.Tensor): Promise<tf.History> {',
    ...(note ? [`  // ${note}`] : []),
    `  ${printTypescript(compile, 2)};`,
    `  return model.fit(samples, targets, { ${options.join(', ')} });`.replace('{  }', '{}'),
    '}',
  ];
}

function nameOf(
  registry: 'loss' | 'metric' | 'optimizer',
  value: Json | undefined,
): { readonly name: string; readonly given: JsonObject } | undefined {
  const { type, ...given }: JsonObject = isObject(value) ? value : { type: value ?? null };
  const found = typeof type === 'string' ? findNamed(registry, type) : undefined;
  return found && { name: found.name, given };
}

/** Optimizers of TensorFlow.js with their arguments in order, and Keras's defaults of these. */
const OPTIMIZERS: { readonly [name: string]: { readonly call: string; readonly fields: readonly (readonly [field: string, preset: number])[] } } = {
  SGD: { call: 'sgd', fields: [['learning_rate', 0.01]] },
  Adam: { call: 'adam', fields: [['learning_rate', 0.001], ['beta_1', 0.9], ['beta_2', 0.999], ['epsilon', 1e-7]] },
  Adamax: { call: 'adamax', fields: [['learning_rate', 0.001], ['beta_1', 0.9], ['beta_2', 0.999], ['epsilon', 1e-7]] },
  RMSprop: { call: 'rmsprop', fields: [['learning_rate', 0.001], ['rho', 0.9], ['momentum', 0], ['epsilon', 1e-7]] },
  Adagrad: { call: 'adagrad', fields: [['learning_rate', 0.001], ['initial_accumulator_value', 0.1]] },
  Adadelta: { call: 'adadelta', fields: [['learning_rate', 0.001], ['rho', 0.95], ['epsilon', 1e-7]] },
}; // prettier-ignore

function optimizerCall(value: Json): { readonly code: string; readonly note?: string } {
  const { name, given } = nameOf('optimizer', value) ?? { name: '', given: {} };
  const rate = given.learning_rate;
  const first = isObject(rate) ? (rate.initial_learning_rate ?? rate.max_learning_rate) : rate;
  const schedule = isObject(rate) ? 'The learning rate is one number here, the schedule is left out.' : undefined;
  const plainRate = typeof first === 'number' ? first : undefined;
  const momentum = typeof given.momentum === 'number' ? given.momentum : 0;
  if (name === 'SGD' && momentum > 0)
    return { code: `tf.train.momentum(${plainRate ?? 0.01}, ${momentum}, ${given.nesterov === true})`, note: schedule };
  const entryOf = OPTIMIZERS[name];
  if (!entryOf) return { code: `tf.train.adam(${plainRate ?? 0.001})`, note: `TensorFlow.js has no ${name}: this is Adam.` };
  const values = entryOf.fields.map(([field, preset], i) => {
    const value = i === 0 ? plainRate : given[field];
    return typeof value === 'number' ? value : preset;
  });
  // TensorFlow.js has the same defaults.
  const last = values.findLastIndex((value, i) => value !== entryOf.fields[i]![1]);
  const all = values.slice(0, Math.max(1, last + 1));
  return { code: `tf.train.${entryOf.call}(${all.join(', ')})`, note: schedule };
}
