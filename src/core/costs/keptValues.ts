import type { Json } from '../document';
import type { Shape } from '../diagnostics';
import { isObject } from '../layers/readFields';
import { product } from '../layers/size';

/** A layer as far as its memory goes. */
export interface Keeping {
  readonly type: string;
  readonly fields: { readonly [field: string]: Json | undefined };
  readonly input: Shape;
  readonly output: Shape;
}

/** Layers that only give the same values another shape. */
export const SAME_VALUES: ReadonlySet<string> = new Set(['Flatten', 'Reshape']);

/**
 * Values a unit and step: what the gradients of its formula need (of LSTM the gates, the candidate, the carry, its function
 * and the output), the products of the inputs of all steps, and their gradients, which become that of the kernel at once.
 */
const CELLS: Readonly<Record<string, number>> = { SimpleRNN: 1 + 2 * 1, GRU: 6 + 2 * 3, LSTM: 7 + 2 * 4 };

/**
 * How many values of one sample training keeps within a layer until the gradient has come back to it, beside what the layer
 * gives. A function behind a layer's weights counts as a layer of its own: its gradient needs what went into it.
 *
 * @returns `null` where a dimension is not fixed
 */
export function keptWithin({ type, fields, input, output }: Keeping): number | null {
  if (!isFixed(input) || !isFixed(output)) return null;
  const made = product(output);
  switch (type) {
    case 'Dropout':
    case 'AlphaDropout':
    case 'GaussianDropout':
      // The mask.
      return fields.rate === 0 ? 0 : made;
    case 'BatchNormalization':
    case 'LayerNormalization':
      // Before factor and offset.
      return made;
    case 'SeparableConv2D':
      return product(output.slice(0, -1)) * (input.at(-1) ?? 0) * multiplierOf(fields) + ownFunction(fields) * made;
    case 'SimpleRNN':
    case 'GRU':
    case 'LSTM':
      return (CELLS[type] ?? 1) * (input[0] ?? 0) * unitsOf(fields);
    case 'Bidirectional':
      return bothWays(fields, input);
    case 'TimeDistributed': {
      const inner = innerOf(fields.layer);
      const step = inner && keptWithin({ ...inner, input: input.slice(1), output: output.slice(1) });
      return (input[0] ?? 0) * (step ?? 0);
    }
    default:
      return ownFunction(fields) * made;
  }
}

const isFixed = (shape: Shape): shape is readonly number[] => !shape.includes(null);

/** 1 where the layer has a function behind its weights, else 0. */
function ownFunction({ units, filters, kernel_size, activation }: Keeping['fields']): number {
  const weighted = units !== undefined || filters !== undefined || kernel_size !== undefined;
  const name = isObject(activation) ? activation.type : activation;
  return weighted && typeof name === 'string' && name !== 'linear' ? 1 : 0;
}

const multiplierOf = ({ depth_multiplier: multiplier }: Keeping['fields']): number => (typeof multiplier === 'number' ? multiplier : 1);
const unitsOf = ({ units }: Keeping['fields']): number => (typeof units === 'number' ? units : 0);

function bothWays({ layer, backward_layer: backward }: Keeping['fields'], input: readonly number[]): number {
  const ways = [innerOf(layer), innerOf(backward) ?? innerOf(layer)];
  return ways.reduce((sum, way) => {
    if (!way) return sum;
    const units = unitsOf(way.fields);
    const output = way.fields.return_sequences === true ? [input[0] ?? 0, units] : [units];
    return sum + product(output) + (keptWithin({ ...way, input, output }) ?? 0);
  }, 0);
}

function innerOf(layer: Json | undefined): Pick<Keeping, 'type' | 'fields'> | undefined {
  if (!isObject(layer) || typeof layer.type !== 'string') return undefined;
  return { type: layer.type, fields: layer };
}
