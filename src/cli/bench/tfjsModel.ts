import * as tf from '@tensorflow/tfjs-core';
// tfjs-layers counts on them; the package @tensorflow/tfjs brings them.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { models, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Json, JsonObject } from '../../core/document';
import { valueFor } from '../../core/training/each';
import { EngineProblem } from './job';
import type { RivalLayer, RivalModel } from './rivalModel';

/** Keras 2 had other names for a few arguments, and tfjs-layers keeps them. */
const FIELDS: { readonly [field: string]: string } = { negative_slope: 'alpha' };
/** What tfjs-layers writes in its own way. */
const NAMES: { readonly [name: string]: string } = {
  lecun_normal: 'leCunNormal',
  lecun_uniform: 'leCunUniform',
  LecunNormal: 'LeCunNormal',
  LecunUniform: 'LeCunUniform',
  mse: 'mean_squared_error',
  mae: 'mean_absolute_error',
};

/** A compiled model of tfjs-layers, read from the JSON that Keras 2 wrote. Fails where tfjs-layers has no such thing. */
export async function tfjsModel({ layers, output, parameters, training }: RivalModel): Promise<LayersModel> {
  const inputs = layers.filter(({ type }) => type === 'Input').map(({ id }) => [id, 0, 0]);
  const topology = {
    class_name: 'Model',
    config: { name: 'bench', layers: layers.map(layerJson), input_layers: inputs, output_layers: [[output, 0, 0]] },
  };
  // Its type wants more than what is read.
  const model = await models.modelFromJSON({ modelTopology: topology } as unknown as Parameters<typeof models.modelFromJSON>[0]);
  // What it does not know in a layer tfjs-layers passes over.
  if (model.countParams() !== parameters)
    throw new EngineProblem(`tfjs-layers makes another model of it: ${model.countParams()} parameters instead of ${parameters}.`);
  model.compile({
    optimizer: optimizerOf(training.optimizer),
    loss: camelCase(nameOf(valueFor(training.loss, output), 'loss')),
    metrics: (valueFor<readonly Named[]>(training.metrics, output) ?? []).map((metric) => camelCase(nameOf(metric, 'metric'))),
  });
  return model;
}

function layerJson({ id, type, fields, inputs }: RivalLayer): JsonObject {
  const { shape, ...rest } = fields;
  const config: JsonObject = type === 'Input' ? { batch_input_shape: [null, ...(shape as number[])] } : configOf(rest);
  return {
    name: id,
    class_name: type === 'Input' ? 'InputLayer' : type,
    config: { name: id, ...config },
    inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
  };
}

const configOf = (fields: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [FIELDS[name] ?? name, valueOf(value)]));

/** `{ "type": …, …arguments }` as Keras 2 writes it. */
function valueOf(value: Json): Json {
  if (typeof value === 'string') return NAMES[value] ?? value;
  if (typeof value !== 'object' || value === null || !('type' in value)) return value;
  const { type, ...values } = value;
  return { class_name: valueOf(type ?? ''), config: configOf(values) };
}

type Named = string | (JsonObject & { readonly type: string });

/** What has arguments of its own can't be told to tfjs-layers by name. */
function nameOf(value: Named | undefined, what: string): string {
  if (typeof value === 'string') return value;
  if (value && Object.keys(value).length === 1) return value.type;
  throw new EngineProblem(`The bench can't tell tfjs-layers the ${what} ${JSON.stringify(value)}.`);
}

const camelCase = (name: string): string => (NAMES[name] ?? name).replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function optimizerOf(value: Named | undefined): tf.Optimizer {
  const { type, ...given }: Exclude<Named, string> = typeof value === 'object' ? value : { type: value ?? 'RMSprop' };
  const number = (name: string, standard: number) => {
    const chosen = given[name];
    return typeof chosen === 'number' ? chosen : standard;
  };
  const unknown = Object.keys(given).find((name) => !(KNOWN[type] ?? []).includes(name));
  if (!(type in KNOWN) || unknown !== undefined)
    throw new EngineProblem(`The bench can't tell tfjs-layers the optimizer ${JSON.stringify(value)}.`);
  const rate = number('learning_rate', type === 'SGD' ? 0.01 : 0.001);
  if (type === 'Adam') return tf.train.adam(rate, number('beta_1', 0.9), number('beta_2', 0.999), number('epsilon', 1e-7));
  if (type === 'RMSprop') return tf.train.rmsprop(rate, number('rho', 0.9), number('momentum', 0), number('epsilon', 1e-7));
  const momentum = number('momentum', 0);
  return momentum > 0 ? tf.train.momentum(rate, momentum, given['nesterov'] === true) : tf.train.sgd(rate);
}

/** Arguments that tfjs's optimizers have. */
const KNOWN: { readonly [type: string]: readonly string[] } = {
  SGD: ['learning_rate', 'momentum', 'nesterov'],
  RMSprop: ['learning_rate', 'rho', 'momentum', 'epsilon'],
  Adam: ['learning_rate', 'beta_1', 'beta_2', 'epsilon'],
};
