import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe as group, expect, it } from 'vitest';
import { advise, withAdvice } from '../../../../src/core/advice/advise';
import type { Advice } from '../../../../src/core/advice/advice';
import type { AdviceCode } from '../../../../src/core/advice/adviceFacts';
import { adviceCatalog } from '../../../../src/core/advice/catalog';
import type { Known } from '../../../../src/core/advice/known';
import { analyzeText } from '../../../../src/core/analyze';
import { describe } from '../../../../src/core/describe';
import type { JsonObject } from '../../../../src/core/document';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import { locate } from '../../../../src/core/locate';
import { templates } from '../../../../src/core/templates';
import { dense, input } from '../../webview/designer/designs';

const he = { activation: 'relu', kernel_initializer: 'he_normal' };
const lecun = { activation: 'selu', kernel_initializer: 'lecun_normal' };
const layer = (name: string, type: string, more: JsonObject = {}): JsonObject => ({ name, type, ...more });
const bn = (name: string, more: JsonObject = {}): JsonObject => layer(name, 'BatchNormalization', more);
const dropout = (name: string, more: JsonObject = {}): JsonObject => layer(name, 'Dropout', { rate: 0.5, ...more });
const many = (count: number, fields: JsonObject): JsonObject[] => Array.from({ length: count }, (_, i) => dense(`h${i}`, 8, fields));
const mnist = { dataset: 'mnist', scale: '1/255' };
const sparse = 'sparse_categorical_crossentropy';
const end = dense('y', 10, { activation: 'softmax' });
const pixels = [input('x', 28, 28), layer('f', 'Flatten')];

interface Case {
  readonly code: AdviceCode;
  readonly is: string;
  readonly layers: readonly JsonObject[];
  readonly training?: JsonObject;
  readonly known?: Known;
  /** What is marked in the text. */
  readonly at?: string;
  /** Titles of its fixes; each is tried. */
  readonly fixes: readonly string[];
}

