import type { Json } from '../document';
import type { Values } from '../layers/layerType';
import { isProblem, resolveNamed } from '../layers/registries';
import { isObject } from '../layers/readFields';

/** What an optimizer keeps beside each weight that learns. */
export interface OptimizerSlots {
  /** The registry's name. */
  readonly name: string;
  /** Values kept for each value of a weight. */
  readonly slots: number;
}

const moves = ({ momentum, learning_rate: rate }: Values): boolean =>
  momentum !== 0 || (isObject(rate) && rate.type === 'OneCycle' && rate.max_momentum !== null);

/** By the registry's names: the variables that `build` makes in `keras/src/optimizers`, for one weight. */
const SLOTS: Readonly<Record<string, (values: Values) => number>> = {
  SGD: (values) => (moves(values) ? 1 : 0),
  RMSprop: (values) => 1 + (moves(values) ? 1 : 0) + (values.centered === true ? 1 : 0),
  Adam: ({ amsgrad }) => (amsgrad === true ? 3 : 2),
  AdamW: ({ amsgrad }) => (amsgrad === true ? 3 : 2),
  Nadam: () => 2,
  Adamax: () => 2,
  Adagrad: () => 1,
  Adadelta: () => 2,
  Lion: () => 1,
};

/** Absent: there is no such optimizer, or an argument of it is wrong. Where none is named Keras takes RMSprop. */
export function optimizerSlots(optimizer: Json = 'RMSprop'): OptimizerSlots | undefined {
  const resolved = resolveNamed('optimizer', optimizer);
  if (isProblem(resolved)) return undefined;
  const { entry, values } = resolved;
  const own = SLOTS[entry.name]?.(values) ?? 0;
  return { name: entry.name, slots: own + (values.use_ema === true ? 1 : 0) };
}
