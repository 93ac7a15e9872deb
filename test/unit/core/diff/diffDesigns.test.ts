import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { diffDesigns } from '../../../../src/core/diff/diffDesigns';
import { diffJson } from '../../../../src/core/diff/diffJson';
import { diffLines, diffMarkdown } from '../../../../src/core/diff/diffText';
import { factsOf, shortCounts, summarySentence } from '../../../../src/core/diff/describeDiff';
import { longestRising } from '../../../../src/core/diff/longestRising';

const pixels = { name: 'pixels', type: 'Input', shape: [28, 28] };
const flatten = { name: 'flatten', type: 'Flatten' };
const hidden = { name: 'hidden', type: 'Dense', units: 300, activation: 'relu' };
const classes = { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' };
const training = { data: { dataset: 'mnist' }, loss: 'sparse_categorical_crossentropy', optimizer: 'SGD', epochs: 5 };
const design = (layers: readonly object[], more: object = {}) =>
  analyzeText(JSON.stringify({ layerwise: 1, name: 'net', layers, ...more }));
const diff = (before: readonly object[], after: readonly object[], a = {}, b = {}) => diffDesigns(design(before, a), design(after, b));
const base = [pixels, flatten, hidden, classes];

test('an added layer leaves the others what they are, and what follows from it is told apart', () => {
  const found = diff(base, [pixels, flatten, { name: 'bn', type: 'BatchNormalization' }, hidden, classes]);
  expect(found.counts).toEqual({ added: 1, removed: 0, changed: 0, moved: 0, training: 0 });
  expect(found.layers.map(({ change, after }) => [change, after?.name])).toEqual([
    ['same', 'pixels'],
    ['same', 'flatten'],
    ['added', 'bn'],
    ['same', 'hidden'],
    ['same', 'classes'],
  ]);
  expect(summarySentence(found)).toBe('1 layer added. Parameters 238,510 → 241,646 (+3,136).');
});

test('a changed field has its old and its new value, and layers after it are affected', () => {
  const found = diff(base, [pixels, flatten, { ...hidden, units: 100, kernel_initializer: 'he_normal' }, classes]);
  const [, , changed, affected] = found.layers;
  expect(changed?.fields).toEqual([
    { path: ['units'], before: 300, after: 100 },
    { path: ['kernel_initializer'], after: 'he_normal' },
  ]);
  expect(factsOf(changed!)).toEqual([
    'units 300 → 100',
    'kernel_initializer default → he_normal',
    'output 300 → 100',
    'parameters 235,500 → 78,500 (−157,000)',
  ]);
  expect(affected).toMatchObject({ change: 'same', affected: true });
  expect(factsOf(affected!)).toEqual(['parameters 3,010 → 1,010 (−2,000)']);
  expect(shortCounts(found)).toBe('~1');
});

test('what says the same in other words is no difference', () => {
  const found = diff(
    [pixels, { name: 'conv', type: 'Conv2D', filters: 8, kernel_size: 3 }, { ...hidden, kernel_initializer: 'HeNormal' }],
    [pixels, { name: 'conv', type: 'Conv2D', kernel_size: [3, 3], strides: 1, filters: 8 }, { ...hidden, kernel_initializer: 'he_normal', use_bias: true, trainable: true }], // prettier-ignore
    { training: { ...training, batch_size: 32 } },
    { training: { ...training, optimizer: { type: 'SGD' } } },
  );
  expect(found.equal).toBe(true);
  expect(diffLines(found).map(({ text }) => text)).toEqual(['Both are the same model with the same training.']);
});

test('a renamed layer is known again by what it says, also where it changed a little', () => {
  const same = diff(base, [pixels, flatten, { ...hidden, name: 'wide' }, classes]);
  expect(same.layers[2]).toMatchObject({ change: 'changed', renamed: true, fields: [] });
  const changed = diff(base, [pixels, flatten, { ...hidden, name: 'wide', units: 301 }, classes]);
  expect(changed.layers[2]).toMatchObject({ renamed: true, fields: [{ path: ['units'], before: 300, after: 301 }] });
  const other = diff(base, [pixels, flatten, { name: 'wide', type: 'Dropout', rate: 0.5 }, classes]);
  expect(other.counts).toMatchObject({ added: 1, removed: 1, changed: 0 });
});

test('a moved layer has a row at each of its places', () => {
  const found = diff(base, [pixels, hidden, flatten, classes]);
  expect(found.counts).toEqual({ added: 0, removed: 0, changed: 0, moved: 1, training: 0 });
  const moved = found.layers.findIndex((layer) => layer.moved);
  expect(found.rows.filter(({ layer }) => layer === moved).map(({ side }) => side)).toEqual(expect.arrayContaining(['before', 'after'])); // prettier-ignore
});

test('what a layer takes is compared as it is written, names followed', () => {
  const merge = { name: 'sum', type: 'Add', inputs: ['hidden', 'skip'] };
  const skip = { name: 'skip', type: 'Dense', units: 300, inputs: ['flatten'] };
  const before = [pixels, flatten, hidden, skip, merge];
  const renamed = [pixels, flatten, { ...hidden, name: 'wide' }, skip, { ...merge, inputs: ['wide', 'skip'] }];
  expect(diff(before, renamed).layers[4]).toMatchObject({ change: 'same' });
  const turned = [pixels, flatten, hidden, skip, { ...merge, inputs: ['skip', 'hidden'] }];
  expect(diff(before, turned).layers[4]?.inputs).toEqual({ before: ['hidden', 'skip'], after: ['skip', 'hidden'] });
  expect(factsOf(diff(before, turned).layers[4]!)).toEqual(['takes hidden, skip → skip, hidden']);
});

test('the training section is compared value by value, down to what differs', () => {
  const sgd = { type: 'SGD', momentum: 0.9 };
  const found = diff(
    base,
    base,
    { training },
    { training: { ...training, data: { dataset: 'mnist', scale: '1/255' }, optimizer: sgd, epochs: 9 } },
  );
  expect(found.training).toEqual([
    { path: ['data', 'scale'], after: '1/255' },
    { path: ['optimizer', 'momentum'], after: 0.9 },
    { path: ['epochs'], before: 5, after: 9 },
  ]);
  const adam = diff(base, base, { training }, { training: { ...training, optimizer: { type: 'Adam', learning_rate: 0.01 } } });
  expect(adam.training).toEqual([{ path: ['optimizer'], before: 'SGD', after: { type: 'Adam', learning_rate: 0.01 } }]);
  expect(summarySentence(adam)).toBe('1 value of training changed. Still 238,510 parameters.');
});

test('terminal, Markdown and JSON tell the same', () => {
  const found = diff(
    [...base, { name: 'a', type: 'Dropout', rate: 0.1 }],
    [pixels, flatten, { ...hidden, units: 100 }, classes, { name: 'b', type: 'Dense', units: 3 }],
    { training },
    { training: { ...training, epochs: 6 } },
  );
  expect(diffLines(found).map(({ text, tone }) => `${tone}|${text}`)).toEqual([
    'title|1 layer added, 1 layer removed, 1 layer changed and 1 value of training changed. Parameters 238,510 → 79,543 (−158,967).',
    'plain|',
    'dim|  … 1 unchanged',
    'dim|  Flatten flatten',
    'changed|~ Dense hidden: units 300 → 100, output 300 → 100, parameters 235,500 → 78,500 (−157,000)',
    'plain|  Dense classes: parameters 3,010 → 1,010 (−2,000)',
    'removed|− Dropout a',
    'added|+ Dense b: 33 parameters',
    'plain|',
    'changed|~ training epochs 5 → 6',
    'plain|',
    'plain|  parameters 238,510 → 79,543 (−158,967)',
    'plain|  trainable 238,510 → 79,543 (−158,967)',
    'plain|  multiply-adds 238,200 → 79,430 (−158,770)',
    'plain|  weights 931.68 KB → 310.71 KB (−620.96 KB)',
    'plain|  outputs of one sample 7.38 KB → 6.57 KB (−828 B)',
  ]);
  expect(diffMarkdown(found)).toContain('| + `Dense b` | added, 33 parameters |');
  expect(diffMarkdown(found)).toContain('| `training.epochs` | 5 → 6 |');
  expect(diffJson(found)).toMatchObject({ equal: false, counts: { added: 1, removed: 1, changed: 1 }, training: [{ path: ['epochs'] }] });
});

test('a longest rising part', () => {
  expect(longestRising([])).toEqual([]);
  expect(longestRising([3, 0, 1, 4, 2])).toEqual([1, 2, 4]);
  expect(longestRising([5, 4, 3])).toHaveLength(1);
});
