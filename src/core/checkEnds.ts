import type { Diagnostic } from './diagnostics';
import type { Json, JsonObject, JsonPath, TrainingSection } from './document';
import type { Field } from './layers/fields';
import { isObject } from './layers/readFields';
import { suggest } from './suggest';
import { isByName, valueFor, type Each } from './training/each';
import { dataFields, trainingFields } from './training/fields';

/** Names of a model's Input layers and of its outputs, in their order. */
export interface Ends {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * What the training section says by the names of inputs and outputs: each is there, and nothing is left unsaid that several of
 * them need.
 */
export function checkEnds(training: TrainingSection, ends: Ends, diagnostics: Diagnostic[]): void {
  const section = training as JsonObject;
  const data = isObject(section.data) ? section.data : {};
  checkNames(section, trainingFields, ['training'], ends, diagnostics);
  checkNames(data, dataFields, ['training', 'data'], ends, diagnostics);
  if (isObject(data.validation)) {
    const files = dataFields.filter(({ name }) => name === 'inputs' || name === 'targets');
    checkNames(data.validation, files, ['training', 'data', 'validation'], ends, diagnostics);
  }
  const { inputs, outputs } = ends;
  const add = (path: JsonPath, what: 'input' | 'output', names: readonly string[]): void => {
    const field = String(path.at(-1));
    if (names.length > 0)
      diagnostics.push({
        code: 'training.not-of-each',
        severity: 'warning',
        facts: { field, what, names },
        place: { path: ['training', ...path] },
      });
  };
  const { loss, class_weight: weights } = section;
  if (isByName(loss)) add(['loss'], 'output', unsaid(loss, outputs));
  if (outputs.length > 1 && Array.isArray(weights)) add(['class_weight'], 'output', outputs);
  if (inputs.length > 1 && data.dataset !== undefined) add(['data', 'dataset'], 'input', inputs);
  if (data.dataset !== undefined) return;
  if (data.inputs !== undefined && (inputs.length > 1 || isByName(data.inputs)))
    add(['data', 'inputs'], 'input', isByName(data.inputs) ? unsaid(data.inputs, inputs) : inputs);
  if (isByName(data.targets)) {
    const missing = unsaid(data.targets, outputs);
    add(
      ['data', 'targets'],
      'output',
      missing.filter((name) => valueFor(data.target as Each<Json>, name) === undefined),
    );
  }
}

const unsaid = (value: JsonObject, names: readonly string[]): readonly string[] =>
  names.filter((name) => valueFor(value, name) === undefined);

function checkNames(object: JsonObject, fields: readonly Field[], path: JsonPath, ends: Ends, diagnostics: Diagnostic[]): void {
  for (const { name: field, each } of fields) {
    const value = object[field];
    if (!each || !isByName(value)) continue;
    const known = each.of === 'input' ? ends.inputs : ends.outputs;
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      const facts = { field, what: each.of, name, known, suggestion: suggest(name, known) };
      diagnostics.push({ code: 'training.no-such-end', severity: 'error', facts, place: { path: [...path, field, name], key: true } });
    }
  }
}
