import type { Json, JsonObject } from '../../src/core/document';
import type { Field } from '../../src/core/layers/fields';
import { meanSlope } from '../../src/core/layers/activationLayers';
import { layerTypes } from '../../src/core/layers/index';
import { isDefault, isObject, readFields } from '../../src/core/layers/readFields';
import { isProblem, resolveNamed } from '../../src/core/layers/registries';
import { isByName } from '../../src/core/training/each';
import { serialize } from '../../src/core/serialize';

/**
 * A design's text with what Keras's files can hold: the model, and optimizer, loss and metrics. Values that say the same are
 * written alike: defaults are left out, and names are the registry's.
 *
 * @param compiled whether the optimizer is in the file: it is not in what `to_json()` gives
 */
export function inTheWordsOfKeras(design: JsonObject, compiled = true): string {
  const training = isObject(design.training) ? design.training : {};
  const { loss, optimizer, metrics } = training;
  const section = {
    ...(loss !== undefined && { loss: each(loss, (one) => named('loss', one)) }),
    ...(loss !== undefined && training.loss_weights !== undefined && { loss_weights: training.loss_weights }),
    ...(loss !== undefined && compiled && { optimizer: inKeras(named('optimizer', optimizer ?? 'RMSprop')) }),
    ...(loss !== undefined &&
      metrics !== undefined && { metrics: each(metrics, (list) => (list as Json[]).map((metric) => named('metric', metric))) }),
  };
  const all = design.layers as JsonObject[];
  const layers = all.map((each, i) =>
    layer(JSON.stringify(each.inputs) === JSON.stringify([all[i - 1]?.name]) ? without(each, 'inputs') : each),
  );
  return serialize({ ...design, layers, training: section } as never);
}

/** Of several outputs each can have its own. */
const each = (value: Json, write: (value: Json) => Json): Json =>
  isByName(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, write(one)])) : write(value);

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

function layer({ type, ...rest }: JsonObject): JsonObject {
  const spec = layerTypes.get(type as string);
  // Keras 3 has dropped it for a field of another one.
  if (type === 'ThresholdedReLU') return layer({ ...rest, theta: undefined!, type: 'ReLU', threshold: rest.theta ?? 1 });
  // Keras has none; in prediction it is this.
  if (type === 'RReLU') return layer({ ...without(without(rest, 'lower'), 'upper'), type: 'LeakyReLU', negative_slope: meanSlope(rest) });
  if (!spec) return { type: type!, ...rest };
  const { values } = readFields(type as string, spec.fields, rest, new Set(['name', 'inputs', 'trainable']));
  const own = Object.fromEntries(spec.fields.flatMap((field) => (field.name in rest ? field_(field, values[field.name]!) : [])));
  const { name, inputs, trainable } = rest;
  return { name: name!, type: type!, ...(inputs !== undefined && { inputs }), ...own, ...(trainable === false && { trainable }) };
}

function field_(field: Field, value: Json): [string, Json][] {
  if (isDefault(field, value) || (value === 'linear' && field.default === null)) return [];
  if (field.value.kind === 'named' && value !== null && typeof value !== 'number')
    return [[field.name, named(field.value.registry, value)]];
  if (field.value.kind === 'layer' && isObject(value)) return [[field.name, layer(value)]];
  return [[field.name, value]];
}

function named(registry: Parameters<typeof resolveNamed>[0], value: Json): Json {
  const resolved = resolveNamed(registry, value);
  if (isProblem(resolved)) return value;
  const { entry, values } = resolved;
  const given = Object.fromEntries(entry.fields.flatMap((field) => field_(field, values[field.name]!)));
  return { type: entry.name, ...given };
}

/** What Keras has no words for. */
function inKeras(optimizer: Json): Json {
  const { exclude_from_weight_decay: _excluded, ...rest } = optimizer as JsonObject;
  const rate = rest.learning_rate;
  if (!isObject(rate) || rate.type !== 'OneCycle') return rest;
  return named('optimizer', { ...rest, learning_rate: rate.max_learning_rate! });
}
