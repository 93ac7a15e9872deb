// With a translation in which no letter is plain, what is still in plain English did not go through l10n.
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import * as l10n from '@vscode/l10n';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const bundle = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;
l10n.config({ contents: getL10nPseudoLocalized(bundle) });
// Only now, because texts are made while modules are loaded, too.
const { analyzeText } = await import('../../src/core/analyze');
const { withAdvice } = await import('../../src/core/advice/advise');
const { modelCosts } = await import('../../src/core/costs/describeCosts');
const { describe } = await import('../../src/core/describe');
const { summarySentence } = await import('../../src/core/diff/describeDiff');
const { diffDesigns } = await import('../../src/core/diff/diffDesigns');
const { applyEdit } = await import('../../src/core/edit');
const { fixesFor } = await import('../../src/core/fixes');
const { helped, helpText } = await import('../../src/core/helpText');
const { templates } = await import('../../src/core/templates');
const { offersAt, paletteGroups, placeOf } = await import('../../webview/designer/pick/palette');
const { stripModes } = await import('../../webview/designer/graph/strip');
const { phaseWord } = await import('../../webview/training/header/words');
const { newRun } = await import('../../src/core/training/run');

/** Two plain words in a row; names of layers, fields and types stand alone. */
const ENGLISH = /(?<![\p{L}\d_"./])[A-Za-z]{2,} [a-z]{2,}(?![\p{L}\d_"./])/u;
const english = (texts: readonly string[]): readonly string[] => texts.filter((text) => ENGLISH.test(text));

const dense = (name: string, more: object = {}): object => ({ name, type: 'Dense', units: 4, ...more });
const BROKEN = JSON.stringify({
  layerwise: 1,
  stray: true,
  layers: [
    { name: 'x', type: 'Input', shape: [8] },
    dense('wrong', { units: -1, activation: 'rellu', colour: 1 }),
    dense('wrong', { inputs: ['nobody'] }),
    { type: 'Conv2D', name: 'c', filters: 2, kernel_size: 3, inputs: ['x'] },
    { name: 'sum', type: 'Add', inputs: ['x'] },
    dense('h1', { inputs: ['x'], activation: 'tanh', kernel_initializer: 'he_normal' }),
    { name: 'bn', type: 'BatchNormalization' },
    dense('y', { activation: 'softmax' }),
  ],
  training: {
    data: { dataset: 'mnist' },
    loss: 'mean',
    optimizer: { type: 'SGD', learning_rate: 50 },
    callbacks: [{ type: 'EarlyStopping' }],
  },
});

test('problems, advice and their fixes', () => {
  const { diagnostics, layers } = withAdvice(analyzeText(BROKEN));
  expect(new Set(diagnostics.map(({ code }) => code)).size).toBeGreaterThan(6);
  expect(english(diagnostics.map(describe))).toEqual([]);
  const fixes = diagnostics.flatMap((one) =>
    fixesFor(
      one,
      layers.find(({ id }) => id === one.layer),
    ),
  );
  expect(fixes.length).toBeGreaterThan(0);
  expect(english(fixes.map(({ title }) => title))).toEqual([]);
});

test('costs, comparisons and refused edits', () => {
  const [, plain, convolutional] = templates.map(({ text }) => text);
  const [before, after] = [analyzeText(plain!), analyzeText(convolutional!)];
  expect(english(modelCosts(before, 8e9).flatMap(({ title, help, whole }) => [title, help, whole ?? '']))).toEqual([]);
  expect(english([summarySentence(diffDesigns(before, after))])).toEqual([]);
  const refused = applyEdit(plain!, { type: 'renameLayer', layer: 'hidden1', name: 'a/b' });
  expect(refused.ok ? ['not refused'] : english([refused.reason])).toEqual([]);
});

test('what the designer and the panel offer and say', () => {
  const analysis = analyzeText(templates[1]!.text);
  const place = placeOf(analysis, { end: true });
  const groups = paletteGroups(offersAt(place), place, '');
  expect(groups.length).toBeGreaterThan(1);
  expect(english(groups.flatMap(({ title, items }) => [title, ...items.map((item) => item.title ?? '')]))).toEqual([]);
  expect(english(stripModes.flatMap(({ title, share, detail }) => [title, share, detail]))).toEqual([]);
  expect(english(templates.flatMap(({ title, detail }) => [title, detail]))).toEqual([]);
  expect(phaseWord(newRun('r', 'net'))).not.toMatch(/^[A-Za-z]+$/);
});

test('the help of every field, layer type and entry', () => {
  const all = helped().flatMap(({ help }) => help ?? []);
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter((help) => helpText(help) === help && /[A-Za-z]{3}/.test(help))).toEqual([]);
});
