import { describe, expect, test } from 'vitest';
import { withAdvice } from '../../../src/core/advice/advise';
import { analyzeText } from '../../../src/core/analyze';
import { summaryOf, validation } from '../../../src/core/assistant/answers';
import { fold } from '../../../src/core/blocks/fold';
import { tfjsProgram } from '../../../src/core/codegen/tfjsProgram';
import { costsOf } from '../../../src/core/costs/costs';
import { describe as inWords } from '../../../src/core/describe';
import { diffDesigns } from '../../../src/core/diff/diffDesigns';
import { diffMarkdown } from '../../../src/core/diff/diffText';
import { applyEdit, applyTextEdits, copyLayers } from '../../../src/core/edit';
import type { Json } from '../../../src/core/document';
import type { Edit, Position } from '../../../src/core/edits';
import { fixesFor } from '../../../src/core/fixes';
import { kerasProgram } from '../../../src/core/keras/program';
import { readModel } from '../../../src/core/keras/read/readModel';
import { pythonJson } from '../../../src/core/keras/write/pythonJson';
import { modelConfig } from '../../../src/core/keras/write/modelConfig';
import { markdownSummary } from '../../../src/core/markdownSummary';
import { outlineOf } from '../../../src/core/outline';
import { parseDesign } from '../../../src/core/parse';
import { serialize } from '../../../src/core/serialize';
import { summaryTable } from '../../../src/core/summary';
import { ODD, ODD_DESIGN, plainly } from '../oddNames';

const odd = analyzeText(ODD_DESIGN);
const plain = analyzeText(plainly(ODD_DESIGN));
const ids = [...odd.layers, ...odd.instances].map(({ id }) => id);

test('the design is right, and its layers are called as the file says', () => {
  expect(odd.diagnostics.filter(({ severity }) => severity !== 'hint')).toEqual([]);
  for (const name of ['__proto__', 'constructor', 'toString_1___proto__', 'hasOwnProperty_2', 'deep_constructor___proto__'])
    expect(ids).toContain(name);
});

/** What is made of both designs is the same but for the names. */
test.each<[string, (analysis: typeof odd) => unknown]>([
  [
    'analysis',
    (analysis) => ({
      ...analysis,
      layers: analysis.layers.map(({ spec: _, ...layer }) => layer),
      instances: analysis.instances.map(({ spec: _, ...one }) => one),
    }),
  ],
  ['advice', (analysis) => withAdvice(analysis).diagnostics.map(inWords)],
  ['fold', (analysis) => [[], analysis.instances.map(({ id }) => id)].map((open) => fold(analysis, new Set(open)).edges)],
  ['costs', costsOf],
  // Names are cut there.
  ['summary', (analysis) => summaryTable(analysis).replaceAll(/[a-z_]/gi, '')],
  ['Markdown', (analysis) => markdownSummary(analysis, 'design').replaceAll('\\', '')],
  ['Keras program', kerasProgram],
  ['Keras config', (analysis) => (['keras3', 'keras2'] as const).map((dialect) => modelConfig(analysis, dialect))],
  ['TensorFlow.js program', tfjsProgram],
  ['outline', outlineOf],
  ['assistant', (analysis) => [summaryOf(analysis).data, validation('', analysis)]],
  ['diff', (analysis) => diffMarkdown(diffDesigns(analysis, analyzeText('{ "layerwise": 1, "layers": [] }')))],
  ['text', ({ written }) => serialize(written!)],
])('%s', (_, make) => {
  const text = (value: unknown): string => JSON.stringify(value, undefined, 1);
  expect(plainly(text(make(odd))).split('\n')).toEqual(text(make(plain)).split('\n'));
});

test('a model of Keras with such names comes in as it went out', () => {
  const roundTrip = (analysis: typeof odd) => {
    const model = JSON.parse(pythonJson(modelConfig(analysis, 'keras3').model)) as Json;
    return JSON.stringify(readModel({ model, name: 'model' }));
  };
  expect(roundTrip(odd)).toContain('"constructor"');
  expect(plainly(roundTrip(odd))).toBe(roundTrip(plain));
});

