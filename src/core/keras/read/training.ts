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

/** An output of the model: its name in the file, and in the design. */
export interface OutputName {
  readonly file: string;
  readonly design: string;
}

/** @param value `compile_config` of Keras 3, `training_config` of older files and of TensorFlow.js */
export function readTraining(value: Json | undefined, outputs: readonly OutputName[]): ReadTraining | undefined {
  if (!isObject(value)) return undefined;
  const left: string[] = [];
  const section: { [key: string]: Json } = {};
  const loss = perOutput(value.loss, outputs, (one) => known(namedValue('loss', lossName(one)), 'loss', one));
  if (loss !== undefined) section.loss = loss;
  const optimizer = value.optimizer ?? value.optimizer_config;
  if (optimizer !== undefined && optimizer !== null) {
    const read = known(optimizerOf(optimizer), 'optimizer', optimizer);
    if (read !== undefined) section.optimizer = read;
  }
  const metrics = perOutput(apart(value.metrics, outputs), outputs, (one) => {
    const read = listOf(one).flatMap((metric) => known(namedValue('metric', metric), 'metric', metric) ?? []);
    return read.length > 0 ? read : undefined;
  });
  if (metrics !== undefined) section.metrics = alike(metrics);
  const weights = perOutput(value.loss_weights, outputs, (one) => (typeof one === 'number' && one !== 1 ? one : undefined));
  if (isObject(weights)) section.loss_weights = weights;
  if (listOf(value.weighted_metrics).length > 0) left.push('weighted metrics');
  return Object.keys(section).length > 0 || left.length > 0 ? { section, left } : undefined;

  function known(read: Json | undefined, what: string, found: Json): Json | undefined {
    if (read !== undefined && read !== null) return read;
    left.push(`the ${what} ${nameOf(found)}`);
    return undefined;
  }
}

/** One value for all outputs, a list in their order, or a dictionary by name: as a design has it. */
function perOutput(value: Json | undefined, outputs: readonly OutputName[], read: (one: Json) => Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined;
  const byName = isObject(value) && !('class_name' in value) ? value : undefined;
  const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
  if (!byName && !list) return read(value);
  const found = outputs.flatMap(({ file, design }, i): [string, Json][] => {
    const one = byName ? (Object.hasOwn(byName, file) ? byName[file] : undefined) : list?.[i];
    const made = one === undefined || one === null ? undefined : read(one);
    return made === undefined ? [] : [[design, made]];
  });
  return found.length === 0 ? undefined : outputs.length === 1 ? found[0]![1] : Object.fromEntries(found);
}

/** What is the same for each of several outputs is said once. */
function alike(metrics: Json): Json {
  if (!isObject(metrics)) return metrics;
  const [first, ...more] = Object.values(metrics);
  return more.length > 0 && more.every((each) => JSON.stringify(each) === JSON.stringify(first)) ? first! : metrics;
}

/** A list of metrics is one for all outputs, unless there is a list in it for each of several. */
function apart(value: Json | undefined, outputs: readonly OutputName[]): Json | undefined {
  if (!Array.isArray(value)) return value;
  const each = outputs.length > 1 && value.length === outputs.length && value.every((item) => Array.isArray(item) || item === null);
  if (value.length === 0) return undefined;
  return each ? value : Object.fromEntries(outputs.map(({ file }) => [file, value as Json]));
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
