import type { Field } from './fields';
import type { LayerContext, LayerType } from './layerType';
import { dataFormat, flag, perAxis } from './weightFields';
import { padding, places, SAMPLE, windowTooLarge, type Padding } from './windows';

const doc = (page: string): string => `https://keras.io/api/layers/pooling_layers/${page}/`;
const paddingField = padding(['valid', 'same'], 'valid: only whole windows; same: those over the edge too.');

/** `preset` is Keras's default size of the window, where it has one. */
function pooling(kind: 'Max' | 'Average', axes: 1 | 2, preset?: Field['default']): LayerType {
  const type = `${kind}Pooling${axes}D`;
  return {
    type,
    family: 'conv',
    arity: 1,
    rank: SAMPLE[axes]?.rank,
    axes: SAMPLE[axes]?.axes,
    fields: [
      perAxis('pool_size', axes, 'Size of the window.', preset),
      perAxis('strides', axes, 'Step from one window to the next; null: as large as the window.', null),
      paddingField,
      dataFormat,
    ],
    help: `Takes the ${kind === 'Max' ? 'largest value' : 'mean'} of each window of ${SAMPLE[axes]?.what}.`,
    doc: doc(`${kind.toLowerCase()}_pooling${axes}d`),
    start: preset === undefined ? { pool_size: 2 } : undefined,
    infer: (context) => pool(type, context),
  };
}

function globalPooling(kind: 'Max' | 'Average', axes: 1 | 2): LayerType {
  return {
    type: `Global${kind}Pooling${axes}D`,
    family: 'conv',
    arity: 1,
    rank: SAMPLE[axes]?.rank,
    axes: SAMPLE[axes]?.axes,
    fields: [dataFormat, flag('keepdims', false, 'Keep the axes, with size 1.')],
    help: `Takes the ${kind === 'Max' ? 'largest value' : 'mean'} of each channel of ${SAMPLE[axes]?.what}.`,
    doc: doc(`global_${kind.toLowerCase()}_pooling${axes}d`),
    infer({ values, inputs: [input = []] }) {
      const channels = input.at(-1) ?? null;
      return { output: values.keepdims ? [...input.slice(1).map(() => 1), channels] : [channels], weights: [], multiplyAdds: 0 };
    },
  };
}

/** Layers that take one value for many. */
export const poolingTypes: readonly LayerType[] = [
  pooling('Max', 1, 2),
  pooling('Max', 2, [2, 2]),
  pooling('Average', 1),
  pooling('Average', 2),
  globalPooling('Max', 1),
  globalPooling('Max', 2),
  globalPooling('Average', 1),
  globalPooling('Average', 2),
];

type PoolingValues = { pool_size: readonly number[]; strides: readonly number[] | null; padding: Padding };

function pool(type: string, { name, values, inputs: [input = []] }: LayerContext) {
  const { pool_size, strides, padding } = values as PoolingValues;
  const steps = strides ?? pool_size;
  const along = input.slice(0, -1).map((size, axis) => places(size, pool_size[axis] ?? 1, steps[axis] ?? 1, 1, padding));
  if (along.some((size) => size !== null && size < 1)) return windowTooLarge(name, type, input, pool_size);
  return { output: [...along, input.at(-1) ?? null], weights: [], multiplyAdds: 0 };
}
