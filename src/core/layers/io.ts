import type { Shape } from '../diagnostics';
import type { LayerType } from './layerType';

/** Where samples come in. */
export const ioTypes: readonly LayerType[] = [
  {
    type: 'Input',
    family: 'io',
    arity: 0,
    fields: [
      {
        name: 'shape',
        value: { kind: 'integers', minimum: 1, nullable: true },
        group: 'essentials',
        help: 'Shape of one sample, without the batch; null is a dimension of any size.',
      },
      {
        name: 'dtype',
        value: { kind: 'choice', choices: ['float32', 'int32'] },
        default: 'float32',
        group: 'advanced',
        help: 'What the values are: int32 for the numbers of words or classes.',
      },
    ],
    help: 'The shape of one sample that the model takes.',
    doc: 'https://keras.io/api/layers/core_layers/input/',
    start: { shape: [28, 28] },
    infer: ({ values }) => ({ output: values.shape as Shape, weights: [], multiplyAdds: 0 }),
  },
];
