import * as l10n from '@vscode/l10n';
import type { Family } from './layers/layerType';
import { parseDesign } from './parse';
import { serialize } from './serialize';

/** A design to begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  /** What it is about, in a few words beside the title. */
  readonly detail: string;
  /** The family of layers that makes it what it is: its icon and colour. */
  readonly family: Family;
  /** The whole file. */
  readonly text: string;
}

interface Told {
  readonly optimizer: string;
  readonly epochs: number;
  /** Of blocks, their layers. */
  readonly blocks?: Readonly<Record<string, readonly string[]>>;
  /** Each sample is its own target. */
  readonly reconstructs?: boolean;
}

/** A whole file, as Layerwise writes it. */
function file(layers: readonly string[], training: Told): string {
  const { blocks = {}, reconstructs = false } = training;
  const named = Object.entries(blocks).map(
    ([name, own]) => `"${name}": {\n      "layers": [\n        ${own.join(',\n        ')}\n      ]\n    }`,
  );
  const text = `{
  "layerwise": 1,${named.length > 0 ? `\n  "blocks": {\n    ${named.join(',\n    ')}\n  },` : ''}
  "layers": [
    ${layers.join(',\n    ')}
  ],
  "training": {
    "data": { "dataset": "mnist", "scale": "1/255",${reconstructs ? ' "target": "input",' : ''} "validation": { "first": 5000 } },
    "loss": "${reconstructs ? 'binary_crossentropy' : 'sparse_categorical_crossentropy'}",
    "optimizer": ${training.optimizer},${reconstructs ? '' : '\n    "metrics": ["accuracy"],'}
    "batch_size": 32,
    "epochs": ${training.epochs},
    "seed": 42
  }
}
`;
  return serialize(parseDesign(text).written!);
}

/** Of several inputs, no embedded data set has samples. */
export const TWO_INPUTS = 'two-inputs';

const pixels = '{ "name": "pixels", "type": "Input", "shape": [28, 28] }';
const flatten = '{ "name": "flatten", "type": "Flatten" }';
const classes = '{ "name": "classes", "type": "Dense", "units": 10, "activation": "softmax" }';
const adam = '{ "type": "Adam", "learning_rate": 0.001 }';

const hidden = (name: string, units: number, inputs = '') =>
  `{ "name": "${name}", "type": "Dense",${inputs} "units": ${units}, "activation": "relu", "kernel_initializer": "he_normal" }`;
const conv = (name: string, filters: number) =>
  `{ "name": "${name}", "type": "Conv2D", "filters": ${filters}, "kernel_size": [3, 3], "activation": "relu", "kernel_initializer": "he_normal" }`;
const pool = (name: string) => `{ "name": "${name}", "type": "MaxPooling2D", "pool_size": [2, 2] }`;
const add = (name: string, one: string, other: string) => `{ "name": "${name}", "type": "Add", "inputs": ["${one}", "${other}"] }`;

const plainConv = (name: string) =>
  `{ "name": "${name}", "type": "Conv2D", "filters": 16, "kernel_size": 3, "padding": "same", "use_bias": false, "kernel_initializer": "he_normal" }`;
const norm = (name: string) => `{ "name": "${name}", "type": "BatchNormalization" }`;
const relu = (name: string) => `{ "name": "${name}", "type": "Activation", "activation": "relu" }`;
const RESIDUAL_BLOCK = [
  '{ "name": "in", "type": "Input" }',
  plainConv('conv1'),
  norm('bn1'),
  relu('relu1'),
  plainConv('conv2'),
  norm('bn2'),
  add('add', 'in', 'bn2'),
  relu('relu2'),
];