const fires: readonly Case[] = [
  { code: 'init.relu-needs-he', is: 'Glorot by default', layers: [input('x', 4), dense('h', 8, { activation: 'relu' }), dense('y', 1)], at: '"relu"', fixes: ['Use he_normal'] },
  { code: 'init.relu-needs-he', is: 'a uniform one', layers: [input('x', 4), dense('h', 8, { activation: 'elu', kernel_initializer: 'GlorotUniform' }), dense('y', 1)], at: '"GlorotUniform"', fixes: ['Use he_uniform'] },
  { code: 'init.relu-needs-he', is: 'the function in a layer of its own behind batch normalization', layers: [input('x', 4), dense('h', 8, { use_bias: false }), bn('b'), layer('a', 'LeakyReLU'), dense('y', 1)], at: '"Dense"', fixes: ['Use he_normal'] },
  { code: 'init.relu-needs-he', is: 'a convolution with a seed', layers: [input('x', 8, 8, 1), layer('c', 'Conv2D', { filters: 2, kernel_size: 3, activation: 'gelu', kernel_initializer: { type: 'lecun_normal', seed: 7 } })], fixes: ['Use he_normal'] },
  { code: 'init.selu-needs-lecun', is: 'He', layers: [input('x', 4), dense('h', 8, { activation: 'selu', kernel_initializer: 'he_uniform' }), dense('y', 1)], fixes: ['Use lecun_normal'] },
  { code: 'init.tanh-needs-glorot', is: 'He', layers: [input('x', 4), dense('h', 8, { activation: 'tanh', kernel_initializer: 'he_normal' }), dense('y', 1)], fixes: ['Use glorot_normal'] },
  { code: 'selu.inputs-not-standardized', is: 'scaled pixels', layers: [...pixels, dense('h', 8, lecun), end], training: { data: mnist, loss: sparse }, at: '"mnist"', fixes: ['Standardize each pixel'] },
  { code: 'selu.not-sequential', is: 'a skip connection', layers: [input('x', 4), dense('h', 4, lecun), dense('g', 4, lecun), layer('a', 'Add', { inputs: ['h', 'g'] }), dense('y', 1)], at: '"Add"', fixes: [] },
  { code: 'selu.plain-dropout', is: 'Dropout', layers: [input('x', 4), dense('h', 4, lecun), dropout('d'), dense('y', 1)], at: '"Dropout"', fixes: ['Use AlphaDropout'] },
  { code: 'selu.batch-normalization', is: 'behind SELU', layers: [input('x', 4), dense('h', 4, lecun), bn('b'), dense('y', 1)], fixes: ['Delete b'] },
  { code: 'selu.batch-normalization', is: 'before SELU', layers: [input('x', 4), dense('h', 4, { use_bias: false, kernel_initializer: 'lecun_normal' }), bn('b'), layer('a', 'Activation', { activation: 'selu' }), dense('y', 1)], fixes: ['Delete b'] },
  { code: 'selu.penalty', is: 'l2', layers: [input('x', 4), dense('h', 4, { ...lecun, kernel_regularizer: 'l2' }), dense('y', 1)], at: '"l2"', fixes: ['Remove kernel_regularizer'] },
  { code: 'selu.penalty', is: 'max-norm', layers: [input('x', 4), dense('h', 4, { ...lecun, kernel_constraint: 'max_norm' }), dense('y', 1)], fixes: ['Remove kernel_constraint'] },
  { code: 'norm.bias-unneeded', is: 'a bias that is subtracted', layers: [input('x', 4), dense('h', 4), bn('b'), layer('s', 'Softmax'), dense('y', 1)], fixes: ['Leave out the bias'] },
  { code: 'norm.dropout-before', is: 'right before', layers: [input('x', 4), dense('h', 4, he), dropout('d'), bn('b'), dense('y', 1)], at: '"Dropout"', fixes: ['Move it behind b', 'Delete d'] },
  { code: 'norm.dropout-before', is: 'a layer before', layers: [input('x', 4), dense('h', 4, he), dropout('d'), dense('g', 4, { use_bias: false, kernel_initializer: 'he_normal' }), bn('b'), layer('a', 'ReLU'), dense('y', 1)], fixes: ['Move it behind a', 'Delete d'] },
  { code: 'output.not-flat', is: 'an image', layers: [input('x', 28, 28), dense('h', 8, he), end], training: { data: mnist, loss: sparse }, fixes: ['Flatten before h'] },
  { code: 'output.softmax-of-one', is: 'one unit', layers: [input('x', 4), dense('y', 1, { activation: 'softmax' })], training: { loss: 'categorical_crossentropy' }, at: '"softmax"', fixes: ['Use sigmoid and binary_crossentropy'] },
  { code: 'loss.logits-expected', is: 'softmax', layers: [...pixels, end], training: { data: mnist, loss: { type: sparse, from_logits: true } }, at: 'true', fixes: ['Remove from_logits'] },
  { code: 'loss.probabilities-expected', is: 'one of two outputs', layers: [...pixels, dense('h', 8, he), dense('y', 10, { activation: 'softmax' }), dense('z', 10, { inputs: ['h'] })], training: { data: mnist, loss: { y: sparse, z: sparse } }, fixes: ['End with softmax', 'Say from_logits'] },
  { code: 'loss.class-numbers', is: 'of one of two outputs', layers: [...pixels, dense('h', 8, he), dense('y', 10, { activation: 'softmax' }), dense('z', 784, { inputs: ['h'] })], training: { data: { ...mnist, target: { z: 'input' } }, loss: { y: 'categorical_crossentropy', z: 'mse' } }, at: '"categorical_crossentropy"', fixes: [`Use ${sparse}`] },
  { code: 'loss.logits-expected', is: 'sigmoid', layers: [input('x', 4), dense('y', 1, { activation: 'sigmoid' })], training: { loss: { type: 'binary_crossentropy', from_logits: true } }, fixes: ['Remove from_logits'] },
  { code: 'loss.probabilities-expected', is: 'nothing', layers: [...pixels, dense('y', 10)], training: { data: mnist, loss: sparse }, fixes: ['End with softmax', 'Say from_logits'] },
  { code: 'loss.probabilities-expected', is: 'relu', layers: [input('x', 4), dense('y', 1, he)], training: { loss: 'binary_crossentropy' }, fixes: ['End with sigmoid'] },
  { code: 'loss.one-unit', is: 'sigmoid', layers: [input('x', 4), dense('y', 1, { activation: 'sigmoid' })], training: { loss: sparse }, at: `"${sparse}"`, fixes: ['Use binary_crossentropy'] },
  { code: 'loss.one-unit', is: 'a logit', layers: [input('x', 4), dense('y', 1)], training: { loss: { type: sparse, from_logits: true } }, fixes: ['Use binary_crossentropy'] },
  { code: 'loss.class-numbers', is: 'one-hot', layers: [...pixels, end], training: { data: mnist, loss: 'categorical_crossentropy' }, at: '"categorical_crossentropy"', fixes: [`Use ${sparse}`] },
  { code: 'loss.class-count', is: 'too few units', layers: [...pixels, dense('y', 9, { activation: 'softmax' })], training: { data: mnist, loss: sparse }, at: '9', fixes: ['Set units to 10'] },
  { code: 'loss.class-count', is: 'too many units', layers: [...pixels, dense('y', 11, { activation: 'softmax' })], training: { data: mnist, loss: sparse }, fixes: ['Set units to 10'] },
  { code: 'loss.class-count', is: 'fewer classes than units', layers: [...pixels, dense('y', 10, { activation: 'softmax' })], training: { data: { ...mnist, classes: [0, 1, 2] }, loss: sparse }, fixes: ['Set units to 3'] },
  { code: 'data.not-scaled', is: 'bytes', layers: [...pixels, end], training: { data: { dataset: 'fashion_mnist' }, loss: sparse }, at: '"fashion_mnist"', fixes: ['Scale by 1/255'] },
  { code: 'deep.linear', is: 'one behind the other', layers: [input('x', 4), dense('h', 8), dense('y', 1)], fixes: ['Use relu with he_normal'] },
  { code: 'deep.linear', is: 'with what is linear between', layers: [input('x', 4), dense('h', 8, { use_bias: false }), bn('b'), dropout('d'), dense('y', 1)], fixes: ['Use relu with he_normal'] },
  { code: 'deep.not-normalized', is: 'twenty layers', layers: [input('x', 4), ...many(20, he), dense('y', 1)], fixes: ['Add batch normalization behind each'] },
  { code: 'deep.saturating', is: 'four sigmoids', layers: [input('x', 4), ...many(4, { activation: 'sigmoid' }), dense('y', 1)], at: '"sigmoid"', fixes: ['Use relu with he_normal'] },
  { code: 'deep.saturating', is: 'ten of tanh', layers: [input('x', 4), ...many(10, { activation: 'tanh' }), dense('y', 1)], fixes: ['Use relu with he_normal'] },
  { code: 'optimizer.learning-rate', is: 'too large', layers: [...pixels, end], training: { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.5 } }, at: '0.5', fixes: ['Use 0.001'] },
  { code: 'optimizer.learning-rate', is: 'too small', layers: [...pixels, end], training: { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: 1e-9 } }, fixes: ['Use 0.01'] },
  { code: 'norm.activation-before', is: 'a second function behind it', layers: [input('x', 4), dense('h', 8, he), bn('b'), layer('r', 'ReLU'), dense('y', 1)], at: '"relu"', fixes: ['Leave out relu of h'] },
  { code: 'norm.activation-before', is: 'no bias', layers: [input('x', 4), dense('h', 8, { ...he, use_bias: false }), bn('b'), dense('y', 1)], at: '"relu"', fixes: ['Activate behind b'] },
  { code: 'norm.activation-before', is: 'a function with arguments', layers: [input('x', 4), dense('h', 8, { kernel_initializer: 'he_normal', use_bias: false, activation: { type: 'leaky_relu', negative_slope: 0.1 } }), bn('b'), dense('y', 1)], fixes: ['Activate behind b'] },
  { code: 'norm.activation-before', is: 'a layer of its own', layers: [input('x', 4), dense('h', 8, { kernel_initializer: 'he_normal', use_bias: false }), layer('r', 'ReLU'), bn('b'), dense('y', 1)], at: '"ReLU"', fixes: ['Activate behind b'] },
  { code: 'norm.activation-before', is: 'two layers of their own', layers: [input('x', 4), dense('h', 8, { kernel_initializer: 'he_normal' }), layer('r', 'ReLU'), bn('b'), layer('e', 'ELU'), dense('y', 1)], fixes: ['Delete r'] },
  { code: 'norm.frozen-statistics', is: 'between frozen layers', layers: [input('x', 4), dense('h', 8, { ...he, trainable: false }), bn('b'), dropout('d'), dense('g', 8, { ...he, trainable: false }), dense('y', 1)], at: '"BatchNormalization"', fixes: ['Freeze b'] },
  { code: 'norm.frozen-statistics', is: 'weights that rely on it', layers: [input('x', 4), dense('h', 8, { use_bias: false, kernel_initializer: 'he_normal', trainable: false }), bn('b'), layer('r', 'ReLU'), dense('y', 1)], fixes: ['Freeze b'] },
  { code: 'norm.frozen-statistics', is: 'a phase', layers: [input('x', 4), dense('h1', 8, he), bn('b1'), dense('h2', 8, he), bn('b2'), dense('h3', 8, he), dense('y', 1)], training: { phases: [{ epochs: 2 }, { freeze: ['h*'], epochs: 2 }] }, fixes: ['Freeze 2 batch normalizations too'] },
  { code: 'optimizer.dying-relu', is: 'Adam', layers: [...pixels, dense('h', 8, he), end], training: { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.02 } }, at: '0.02', fixes: ['Use 0.001', 'Use leaky_relu'] },
  { code: 'optimizer.dying-relu', is: 'momentum', layers: [...pixels, dense('h', 8, { kernel_initializer: 'he_normal' }), layer('r', 'ReLU'), end], training: { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: 0.05, momentum: 0.9 } }, fixes: ['Use 0.01', 'Use leaky_relu'] },
  { code: 'schedule.one-cycle-bounds', is: 'beyond the lowest loss', layers: [...pixels, end], training: { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 0.7 } } }, known: { lowestLoss: 0.5 }, at: '0.7', fixes: ['Climb to 0.05'] },
  { code: 'schedule.one-cycle-bounds', is: 'far below it', layers: [...pixels, end], training: { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 0.004 } } }, known: { lowestLoss: 0.5 }, fixes: ['Climb to 0.05'] },
  { code: 'memory.too-large', is: 'a large batch', layers: [...pixels, end], training: { data: mnist, loss: sparse, optimizer: 'SGD', batch_size: 4096 }, known: { memory: 4e6 }, at: '4096', fixes: ['Use a batch_size of 256'] },
  { code: 'memory.too-large', is: 'many weights', layers: [...pixels, end], training: { data: mnist, loss: sparse }, known: { memory: 3e4 }, fixes: [] },
  { code: 'penalty.max-norm-and-l2', is: 'both', layers: [input('x', 4), dense('h', 4, { ...he, kernel_regularizer: 'l2', kernel_constraint: { type: 'max_norm', max_value: 1 } }), dense('y', 1)], at: '"l2"', fixes: ['Remove l2'] },
]; // prettier-ignore

