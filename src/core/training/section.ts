import * as l10n from '@vscode/l10n';
import type { Json, JsonObject, JsonPath } from '../document';
import type { Field } from '../layers/fields';
import { isObject, readFields, type FieldProblem } from '../layers/readFields';
import { dataFields, trainingFields, validationForms } from './fields';
import { phaseFields } from './phases';
import { weightsFields } from './weights';

/** The keys of the training section and of its data, in canonical order. */
export const TRAINING_KEYS: readonly string[] = ['data', ...trainingFields.map(({ name }) => name), 'phases', 'weights'];
export const DATA_KEYS: readonly string[] = [...dataFields.map(({ name }) => name), 'validation'];

const TRAINING_OTHERS: ReadonlySet<string> = new Set(['data', 'phases', 'weights']);
const DATA_OTHERS: ReadonlySet<string> = new Set(['validation']);
const validationFields: readonly Field[] = validationForms.flatMap(({ fields }) => fields);
const NO_OTHERS: ReadonlySet<string> = new Set();

/** What is wrong in a training section. Paths start at `training`. What is left out is not wrong here. */
export function checkTraining(training: JsonObject): FieldProblem[] {
  const problems = check('training', trainingFields, training, TRAINING_OTHERS, []);
  const { data, phases, weights } = training;
  if (phases !== undefined) problems.push(...checkPhaseFields(phases));
  if (weights !== undefined) problems.push(...checkWeights(weights));
  if (data === undefined) return problems;
  if (!isObject(data)) return [...problems, wrong('training', ['data'], l10n.t('an object: { "dataset": … }'), data)];
  problems.push(...check('data', dataFields, data, DATA_OTHERS, ['data']));
  const { validation } = data;
  if (validation !== undefined) problems.push(...checkValidation(validation));
  return problems;
}

function checkPhaseFields(phases: Json): FieldProblem[] {
  const expected = l10n.t('a list of phases: [{ "freeze": ["hidden*"], "epochs": 4 }, …]');
  if (!Array.isArray(phases) || phases.length === 0) return [wrong('training', ['phases'], expected, phases)];
  return (phases as readonly Json[]).flatMap((phase, i) => {
    if (isObject(phase)) return check('phase', phaseFields, phase, NO_OTHERS, ['phases', i]);
    return [wrong('training', ['phases', i], l10n.t('a phase: { "freeze": ["hidden*"], "epochs": 4 }'), phase)];
  });
}

function checkWeights(weights: Json): FieldProblem[] {
  if (!isObject(weights)) return [wrong('training', ['weights'], l10n.t('an object: { "from": "a run or a file of weights" }'), weights)];
  const { problems } = readFields('weights', weightsFields, weights, NO_OTHERS);
  return problems.map((problem) => ({ ...problem, path: ['weights', ...problem.path] }));
}

function checkValidation(validation: Json): FieldProblem[] {
  const path = ['data', 'validation'];
  const forms = l10n.t(
    'one of { "first": 5000 }, { "last": 5000 }, { "first_fraction": 0.1 }, { "last_fraction": 0.1 } or { "inputs": …, "targets": … }',
  );
  if (!isObject(validation)) return [wrong('data', path, forms, validation)];
  const problems = check('validation', validationFields, validation, NO_OTHERS, path);
  const fits = validationForms.some(
    ({ fields }) =>
      fields.every(({ name, default: preset }) => preset !== undefined || name in validation) &&
      validationFields.every(({ name }) => !(name in validation) || fields.some((field) => field.name === name)),
  );
  if (!fits && problems.length === 0) problems.push(wrong('data', path, forms, validation));
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
