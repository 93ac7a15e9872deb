import type { Family } from './layers/layerType';

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

function file(layers: readonly string[], training: { readonly optimizer: string; readonly epochs: number }): string {
  return `{
  "layerwise": 1,
  "layers": [
    ${layers.join(',\n    ')}
  ],
  "training": {
    "data": { "dataset": "mnist", "scale": "1/255", "validation": { "first": 5000 } },
    "loss": "sparse_categorical_crossentropy",
    "optimizer": ${training.optimizer},
    "metrics": ["accuracy"],
    "batch_size": 32,
    "epochs": ${training.epochs},
    "seed": 42
  }
}
`;
}

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

/** New designs: the first is empty, the others train as they are on the embedded MNIST. */
export const templates: readonly Template[] = [
  {
    id: 'empty',
    title: 'Empty design',
    detail: 'an Input layer and nothing else',
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
    title: 'Dense classifier',
    detail: 'mnist, 266,610 parameters',
    family: 'core',
    text: file([pixels, flatten, hidden('hidden1', 300), hidden('hidden2', 100), classes], {
      optimizer: '{ "type": "SGD", "learning_rate": 0.01, "momentum": 0.9 }',
      epochs: 10,
    }),
  },
  {
    id: 'convolutional',
    title: 'Convolutional classifier',
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
    title: 'Residual classifier',
    detail: 'mnist, 2 branches that meet, 99,710 parameters',
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
    id: 'recurrent',
    title: 'Recurrent classifier',
    detail: 'mnist row by row, LSTM, 24,458 parameters',
    family: 'recurrent',
    text: file(['{ "name": "rows", "type": "Input", "shape": [28, 28] }', '{ "name": "lstm", "type": "LSTM", "units": 64 }', classes], {
      optimizer: adam,
      epochs: 5,
    }),
  },
];
