import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withAdvice } from '../../../../src/core/advice/advise';
import { analyzeText } from '../../../../src/core/analyze';
import { proposal, runAnswer, summaryOf, validation } from '../../../../src/core/assistant/answers';
import { editForms, readEdits } from '../../../../src/core/assistant/editForms';
import { toolSchemas } from '../../../../src/core/assistant/toolSchemas';
import { applyTextEdits } from '../../../../src/core/edit';
import { newRun, reduceRun } from '../../../../src/core/training/run';

const design = (units: unknown = 8): string =>
  JSON.stringify({ layerwise: 1, name: 'net', layers: [{ name: 'x', type: 'Input', shape: [4] }, { name: 'a', type: 'Dense', units, activation: 'relu' }] }); // prettier-ignore

interface Contributed {
  readonly name: string;
  readonly inputSchema: unknown;
  readonly modelDescription: string;
}
const contributed = (
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../../package.json'), 'utf8')) as {
    readonly contributes: { readonly languageModelTools: readonly Contributed[] };
  }
).contributes.languageModelTools;

test('package.json tells models what the tools take, in words for each field', () => {
  expect(Object.fromEntries(contributed.map(({ name, inputSchema }) => [name, inputSchema]))).toEqual(toolSchemas);
  const undescribed = (schema: object, at: string): string[] =>
    Object.entries((schema as { properties?: Record<string, object> }).properties ?? {}).flatMap(([name, inner]) => [
      ...('description' in inner || at.endsWith('edge') ? [] : [`${at}.${name}`]),
      ...undescribed((inner as { items?: object }).items ?? inner, `${at}.${name}`),
    ]);
  expect(contributed.flatMap(({ name, inputSchema }) => undescribed(inputSchema as object, name))).toEqual([]);
});

test('validation tells each problem with its line and the edits that mend it', () => {
  const text = design(0).replaceAll(',"name":"a"', ',\n"name":"a"').replace('"relu"', '"rleu"');
  const { text: words, data } = validation(text, withAdvice(analyzeText(text)));
  expect(words).toMatch(/^The design has 2 errors: it cannot be trained like this\.\nerror, line 1: /);
  const { problems } = data as {
    readonly problems: readonly { readonly code: string; readonly fixes: readonly { readonly edit: unknown }[] }[];
  };
  const typo = problems.find(({ fixes }) => fixes.length > 0);
  expect(typo?.fixes[0]?.edit).toEqual({ type: 'setField', layer: 'a', field: 'activation', value: 'relu' });
});

test('a summary names layers as edits do', () => {
  const { text, data } = summaryOf(analyzeText(design()));
  expect(text).toContain('Total params: 40');
  expect(data).toMatchObject({ parameters: 40, layers: [{ layer: 'x' }, { layer: 'a', takes: ['x'], output: [8], parameters: 40 }] });
  expect(summaryOf(analyzeText('{')).data).toEqual({ valid: false });
});

test('an edit is told as what it changes before it is made', () => {
  const edits = [
    { type: 'setField', layer: 'a', field: 'units', value: 16 },
    { type: 'addLayer', layerType: 'Dropout', fields: { rate: 0.5 }, position: { after: 'a' } },
  ];
  const found = proposal(design(), edits);
  if (!found.ok) throw new Error(found.reason);
  expect(found.answer.text).toContain('~ Dense a: units 8 → 16');
  expect(found.answer.text).toContain('+ Dropout dropout');
  expect(analyzeText(applyTextEdits(design(), found.edits)).totals.total).toBe(80);
  const wrong = proposal(design(), [{ type: 'setField', layer: 'a', field: 'units', value: -1 }]);
  expect(wrong.ok && wrong.answer.text).toMatch(/New error: /);
  expect(proposal(design(), [{ type: 'deleteLayers', layers: ['nobody'] }])).toMatchObject({ ok: false });
});

test.each([
  [undefined, /list of edits/],
  [[{ type: 'explode' }], /^Edit 1: there is no type explode; there are setField/],
  [[{ type: 'setField', layer: 'a', field: 'units', vlaue: 3 }], /setField has no "vlaue"/],
  [[{ type: 'setField', layer: 'a' }], /"field" of setField has to be a text/],
  [[{ type: 'moveLayer', layer: 'a', position: { behind: 'x' } }], /"position" of moveLayer has to be one of/],
  [[{ type: 'setTraining', path: [], value: 1 }], /"path" of setTraining has to be a list of keys/],
  [[{ type: 'constructor' }], /there is no type constructor/],
])('edits that are none are refused in words: %o', (edits, words) => {
  expect(readEdits(edits)).toMatch(words);
});

test('every kind of edit has words for a model', () => {
  for (const { help, parts } of Object.values(editForms)) expect([help.length > 10, Object.keys(parts).length > 0]).toEqual([true, true]);
});

test('a run is told with its epochs', () => {
  const logs = { loss: 0.5, accuracy: 0.9 };
  const run = reduceRun({ ...newRun('r1', 'net'), epochs: 3 }, { type: 'epoch', epoch: 1, step: 10, logs, learningRate: 0.1, seconds: 1, samplesPerSecond: 10, best: true }); // prettier-ignore
  const { text, data } = runAnswer(run);
  expect(text).toContain('Last epoch: loss 0.5000, accuracy 0.9000.');
  expect(data).toMatchObject({ id: 'r1', epochs: 3, epochLogs: [{ epoch: 1, logs }] });
});
