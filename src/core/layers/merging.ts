import type { Dimension, Shape } from '../diagnostics';
import { formatShape } from '../format';
import { noSuchAxis, sampleAxis } from './axes';
import type { LayerContext, LayerType, Refusal } from './layerType';
import { multiplied } from './size';
import { flag } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/merging_layers/${page}/`;

/** Elementwise: shapes are broadcast as Keras does, aligned at their last dimension. */
const elementwise = (type: string, help: string, arity: 2 | 'many' = 'many'): LayerType => ({
  type,
  family: 'shape',
  arity,
  fields: [],
  help,
  doc: doc(type.toLowerCase()),
  infer: (context) => broadcast(type, context),
});

/** Layers that make one out of several. */
export const mergingTypes: readonly LayerType[] = [
  elementwise('Add', 'The sum of its inputs.'),
  elementwise('Subtract', 'The first input minus the second.', 2),
  elementwise('Multiply', 'The product of its inputs, value by value.'),
  elementwise('Average', 'The mean of its inputs.'),
  elementwise('Maximum', 'The largest of its inputs, value by value.'),
  elementwise('Minimum', 'The smallest of its inputs, value by value.'),
  {
    type: 'Concatenate',
    family: 'shape',
    arity: 'many',
    rank: [1, Infinity],
    fields: [
      {
        name: 'axis',
        value: { kind: 'integer' },
        default: -1,
        group: 'essentials',
        help: 'The axis along which the inputs are put one after the other.',
      },
    ],
    help: 'Its inputs one after the other.',
    doc: doc('concatenate'),
    infer: concatenate,
  },
  {
    type: 'Dot',
    family: 'shape',
    arity: 2,
    rank: [1, Infinity],
    fields: [
      {
        name: 'axes',
        value: { kind: 'integers', length: 2, single: true },
        group: 'essentials',
        help: 'The axis of each input along which the product is summed, counted from 1; one number for both.',
      },
      flag('normalize', false, 'Bring both to length 1 first: the output is the cosine of their angle.'),
    ],
    help: 'The dot product of its two inputs.',
    doc: doc('dot'),
    start: { axes: -1 },
    infer: dot,
  },
];

/** Keras merges a size with one that is not fixed into one that is not fixed, and with 1 into itself. */
function together(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === null || b === null) return null;
  if (a === 1) return b;
  return b === 1 || a === b ? a : undefined;
}

function broadcast(type: string, context: LayerContext) {
  let output: Shape = context.inputs[0] ?? [];
  for (const shape of context.inputs) {
    if (shape.length === output.length && shape.every((size, axis) => size === output[axis])) continue;
    const [long, short] = output.length >= shape.length ? [output, shape] : [shape, output];
    const lead = long.length - short.length;
    const merged = long.map((size, axis) => (axis < lead ? size : together(size, short[axis - lead] ?? null)));
    if (!merged.every((size) => size !== undefined)) return mismatch(type, context);
    output = merged;
  }
  return { output, weights: [], multiplyAdds: 0 };
}

function concatenate(context: LayerContext) {
  const { values, inputs } = context;
  const [first = [], ...others] = inputs;
  const axis = values.axis as number;
  const at = sampleAxis(axis, first);
  if (at === undefined) return noSuchAxis('Concatenate', 'axis', axis, first);
  const fits = others.every(
    (shape) =>
      shape.length === first.length &&
      shape.every((size, i) => i === at || size === null || inputs.every((other) => other[i] === null || other[i] === size)),
  );
  if (!fits) return mismatch('Concatenate', context);
  const sizes = inputs.map((shape) => shape[at] ?? null);
  const whole = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
  return { output: first.map((size, i) => (i === at ? whole : size)), weights: [], multiplyAdds: 0 };
}

function dot(context: LayerContext) {
  const { values, inputs } = context;
  const [a = [], b = []] = inputs;
  const [left = 0, right = 0] = values.axes as readonly number[];
  const [i, j] = [sampleAxis(left, a), sampleAxis(right, b)];
  if (i === undefined) return noSuchAxis('Dot', 'axes', left, a);
  if (j === undefined) return noSuchAxis('Dot', 'axes', right, b);
  const length = a[i] ?? null;
  if (length !== (b[j] ?? null)) return mismatch('Dot', context);
  const output = [...a.filter((_, axis) => axis !== i), ...b.filter((_, axis) => axis !== j)];
  return { output: output.length === 0 ? [1] : output, weights: [], ...multiplied([...output, length]) };
}

function mismatch(type: string, { name, inputs, inputNames }: LayerContext): Refusal {
  const facts = { layer: name, type, inputs: inputs.map((shape, i) => ({ name: inputNames[i] ?? formatShape(shape), shape })) };
  return { problem: 'shape.merge-mismatch', facts };
}
