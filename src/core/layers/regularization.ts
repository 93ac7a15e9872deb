import type { LayerType } from './layerType';
import type { Field } from './fields';
import { seed } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/regularization_layers/${page}/`;

const rate = (help: string): Field => ({ name: 'rate', value: { kind: 'number', minimum: 0, maximum: 1 }, group: 'essentials', help });
const noiseShape: Field = {
  name: 'noise_shape',
  value: { kind: 'integers', minimum: 1, nullable: true },
  default: null,
  nullable: true,
  group: 'advanced',
  help: 'Shape of the mask, batch first; 1 shares it along an axis, null takes the size of the input.',
};

/** Layers that act only while the model learns. */
export const regularizationTypes: readonly LayerType[] = [
  {
    type: 'Dropout',
    family: 'regular',
    arity: 1,
    fields: [rate('Share of the values that are set to 0.'), noiseShape, seed],
    help: 'Sets some values to 0 while learning, and scales the others up.',
    doc: doc('dropout'),
    start: { rate: 0.5 },
    infer: ({ inputs: [input = []] }) => ({ output: input, weights: [], multiplyAdds: 0 }),
  },
];