const textOf = ({ layers, training }: Pick<Case, 'layers' | 'training'>): string =>
  JSON.stringify({ layerwise: 1, layers, ...(training && { training }) }, null, 2);
const adviceOn = (text: string, known?: Known): readonly Advice[] => advise(analyzeText(text), undefined, known);
const errorsOf = (text: string) => analyzeText(text).diagnostics.filter(({ severity }) => severity === 'error');

group('fires', () => {
  it.each(fires)('$code: $is', ({ code, at, fixes, known, ...design }) => {
    const text = textOf(design);
    expect(errorsOf(text)).toEqual([]);
    const [found, ...others] = adviceOn(text, known);
    expect({ code: found?.code, others }).toEqual({ code, others: [] });
    if (!found) return;
    const { offset, length } = locate(text, found.place);
    if (at !== undefined) expect(text.slice(offset, offset + length)).toBe(at);
    expect(describe(found)).toMatch(/^[^.]+(?:\.\d+[^.]*)*\.$/);
    expect((found.fixes ?? []).map(({ title }) => title)).toEqual(fixes);
    for (const { edit } of found.fixes ?? []) {
      const result = applyEdit(text, edit);
      if (!result.ok) throw new Error(result.reason);
      const after = applyTextEdits(text, result.edits);
      expect(adviceOn(after, known).map((one) => one.code)).not.toContain(code);
      expect(errorsOf(after)).toEqual([]);
    }
  });

  it('there is a case for every code, and a page that says why', () => {
    const codes = Object.keys(adviceCatalog).toSorted();
    expect([...new Set(fires.map(({ code }) => code))].toSorted()).toEqual(codes);
    const pages = readdirSync(path.resolve(import.meta.dirname, '../../../../docs/advice'));
    expect(pages.toSorted()).toEqual(codes.map((code) => `${code}.md`));
  });
});