/** New designs: the first is empty; the others train as they are on the embedded MNIST, but for that of several inputs. */
export const templates: readonly Template[] = [
  {
    id: 'empty',
    title: l10n.t('Empty design'),
    detail: l10n.t('an Input layer and nothing else'),
    family: 'io',
    text: `{
  "layerwise": 1,
  "layers": [
    { "name": "input", "type": "Input", "shape": [28, 28] }
  ]
}
`,
  },
  {
    id: 'dense',
    title: l10n.t('Dense classifier'),
    detail: 'mnist, 266,610 parameters',
    family: 'core',
    text: file([pixels, flatten, hidden('hidden1', 300), hidden('hidden2', 100), classes], {
      optimizer: '{ "type": "SGD", "learning_rate": 0.01, "momentum": 0.9 }',
      epochs: 10,
    }),
  },
  {
    id: 'convolutional',
    title: l10n.t('Convolutional classifier'),
    detail: 'mnist, 12,810 parameters',
    family: 'conv',
    text: file(
      [
        '{ "name": "pixels", "type": "Input", "shape": [28, 28, 1] }',
        conv('conv1', 16),
        pool('pool1'),
        conv('conv2', 32),
        pool('pool2'),
        flatten,
        '{ "name": "dropout", "type": "Dropout", "rate": 0.25 }',
        classes,
      ],
      { optimizer: adam, epochs: 5 },
    ),
  },
  {
    id: 'residual',
    title: l10n.t('Residual classifier'),
    detail: l10n.t('mnist, 2 branches that meet, 99,710 parameters'),
    family: 'shape',
    text: file(
      [
        pixels,
        flatten,
        hidden('stem', 100),
        hidden('block1', 100),
        add('add1', 'stem', 'block1'),
        hidden('block2', 100, ' "inputs": ["add1"],'),
        add('add2', 'add1', 'block2'),
        classes,
      ],
      { optimizer: adam, epochs: 5 },
    ),
  },
  {
    id: 'residual-blocks',
    title: l10n.t('Residual convolutional classifier'),
    detail: l10n.t('mnist, blocks, 24,010 parameters'),
    family: 'conv',
    text: file(
      [
        '{ "name": "pixels", "type": "Input", "shape": [28, 28, 1] }',
        '{ "name": "stem", "type": "Conv2D", "filters": 16, "kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu", "kernel_initializer": "he_normal" }',
        '{ "name": "stage1", "type": "Block", "block": "residual", "repeat": 3 }',
        pool('pool'),
        '{ "name": "stage2", "type": "Block", "block": "residual", "repeat": 2 }',
        '{ "name": "average", "type": "GlobalAveragePooling2D" }',
        classes,
      ],
      { optimizer: adam, epochs: 3, blocks: { residual: RESIDUAL_BLOCK } },
    ),
  },
  {
    id: 'autoencoder',
    title: l10n.t('Autoencoder'),
    detail: l10n.t('mnist, gives back what it takes, 163,814 parameters'),
    family: 'core',
    text: file(
      [
        pixels,
        flatten,
        hidden('encode1', 100),
        hidden('encode2', 30),
        hidden('decode1', 100),
        '{ "name": "decode2", "type": "Dense", "units": 784, "activation": "sigmoid" }',
      ],
      { optimizer: adam, epochs: 5, reconstructs: true },
    ),
  },
  {
    id: TWO_INPUTS,
    title: l10n.t('Two inputs'),
    detail: l10n.t('for your own files, 52,881 parameters'),
    family: 'io',
    text: `{
  "layerwise": 1,
  "layers": [
    { "name": "picture", "type": "Input", "shape": [28, 28] },
    ${flatten},
    ${hidden('seen', 64)},
    { "name": "numbers", "type": "Input", "shape": [8] },
    ${hidden('known', 32)},
    { "name": "both", "type": "Concatenate", "inputs": ["seen", "known"] },
    ${hidden('hidden', 24)},
    { "name": "value", "type": "Dense", "units": 1 }
  ]
}
`,
  },
  {
    id: 'recurrent',
    title: l10n.t('Recurrent classifier'),
    detail: l10n.t('mnist row by row, LSTM, 24,458 parameters'),
    family: 'recurrent',
    text: file(['{ "name": "rows", "type": "Input", "shape": [28, 28] }', '{ "name": "lstm", "type": "LSTM", "units": 64 }', classes], {
      optimizer: adam,
      epochs: 5,
    }),
  },
];
