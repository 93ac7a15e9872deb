import type { Shape } from '../../diagnostics';
import { axisIn, type Emission, type Tensor } from './emission';
import type { LayerEmitter } from './layerEmitter';

/** Inputs in one order of dimensions, those of lower rank with sizes of 1 after the batch, as Keras spreads them. */
function together(emission: Emission, given: readonly Tensor[]): readonly Tensor[] {
  const inputs = given.map((x) => emission.floating(x));
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  if (inputs.every(({ shape }) => shape.length === rank)) return alike(emission, inputs);
  return inputs.map((input) => {
    const x = emission.last(input);
    const more = rank - x.shape.length;
    if (more === 0) return x;
    const shape: Shape = [...Array.from({ length: more }, () => 1), ...x.shape];
    return { ...x, shape, name: emission.op('Unsqueeze', [x.name, emission.ints(Array.from({ length: more }, (_, i) => i + 1))]) };
  });
}

const alike = (emission: Emission, inputs: readonly Tensor[]): readonly Tensor[] =>
  inputs.some(({ first }) => first) ? inputs.map((x) => emission.first(x)) : inputs;

/** By an operator that takes two. */
const pairwise =
  (op: string): LayerEmitter =>
  (emission, { inputs, output }) => {
    const [first, ...others] = together(emission, inputs) as [Tensor, ...Tensor[]];
    const name = others.reduce((all, { name }) => emission.op(op, [all, name]), first.name);
    return { ...first, name, shape: output };
  };

/** By one that takes any number. */
const all =
  (op: string): LayerEmitter =>
  (emission, { inputs, output }) => {
    const operands = together(emission, inputs);
    return {
      ...operands[0]!,
      shape: output,
      name: emission.op(
        op,
        operands.map(({ name }) => name),
      ),
    };
  };

const concatenate: LayerEmitter = (emission, { values, inputs, output }) => {
  const operands = alike(
    emission,
    inputs.map((x) => emission.floating(x)),
  );
  const attributes = { axis: { int: axisIn(operands[0]!, Number(values.axis)) } };
  return {
    ...operands[0]!,
    shape: output,
    name: emission.op(
      'Concat',
      operands.map(({ name }) => name),
      attributes,
    ),
  };
};

const EPSILON = 1e-12;

/** x with length 1 along an axis. */
function unit(emission: Emission, x: Tensor, axis: number): Tensor {
  const squares = emission.op('Mul', [x.name, x.name]);
  const sum = emission.op('ReduceSum', [squares, emission.ints([axis])]);
  const length = emission.op('Sqrt', [emission.op('Max', [sum, emission.scalar(EPSILON)])]);
  return emission.map(x, 'Div', [x.name, length]);
}

const LETTERS = 'cdefghijklmnopqrstuvwxyz';

const dot: LayerEmitter = (emission, { values, inputs, output }) => {
  const axes = values.axes as readonly number[];
  const operands = inputs.map((input, i) => {
    const x = emission.floating(emission.last(input));
    return values.normalize === true ? unit(emission, x, axisIn(x, axes[i]!)) : x;
  }) as [Tensor, Tensor];
  // The batch is a, what is summed over is b.
  let used = 0;
  const terms = operands.map((x, i) => ['a', ...x.shape.map((_, axis) => (axis + 1 === axisIn(x, axes[i]!) ? 'b' : LETTERS[used++]!))]);
  const kept = terms.flatMap((term) => term.slice(1).filter((letter) => letter !== 'b'));
  const equation = `${terms.map((term) => term.join('')).join(',')}->a${kept.join('')}`;
  const name = emission.op(
    'Einsum',
    operands.map((x) => x.name),
    { equation: { string: equation } },
  );
  return kept.length > 0 ? { name, shape: output } : emission.reshape({ name, shape: [] }, output);
};

/** Layers that make one out of several. */
export const mergingEmitters: { readonly [type: string]: LayerEmitter } = {
  Add: pairwise('Add'),
  Subtract: pairwise('Sub'),
  Multiply: pairwise('Mul'),
  Average: all('Mean'),
  Maximum: all('Max'),
  Minimum: all('Min'),
  Concatenate: concatenate,
  Dot: dot,
};