const quiet: readonly [string, readonly JsonObject[], JsonObject?][] = [
  ['an initializer of somebody’s own choice', [input('x', 4), dense('h', 8, { activation: 'relu', kernel_initializer: 'orthogonal' })]],
  ['LeCun for tanh, for which it was made', [input('x', 4), dense('h', 8, { activation: 'tanh', kernel_initializer: 'lecun_normal' })]],
  ['a linear layer before a merge', [input('x', 4), dense('h', 4), layer('a', 'Add', { inputs: ['x', 'h'] }), layer('r', 'ReLU')]],
  ['Dropout where there is no SELU', [input('x', 4), dense('h', 4, he), dropout('d'), dense('y', 1)]],
  ['batch normalization of the inputs of SELU', [...pixels, bn('b'), dense('h', 4, lecun), end], { data: mnist, loss: sparse }],
  [
    'a bias that batch normalization does not make up for',
    [input('x', 4), dense('h', 4), bn('b', { center: false }), layer('s', 'Softmax'), dense('y', 1)],
  ],
  ['a bias that others take too', [input('x', 4), dense('h', 4), bn('b'), layer('a', 'Add', { inputs: ['h', 'b'] })]],
  ['a bias before an activation', [input('x', 4), dense('h', 4, he), bn('b'), dense('y', 1)]],
  ['dropout behind batch normalization', [input('x', 4), dense('h', 4, he), bn('b'), dropout('d'), dense('y', 1)]],
  ['dropout that drops nothing', [input('x', 4), dense('h', 4, he), dropout('d', { rate: 0 }), bn('b'), dense('y', 1)]],
  ['logits for a loss that expects them', [...pixels, dense('y', 10)], { data: mnist, loss: { type: sparse, from_logits: true } }],
  ['sigmoid with binary crossentropy', [input('x', 4), dense('y', 3, { activation: 'sigmoid' })], { loss: 'binary_crossentropy' }],
  ['one-hot files', [input('x', 4), dense('y', 3, { activation: 'softmax' })], { data: { inputs: 'a.npy', targets: 'b.npy' }, loss: 'categorical_crossentropy' }], // prettier-ignore
  ['a regression on class numbers', [...pixels, dense('y', 1)], { data: mnist, loss: 'mse' }],
  ['softmax in a layer of its own', [...pixels, dense('z', 10), layer('y', 'Softmax')], { data: mnist, loss: sparse }],
  ['one class against others', [...pixels, dense('y', 1, { activation: 'sigmoid' })], { data: { ...mnist, classes: [5, 6], positive: [6] }, loss: 'binary_crossentropy' }], // prettier-ignore
  ['as many units as classes were chosen', [...pixels, dense('y', 3, { activation: 'softmax' })], { data: { ...mnist, classes: [0, 1, 2] }, loss: sparse }], // prettier-ignore
  ['bytes that are normalized first', [...pixels, bn('b'), end], { data: { dataset: 'mnist' }, loss: sparse }],
  ['standardized bytes', [...pixels, end], { data: { dataset: 'mnist', standardize: 'per_pixel' }, loss: sparse }],
  ['a linear code, narrower than what is around it', [input('x', 8), dense('code', 3), dense('y', 8)]],
  ['a linear layer that is frozen', [input('x', 4), dense('h', 8, { trainable: false }), dense('y', 1)]],
  [
    'a linear layer whose activation stands behind it',
    [input('x', 4), dense('h', 8, { kernel_initializer: 'he_normal' }), layer('r', 'ReLU'), dense('y', 1)],
  ],
  ['a linear layer that others take too', [input('x', 4), dense('h', 4), dense('y', 4), layer('a', 'Add', { inputs: ['h', 'y'] })]],
  ['nineteen layers', [input('x', 4), ...many(19, he), dense('y', 1)]],
  ['a hundred SELU layers', [input('x', 4), ...many(100, lecun), dense('y', 1)]],
  ['nine of tanh', [input('x', 4), ...many(9, { activation: 'tanh' }), dense('y', 1)]],
  ['three sigmoids', [input('x', 4), ...many(3, { activation: 'sigmoid' }), dense('y', 1, { activation: 'sigmoid' })]],
  [
    'Adadelta with the rate of its paper',
    [...pixels, end],
    { data: mnist, loss: sparse, optimizer: { type: 'Adadelta', learning_rate: 1 } },
  ],
  ['SGD with a rate of 1', [...pixels, end], { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: 1 } }],
  ['batch normalization behind an activation', [input('x', 4), dense('h', 8, he), bn('b'), dense('y', 1)]],
  ['a new part behind frozen layers', [input('x', 4), dense('h', 8, { ...he, trainable: false }), bn('b'), dense('y', 1)]],
  ['frozen layers with all that belongs to them', [input('x', 4), dense('h', 8, he), bn('b'), dense('g', 8, he), dense('y', 1)], { phases: [{ freeze: ['h', 'b', 'g'], epochs: 1 }] }], // prettier-ignore
  ['the usual momentum', [...pixels, dense('h', 8, he), end], { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: 0.01, momentum: 0.9 } }], // prettier-ignore
  ['clipped gradients', [...pixels, dense('h', 8, he), end], { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.02, clipnorm: 1 } }], // prettier-ignore
  ['leaky units', [...pixels, dense('h', 8, { ...he, activation: 'leaky_relu' }), end], { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.02 } }], // prettier-ignore
  ['a slope of ReLU', [...pixels, dense('h', 8, { ...he, activation: { type: 'relu', negative_slope: 0.1 } }), end], { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.02 } }], // prettier-ignore
  ['ReLU behind batch normalization', [...pixels, dense('h', 8, { use_bias: false, kernel_initializer: 'he_normal' }), bn('b'), layer('r', 'ReLU'), end], { data: mnist, loss: sparse, optimizer: { type: 'Adam', learning_rate: 0.02 } }], // prettier-ignore
  ['a cycle that nothing is known of', [...pixels, end], { data: mnist, loss: sparse, optimizer: { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 3 } } }], // prettier-ignore
  ['l1 with max-norm', [input('x', 4), dense('h', 4, { ...he, kernel_regularizer: 'l1', kernel_constraint: 'max_norm' })]],
];

group('says nothing', () => {
  it.each(quiet)('about %s', (_, layers, training) => {
    const text = textOf({ layers, training });
    expect(errorsOf(text)).toEqual([]);
    expect(adviceOn(text)).toEqual([]);
  });

  const folder = path.resolve(import.meta.dirname, '../../../../examples');
  const examples = readdirSync(folder).filter((name) => name.endsWith('.json'));
  // The chapter's exercise begins without batch normalization, to add it then.
  const begun = new Map([['deep-swish.layerwise.json', ['deep.not-normalized']]]);
  it.each(examples)('about %s', (name) => {
    const advice = adviceOn(readFileSync(path.join(folder, name), 'utf8'));
    expect(advice.map(({ code }) => code)).toEqual(begun.get(name) ?? []);
  });
  it.each(templates)('about the template $id', ({ text }) => expect(adviceOn(text)).toEqual([]));

  it('that nobody wants to hear', () => {
    const analysis = analyzeText(textOf({ layers: [input('x', 4), dense('h', 8, { activation: 'relu' }), dense('y', 1)] }));
    expect(withAdvice(analysis).diagnostics).toHaveLength(1);
    expect(withAdvice(analysis, new Set(['init.relu-needs-he'])).diagnostics).toEqual([]);
  });
});
