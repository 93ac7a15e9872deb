import { expect, it } from 'vitest';
import { advise } from '../../../../src/core/advice/advise';
import type { AdviceCode } from '../../../../src/core/advice/adviceFacts';
import { followAll } from '../../../../src/core/advice/followAll';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { JsonObject } from '../../../../src/core/document';

const none = new Set<string>();
const codes = (text: string): string[] => advise(analyzeText(text)).map(({ code }) => code);
const hidden = (i: number, more: JsonObject = {}): JsonObject => ({ name: `h${i}`, type: 'Dense', units: 8, activation: 'relu', ...more });
const design = (layers: readonly JsonObject[], training?: JsonObject): string =>
  JSON.stringify(
    { layerwise: 1, layers: [{ name: 'x', type: 'Input', shape: [28, 28] }, ...layers], ...(training && { training }) },
    null,
    2,
  );

function followed(text: string, only?: AdviceCode): string {
  const edit = followAll(text, none, only);
  const result = edit && applyEdit(text, edit);
  if (!result?.ok) throw new Error(result?.reason ?? 'nothing to do');
  return applyTextEdits(text, result.edits);
}

const poor = design(
  [
    hidden(0),
    { type: 'Dropout', rate: 0.2 },
    { name: 'g', type: 'Dense', units: 8 },
    { type: 'BatchNormalization' },
    { name: 'a', type: 'Activation', activation: 'selu' },
    hidden(1, { kernel_regularizer: 'l2', kernel_constraint: 'max_norm' }),
    { name: 'y', type: 'Dense', units: 3 },
  ],
  { data: { dataset: 'mnist' }, loss: 'categorical_crossentropy', optimizer: { type: 'Adam', learning_rate: 2 } },
);

it('all advice of a design is followed in one change', () => {
  expect(new Set(codes(poor)).size).toBeGreaterThan(6);
  const after = followed(poor);
  expect(codes(after)).toEqual([]);
  const errors = analyzeText(after).diagnostics.filter(({ severity }) => severity === 'error');
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['layer.missing-name']));
});

it('all of one code is', () => {
  const after = followed(poor, 'init.relu-needs-he');
  expect(codes(after)).toEqual(codes(poor).filter((code) => code !== 'init.relu-needs-he'));
});

it('there is nothing to do where nothing is advised, or wanted', () => {
  expect(followAll(design([]), none)).toBeUndefined();
  expect(followAll(design([hidden(0), { name: 'y', type: 'Dense', units: 1 }]), new Set(['init.relu-needs-he']))).toBeUndefined();
});

it('a thousand layers take no minute', () => {
  const text = design([
    { name: 'f', type: 'Flatten' },
    ...Array.from({ length: 1000 }, (_, i) => hidden(i)),
    { name: 'y', type: 'Dense', units: 1 },
  ]);
  expect(codes(followed(text, 'init.relu-needs-he'))).toEqual(['deep.not-normalized']);
});
