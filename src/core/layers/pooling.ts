import type { Inference, LayerContext, LayerType, Refusal } from './layerType';
import { dataFormat, perAxis } from './weightFields';
import { positions, windowTooLarge, type Padding } from './windows';

const doc = (page: string): string => `https://keras.io/api/layers/pooling_layers/${page}/`;

interface PoolingValues {
  readonly pool_size: readonly number[];
  readonly strides: readonly number[] | null;
  readonly padding: Padding;
}

function pool(type: string, { name, values, inputs: [input = []] }: LayerContext): Inference | Refusal {
  const { pool_size, strides, padding } = values as unknown as PoolingValues;
  const steps = strides ?? pool_size;
  const axes = input.slice(0, -1).map((size, axis) => positions(size, pool_size[axis] ?? 1, steps[axis] ?? 1, 1, padding));
  if (axes.some((size) => size !== null && size < 1)) return windowTooLarge(name, type, input, pool_size, []);
  return { output: [...axes, input.at(-1) ?? null], weights: [], multiplyAdds: 0 };
}

/** Layers that take one value for many. */
export const poolingTypes: readonly LayerType[] = [
  {
    type: 'MaxPooling2D',
    family: 'conv',
    arity: 1,
    rank: [3, 3],
    axes: 'height, width, channels',
    fields: [
      perAxis('pool_size', 2, 'Size of the window.', [2, 2]),
      perAxis('strides', 2, 'Step from one window to the next; null: as large as the window.', null),
      {
        name: 'padding',
        value: { kind: 'choice', choices: ['valid', 'same'] },
        default: 'valid',
        group: 'essentials',
        help: 'same: the edges count too; valid: only whole windows.',
      },
      dataFormat,
    ],
    help: 'Takes the largest value of each window.',
    doc: doc('max_pooling2d'),
    infer: (context) => pool('MaxPooling2D', context),
  },
];