describe('every edit', () => {
  const positions = (id: string): readonly Position[] => [{ after: id }, { before: id }, { end: true }];
  const edits = ids.flatMap((layer): Edit[] => [
    { type: 'setField', layer, field: 'trainable', value: false },
    { type: 'renameLayer', layer, name: 'toLocaleString' },
    ...positions(layer).map((position): Edit => ({ type: 'addLayer', layerType: 'ReLU', name: '__defineGetter__', position })),
    { type: 'deleteLayers', layers: [layer] },
    { type: 'duplicateLayers', layers: [layer] },
    { type: 'wrapLayers', layers: [layer], block: 'toString' },
    { type: 'unwrapBlock', layer },
    ...ids
      .slice(0, 6)
      .flatMap((other): Edit[] => [
        ...positions(other).map((position): Edit => ({ type: 'moveLayer', layer, position })),
        { type: 'connect', from: layer, to: other },
      ]),
  ]);
  edits.push(
    { type: 'renameBlock', block: '__proto__', name: 'hasOwnProperty' },
    { type: 'renameBlock', block: 'constructor', name: 'valueOf' },
    { type: 'setTraining', path: ['loss_weights', '__proto__'], value: 2 },
    { type: 'setTraining', path: ['metrics', 'valueOf'] },
    { type: 'setTraining', path: ['constructor', 'prototype'], value: 1 },
  );
  test('does the same as with other names', () => {
    const run = (text: string, edit: Edit) => {
      const result = applyEdit(text, edit);
      return result.ok ? { text: applyTextEdits(text, result.edits), select: result.select } : result;
    };
    for (const edit of edits) {
      const other = JSON.parse(plainly(JSON.stringify(edit))) as Edit;
      expect(JSON.parse(plainly(JSON.stringify(run(ODD_DESIGN, edit))))).toEqual(run(plainly(ODD_DESIGN), other));
    }
  });
  test('and what is copied is pasted', () => {
    const copy = (text: string, names: readonly string[]) => {
      const copied = copyLayers(text, names);
      if (!copied.ok) return copied;
      const pasted = applyEdit(text, { type: 'pasteLayers', text: copied.text, position: { end: true } });
      return pasted.ok ? applyTextEdits(text, pasted.edits) : pasted;
    };
    for (const id of ids)
      expect(plainly(JSON.stringify(copy(ODD_DESIGN, [id])))).toBe(JSON.stringify(copy(plainly(ODD_DESIGN), [plainly(id)])));
  });
});

test('a name that is only asked for is found nowhere', () => {
  for (const [name] of ODD) {
    const text = `{ "layerwise": 1, "layers": [{ "name": "x", "type": "Input", "shape": [2] }, { "name": "y", "type": "Dense", "units": 1, "inputs": ["${name}"] }] }`;
    expect(analyzeText(text).diagnostics.map(({ code }) => code)).toContain('graph.dangling-input');
    expect(analyzeText(text.replace('"type": "Dense"', `"type": "${name}"`)).diagnostics.map(({ code }) => code)).toContain(
      'layer.unknown-type',
    );
    expect(
      analyzeText(text.replace('"type": "Dense"', `"type": "Block", "block": "${name}"`)).diagnostics.map(({ code }) => code),
    ).toContain('block.unknown');
    expect(analyzeText(text.replace(`"inputs": ["${name}"]`, `"activation": "${name}"`)).diagnostics.map(({ code }) => code)).toContain(
      'field.wrong-value',
    );
  }
  for (const [name] of ODD)
    for (const training of [
      { optimizer: name, loss: name, metrics: [name], callbacks: [{ type: name }], data: { dataset: name } },
      { optimizer: { type: name }, loss: { type: name }, metrics: [{ type: name }], callbacks: [name] },
      { optimizer: { type: 'SGD', learning_rate: { type: name } }, loss: 'mse', phases: [{ optimizer: name }] },
    ]) {
      const layers = ['activation', 'kernel_initializer', 'kernel_regularizer', 'kernel_constraint'].flatMap((field, i) => [
        { name: `a${i}`, type: 'Dense', units: 1, [field]: name },
        { name: `b${i}`, type: 'Dense', units: 1, [field]: { type: name } },
      ]);
      const text = JSON.stringify({ layerwise: 1, layers: [{ name: 'x', type: 'Input', shape: [2] }, ...layers], training });
      const advised = withAdvice(analyzeText(text));
      for (const diagnostic of advised.diagnostics) {
        expect(inWords(diagnostic)).not.toMatch(/native code|\[object/);
        for (const { edit } of fixesFor(
          diagnostic,
          advised.layers.find(({ id }) => id === diagnostic.layer),
        ))
          applyEdit(text, edit);
      }
      expect(advised.diagnostics.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(4);
      expect(() => [costsOf(advised), markdownSummary(advised, 'x'), summaryTable(advised), outlineOf(advised)]).not.toThrow();
    }
  expect(parseDesign(ODD_DESIGN).written?.blocks?.__proto__?.layers).toHaveLength(2);
});
