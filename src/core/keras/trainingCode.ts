import type { TrainingSection } from '../document';
import { valueFor } from '../training/each';
import { classCall } from './calls';
import { configured, type ProgramEnd } from './compileCode';
import { dataCode } from './dataCode';
import { call, keyword, list, literal, print, type Code } from './python';

/** Callbacks whose arguments are Keras's; the others are about the folder of a run. */
const CALLBACKS: ReadonlySet<string> = new Set(['EarlyStopping', 'ReduceLROnPlateau', 'TerminateOnNaN']);

/** Reading the data, `model.fit(…)` and what comes after it, in the order in which it runs. */
export function fitLines(training: TrainingSection, inputs: readonly ProgramEnd[], outputs: readonly ProgramEnd[]): string[] {
  const { data = {}, batch_size, epochs, callbacks = [], class_weight, shuffle, phases } = training;
  const known = callbacks.map(configured).filter(({ type }) => CALLBACKS.has(type));
  const weights = outputs.length === 1 ? valueFor(class_weight, outputs[0]!.name) : undefined;
  const arrays = dataCode(data, inputs, outputs);
  const validation: Code = { open: '(', items: [arrays.inputs('valid'), arrays.targets('valid')], close: ')' };
  const fit = call(
    'model.fit',
    arrays.inputs('train'),
    arrays.targets('train'),
    ...(batch_size === undefined ? [] : [keyword('batch_size', literal(batch_size))]),
    ...(epochs === undefined ? [] : [keyword('epochs', literal(epochs))]),
    ...(data.validation ? [keyword('validation_data', validation)] : []),
    ...(shuffle === false ? [keyword('shuffle', 'False')] : []),
    ...(weights ? [keyword('class_weight', classWeights(weights))] : []),
    ...(known.length > 0 ? [keyword('callbacks', list(known.map(({ type, ...given }) => classCall('callback', type, given))))] : []),
  );
  return [
    ...arrays.lines,
    ...(phases?.length ? [`# Layerwise trains this in ${phases.length} phases, with some layers frozen; here all at once.`] : []),
    ...(class_weight && outputs.length > 1 ? ['# Keras weighs classes only of a model with one output.'] : []),
    print(fit, INDENT),
    ...(data.dataset === undefined ? [] : [print(call('model.evaluate', arrays.inputs('test'), arrays.targets('test')), INDENT)]),
  ];
}

const INDENT = 4;

const classWeights = (weights: readonly number[]): Code => ({
  open: '{',
  items: weights.map((weight, i) => `${i}: ${weight}`),
  close: '}',
});
