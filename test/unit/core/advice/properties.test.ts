import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advise } from '../../../../src/core/advice/advise';
import { analyzeText } from '../../../../src/core/analyze';
import { describe } from '../../../../src/core/describe';
import type { Json, JsonObject } from '../../../../src/core/document';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import { randomDesign } from '../edit/randomDesign';

const RUNS = { numRuns: 150 * Number(process.env.RUNS ?? 1) };

/** Kinds of layers that advice looks at; more likely than not in a row that makes sense. */
const layer = fc.record({
  type: fc.constantFrom(
    'Dense',
    'Dense',
    'Dense',
    'BatchNormalization',
    'Dropout',
    'Flatten',
    'ReLU',
    'Activation',
    'Softmax',
    'Add',
    'LSTM',
  ),
  activation: fc.constantFrom<Json>('relu', 'selu', 'tanh', 'sigmoid', 'softmax', 'linear', null, {
    type: 'leaky_relu',
    negative_slope: 0.1,
  }),
  initializer: fc.constantFrom<Json | undefined>(undefined, 'he_normal', 'lecun_normal', { type: 'glorot_uniform', seed: 3 }, 'nonsense'),
  units: fc.constantFrom(1, 4, 10),
  regularizer: fc.constantFrom<Json | undefined>(undefined, undefined, 'l2', { type: 'l1_l2', l2: 0.1 }),
  constraint: fc.constantFrom<Json | undefined>(undefined, undefined, 'max_norm'),
  axis: fc.constantFrom<Json | undefined>(undefined, undefined, 1, -2),
  back: fc.integer({ min: 0, max: 12 }),
  unnamed: fc.integer({ min: 0, max: 9 }),
});

const training = fc.record({
  loss: fc.constantFrom<Json>('mse', 'sparse_categorical_crossentropy', 'categorical_crossentropy', 'bce', 'nonsense', {
    type: 'sparse_categorical_crossentropy',
    from_logits: true,
  }),
  data: fc.constantFrom<Json>({ dataset: 'mnist' }, { dataset: 'mnist', scale: '1/255' }, { inputs: 'a', targets: 'b' }, 'mnist', null),
  optimizer: fc.constantFrom<Json>('Adam', { type: 'SGD', learning_rate: 7 }, { type: 'Lion', learning_rate: 0.5 }, 3),
});

const design = fc
  .record({ rank: fc.integer({ min: 1, max: 3 }), layers: fc.array(layer, { maxLength: 10 }), training: fc.option(training) })
  .map(({ rank, layers, training: section }): JsonObject => ({
    layerwise: 1,
    layers: [
      { name: 'x', type: 'Input', shape: Array.from({ length: rank }, () => 4) },
      ...layers.map(({ type, activation, initializer, units, regularizer, constraint, axis, back, unnamed }, i): JsonObject => ({
        ...(unnamed > 0 && { name: `h${i}` }),
        type,
        ...(type === 'Add' && { inputs: [`h${Math.max(0, i - 1)}`, `h${Math.max(0, i - 1 - back)}`] }),
        ...((type === 'Dense' || type === 'LSTM') && { units }),
        ...(['Dense', 'Activation', 'LSTM'].includes(type) && { activation }),
        ...(type === 'Dense' && initializer !== undefined && { kernel_initializer: initializer }),
        ...(type === 'Dense' && regularizer !== undefined && { kernel_regularizer: regularizer }),
        ...(type === 'Dense' && constraint !== undefined && { kernel_constraint: constraint }),
        ...(type === 'BatchNormalization' && axis !== undefined && { axis }),
        ...(type === 'Dropout' && { rate: 0.5 }),
        ...(back === 0 && { inputs: ['x'] }),
      })),
    ],
    ...(section && { training: section }),
  }));

const errorsOf = (text: string): string[] =>
  analyzeText(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)
    .toSorted();

/** Each fix of each advice can be made, makes no error, and makes what it is for quiet. */
function check(text: string): void {
  const advice = advise(analyzeText(text));
  const errors = errorsOf(text);
  for (const { code, layer: id, fixes = [], ...rest } of advice) {
    expect(describe({ code, ...rest } as (typeof advice)[number])).not.toMatch(/undefined|\[object|NaN/);
    for (const { title, edit } of fixes) {
      const result = applyEdit(text, edit);
      if (!result.ok) throw new Error(`${title}: ${result.reason}`);
      const after = applyTextEdits(text, result.edits);
      const left = [...errors];
      expect(errorsOf(after).filter((error) => !left.splice(left.indexOf(error), left.includes(error) ? 1 : 0).length)).toEqual([]);
      const count = (all: readonly { code: string }[]) => all.filter((one) => one.code === code).length;
      expect({ code, title, id, less: count(advise(analyzeText(after))) < count(advice) }).toEqual({ code, title, id, less: true });
    }
  }
}

test('a fix never makes an error, and there is less of what it is for', () => {
  fc.assert(
    fc.property(design, fc.boolean(), (made, indented) => check(JSON.stringify(made, null, indented ? 2 : 0))),
    RUNS,
  );
});

test('designs that make no sense are no trouble', () => {
  fc.assert(
    fc.property(randomDesign(true), (made) => check(JSON.stringify(made))),
    RUNS,
  );
});
