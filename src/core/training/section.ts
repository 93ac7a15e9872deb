import type { Json, JsonObject, JsonPath } from '../document';
import type { Field } from '../layers/fields';
import { isObject, readFields, type FieldProblem } from '../layers/readFields';

/** The training section's own keys, in canonical order; `data` is an object of its own. */
export const trainingFields: readonly Field[] = [
  { name: 'loss', value: { kind: 'named', registry: 'loss' }, group: 'essentials', help: 'What training makes small.' },
  {
    name: 'optimizer',
    value: { kind: 'named', registry: 'optimizer' },
    group: 'essentials',
    help: 'How the weights are changed to get there.',
  },
  {
    name: 'metrics',
    value: { kind: 'namedList', registry: 'metric' },
    default: [],
    group: 'essentials',
    help: 'What else is measured on the way.',
  },
  { name: 'batch_size', value: { kind: 'integer', minimum: 1 }, default: 32, group: 'essentials', help: 'Samples in one step.' },
  {
    name: 'epochs',
    value: { kind: 'integer', minimum: 1 },
    default: 1,
    group: 'essentials',
    help: 'How often training goes through all samples.',
  },
  {
    name: 'shuffle',
    value: { kind: 'boolean' },
    default: true,
    group: 'advanced',
    help: 'Take the samples in another order in each epoch.',
  },
  {
    name: 'seed',
    value: { kind: 'integer', minimum: 0 },
    group: 'advanced',
    help: 'Start of all random numbers: the same seed gives the same run.',
  },
];

/** The keys of `training.data`; `scale` and `validation` have forms of their own. */
export const dataFields: readonly Field[] = [
  { name: 'dataset', value: { kind: 'named', registry: 'dataset' }, group: 'essentials', help: 'A data set that Layerwise knows by name.' },
  { name: 'inputs', value: { kind: 'string' }, group: 'essentials', help: 'File with the samples, beside the design (IDX or NPZ).' },
  { name: 'targets', value: { kind: 'string' }, group: 'essentials', help: 'File with what is to be learned for each sample.' },
  {
    name: 'standardize',
    value: { kind: 'choice', choices: ['per_pixel'] },
    group: 'essentials',
    help: 'Subtract the mean and divide by the deviation of each position.',
  },
];

export const validationFields: readonly Field[] = [
  { name: 'first', value: { kind: 'integer', minimum: 1 }, group: 'essentials', help: 'So many samples from the start.' },
  { name: 'last', value: { kind: 'integer', minimum: 1 }, group: 'essentials', help: 'So many samples from the end.' },
  {
    name: 'first_fraction',
    value: { kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    group: 'essentials',
    help: 'A share from the start.',
  },
  {
    name: 'last_fraction',
    value: { kind: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    group: 'essentials',
    help: 'A share from the end.',
  },
  { name: 'inputs', value: { kind: 'string' }, group: 'essentials', help: 'File with samples that are only for validation.' },
  { name: 'targets', value: { kind: 'string' }, group: 'essentials', help: 'File with the targets of those.' },
];

/** The keys of the training section and of its data, in canonical order. */
export const TRAINING_KEYS: readonly string[] = ['data', ...trainingFields.map(({ name }) => name)];
export const DATA_KEYS: readonly string[] = ['dataset', 'inputs', 'targets', 'scale', 'standardize', 'validation'];

const DATA_KEY: ReadonlySet<string> = new Set(['data']);
const DATA_OTHERS: ReadonlySet<string> = new Set(['scale', 'validation']);
const NO_OTHERS: ReadonlySet<string> = new Set();

/** What samples are multiplied by: a number, or a fraction in words, `"1/255"`. */
function isScale(scale: Json): boolean {
  if (typeof scale !== 'string') return typeof scale === 'number' && Number.isFinite(scale);
  const parts = scale.split('/').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return parts.length <= 2 && parts.every(Number.isFinite) && parts[1] !== 0;
}

/** What is wrong in a training section. Paths start at `training`. What is left out is not wrong here. */
export function checkTraining(training: JsonObject): FieldProblem[] {
  const problems = check('training', trainingFields, training, DATA_KEY, []);
  const { data } = training;
  if (data === undefined) return problems;
  if (!isObject(data)) return [...problems, wrong('training', ['data'], 'an object: { "dataset": … }', data)];
  problems.push(...check('data', dataFields, data, DATA_OTHERS, ['data']));
  const { scale, validation } = data;
  if (scale !== undefined && !isScale(scale))
    problems.push(wrong('data', ['data', 'scale'], 'a number, or a fraction such as "1/255"', scale));
  if (validation !== undefined) problems.push(...checkValidation(validation));
  return problems;
}

function checkValidation(validation: Json): FieldProblem[] {
  const path = ['data', 'validation'];
  const forms =
    'one of { "first": 5000 }, { "last": 5000 }, { "first_fraction": 0.1 }, { "last_fraction": 0.1 } or { "inputs": …, "targets": … }';
  if (!isObject(validation)) return [wrong('data', path, forms, validation)];
  const problems = check('validation', validationFields, validation, NO_OTHERS, path);
  const form = validationFields
    .filter(({ name }) => name in validation)
    .map(({ name }) => name)
    .join(' ');
  if (!['first', 'last', 'first_fraction', 'last_fraction', 'inputs targets'].includes(form) && problems.length === 0)
    problems.push(wrong('data', path, forms, validation));
  return problems;
}

/** Fields left out are no problem: each has a default, or its absence is told in other words. */
function check(owner: string, fields: readonly Field[], object: JsonObject, others: ReadonlySet<string>, path: JsonPath): FieldProblem[] {
  const { problems } = readFields(owner, fields, object, others);
  const given = problems.filter(({ code, path: at }) => code !== 'field.required' || at.length > 0);
  return given.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
}

function wrong(type: string, path: JsonPath, expected: string, found: Json): FieldProblem {
  return { code: 'field.wrong-value', facts: { type, field: String(path.at(-1)), expected, found }, path };
}
