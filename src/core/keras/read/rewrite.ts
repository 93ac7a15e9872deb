import type { JsonObject } from '../../document';
import { layerTypes } from '../../layers/index';
import { findNamed } from '../../layers/registries';
import type { LayerCall } from './calls';
import { argumentsOf } from './namedValue';
import { isOperation, type KerasObject } from './kerasObject';

/** A layer of a design in place of one of Keras's. The last of several has the name of the layer that they are in place of. */
export interface Step {
  readonly type: string;
  readonly fields: JsonObject;
  /** Which of the tensors it takes; `'before'` is the step before it. */
  readonly takes: readonly (number | 'before')[];
}

/** Operations of Keras 3 and of TensorFlow by what they are called. */
const ARITHMETIC: { readonly [name: string]: 'Add' | 'Subtract' | 'Multiply' | 'Divide' } = {
  add: 'Add',
  addv2: 'Add',
  subtract: 'Subtract',
  sub: 'Subtract',
  multiply: 'Multiply',
  mul: 'Multiply',
  divide: 'Divide',
  true_divide: 'Divide',
  truediv: 'Divide',
};
const MERGING: { readonly [name: string]: string } = {
  add: 'Add',
  subtract: 'Subtract',
  multiply: 'Multiply',
  maximum: 'Maximum',
  minimum: 'Minimum',
};

/**
 * Layers of a design that compute the same as a layer or an operation that it has no type for; `undefined` where there are
 * none. Operations are what Keras makes of `x + 3` between layers.
 */
export function rewrite(layer: KerasObject, call: LayerCall): readonly Step[] | undefined {
  const { className, config } = layer;
  if (isOperation(layer)) return rewriteOperation(operationName(layer), call, config);
  switch (className) {
    // Of keras.applications: the first input plus the second one times a number.
    case 'CustomScaleLayer':
      if (call.tensors.length !== 2) return undefined;
      return [
        { type: 'Rescaling', fields: { scale: config.scale ?? 1 }, takes: [1] },
        { type: 'Add', fields: {}, takes: [0, 'before'] },
      ];
    // Of keras.applications: a factor for each channel that is learned, which is a depthwise convolution with a kernel of 1 × 1.
    case 'LayerScale': {
      const value = typeof config.init_values === 'number' ? config.init_values : 1;
      const fields = { kernel_size: [1, 1], use_bias: false, depthwise_initializer: { type: 'constant', value } };
      return [{ type: 'DepthwiseConv2D', fields, takes: [0] }];
    }
    default:
      return undefined;
  }
}

/** `Add` of Keras 3, `math.add` and `__operators__.add` of TensorFlow: `add`. */
function operationName({ className, config }: KerasObject): string {
  const name = className === 'TFOpLambda' && typeof config.function === 'string' ? config.function : className;
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase();
}

function rewriteOperation(name: string, { operands, tensors }: LayerCall, config: JsonObject): readonly Step[] | undefined {
  const takes = tensors.map((_, i) => i);
  const constant = operands.find((operand) => typeof operand === 'number');
  const kind = ARITHMETIC[name];
  if (kind && tensors.length === 1 && operands.length === 2 && constant !== undefined) {
    const fields = withConstant(kind, constant, typeof operands[0] === 'number');
    return fields && [{ type: 'Rescaling', fields, takes }];
  }
  if (constant === undefined && tensors.length === 2) {
    const type = MERGING[kind?.toLowerCase() ?? name];
    return type && layerTypes.has(type) ? [{ type, fields: {}, takes }] : undefined;
  }
  const activation = constant === undefined && tensors.length === 1 ? findNamed('activation', name) : undefined;
  const given = activation && argumentsOf(activation.fields, config);
  if (!activation || !given) return undefined;
  const value = Object.keys(given).length === 0 ? activation.name : { type: activation.name, ...given };
  return [{ type: 'Activation', fields: { activation: value }, takes }];
}

/** x × scale + offset. */
function withConstant(kind: 'Add' | 'Subtract' | 'Multiply' | 'Divide', c: number, first: boolean): JsonObject | undefined {
  switch (kind) {
    case 'Add':
      return { scale: 1, offset: c };
    case 'Subtract':
      return first ? { scale: -1, offset: c } : { scale: 1, offset: -c };
    case 'Multiply':
      return { scale: c };
    case 'Divide':
      return first || c === 0 ? undefined : { scale: 1 / c };
  }
}
