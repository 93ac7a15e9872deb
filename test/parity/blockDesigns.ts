import type { JsonObject } from '../../src/core/document';

const dense = (name: string, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units: 6, ...more });
const block = (name: string, of: string, more: JsonObject = {}): JsonObject => ({ name, type: 'Block', block: of, ...more });
const pixels: JsonObject = { name: 'pixels', type: 'Input', shape: [6] };

/** Designs whose programs have functions and loops, but for the last one: there a name is taken. */
export const blockDesigns: { readonly [name: string]: JsonObject } = {
  everything: {
    layerwise: 1,
    name: 'everything',
    blocks: {
      residual: {
        layers: [
          { name: 'in', type: 'Input' },
          dense('hidden', { activation: 'relu' }),
          dense('back'),
          { name: 'add', type: 'Add', inputs: ['in', 'back'] },
        ],
      },
      norm: {
        layers: [
          dense('deep', { use_bias: false, repeat: 2 }),
          { name: 'bn', type: 'BatchNormalization' },
          block('residual', 'residual', { repeat: 2 }),
        ],
      },
      fork: {
        layers: [
          { name: 'a', type: 'Input' },
          { name: 'b', type: 'Input' },
          dense('p', { inputs: ['a'] }),
          { name: 'q', type: 'Multiply', inputs: ['a', 'b'] },
        ],
      },
    },
    layers: [
      pixels,
      block('stage 1', 'residual', { repeat: 3 }),
      block('frozen', 'norm', { trainable: false }),
      block('fork', 'fork', { inputs: ['frozen', 'stage 1'], repeat: 2 }),
      block('last', 'fork', { inputs: ['fork'] }),
      dense('name', { repeat: 4, inputs: ['last/q'], activation: 'tanh' }),
      dense('classes', { activation: 'softmax' }),
    ],
    outputs: ['classes'],
  },
  row: {
    layerwise: 1,
    name: 'row',
    layers: [
      pixels,
      dense('first'),
      dense('deep', { repeat: 5, activation: 'selu', kernel_initializer: 'lecun_normal' }),
      { name: 'norm', type: 'BatchNormalization' },
      dense('last', { repeat: 1 }),
    ],
  },
  taken: { layerwise: 1, name: 'taken', layers: [pixels, dense('deep', { repeat: 3, activation: 'tanh' }), dense('deep_2')] },
};
