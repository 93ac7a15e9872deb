import type { Json, JsonObject } from '../../document';
import { isObject } from '../../layers/readFields';
import { findNamed } from '../../layers/registries';
import { readObject } from './kerasObject';
import { namedValue } from './namedValue';

/** What a file says about how the model is trained, as a part of a training section. */
export interface ReadTraining {
  readonly section: JsonObject;
  /** What the design has no words for: `the loss MyLoss`. */
  readonly left: readonly string[];
}

/** @param value `compile_config` of Keras 3, `training_config` of older files and of TensorFlow.js */
export function readTraining(value: Json | undefined): ReadTraining | undefined {
  if (!isObject(value)) return undefined;
  const left: string[] = [];
  const section: { [key: string]: Json } = {};
  const [loss, ...more] = each(value.loss);
  if (more.length > 0) left.push('a loss for each output');
  else if (loss !== undefined) take('loss', namedValue('loss', lossName(loss)), 'loss', loss);
  const optimizer = value.optimizer ?? value.optimizer_config;
  if (optimizer !== undefined && optimizer !== null) take('optimizer', optimizerOf(optimizer), 'optimizer', optimizer);
  const metrics = listOf(value.metrics).flatMap((metric) => {
    const read = namedValue('metric', metric);
    if (read === undefined || read === null) left.push(`the metric ${nameOf(metric)}`);
    return read === undefined || read === null ? [] : [read];
  });
  if (metrics.length > 0) section.metrics = metrics;
  if (listOf(value.weighted_metrics).length > 0) left.push('weighted metrics');
  if (listOf(value.loss_weights).length > 1) left.push('weights of losses');
  return Object.keys(section).length > 0 || left.length > 0 ? { section, left } : undefined;

  function take(key: string, read: Json | undefined, what: string, found: Json): void {
    if (read === undefined || read === null) left.push(`the ${what} ${nameOf(found)}`);
    else section[key] = read;
  }
}

/** The learning rate is always written: it is what people look for first. */
function optimizerOf(value: Json): Json | undefined {
  if (typeof value === 'string') return findNamed('optimizer', value)?.name;
  const object = readObject(value);
  if (!isObject(value) || !object) return undefined;
  const { lr, decay: _decay, ...config } = object.config;
  // Keras 2 had a learning rate by a shorter name.
  return namedValue('optimizer', { ...value, config: { ...(lr !== undefined && { learning_rate: lr }), ...config } }, ['learning_rate']);
}

/** The one, or those of a list or a dictionary. */
function each(value: Json | undefined): readonly Json[] {
  const items = Array.isArray(value)
    ? (value as readonly Json[])
    : isObject(value) && !('class_name' in value)
      ? Object.values(value)
      : [value];
  return items.filter((item) => item !== null && item !== undefined);
}

/** All metrics in one list; Keras 2 has a list for each output. */
function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(listOf);
  if (isObject(value) && !('class_name' in value)) return Object.values(value).flatMap(listOf);
  return [value];
}

/** TensorFlow.js writes the names of losses in its own way. */
const lossName = (loss: Json): Json =>
  typeof loss === 'string'
    ? loss
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
        .toLowerCase()
        .replace('sparse_categorical_cross_entropy', 'sparse_categorical_crossentropy')
    : loss;

function nameOf(value: Json): string {
  const object = readObject(value);
  if (object) return typeof object.config.name === 'string' ? `${object.className} (${object.config.name})` : object.className;
  return typeof value === 'string' ? value : 'that is in it';
}
