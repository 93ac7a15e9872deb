import type { Analysis, LayerAnalysis } from '../analysis';
import { SAME_VALUES } from './keptValues';

/**
 * Layers whose gradient does not need what came in: sums and means, those that only arrange values, noise and dropout (the
 * mask is enough), and batch normalization, which keeps the normalized values.
 */
const FREE_OF_INPUT: ReadonlySet<string> = new Set([
  ...['BatchNormalization', 'Normalization', 'Rescaling', 'Softmax'],
  ...['Add', 'Subtract', 'Average', 'Concatenate'],
  ...['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'SpatialDropout1D', 'SpatialDropout2D'],
  ...['AveragePooling1D', 'AveragePooling2D', 'GlobalAveragePooling1D', 'GlobalAveragePooling2D'],
  ...['Permute', 'RepeatVector', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D'],
]);

/** Functions whose gradient is worked out from what they gave. */
const BY_OUTPUT: ReadonlySet<string> = new Set(['Softmax']);

/** Ids of the layers whose output has to stay until the gradient comes back: for who took it, for the loss, or as data. */
export function neededOutputs({ layers, order, outputs }: Analysis): ReadonlySet<string> {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const needed = new Set<string>(outputs);
  for (let i = order.length - 1; i >= 0; i--) {
    const layer = byId.get(order[i] ?? '');
    if (!layer?.used) continue;
    if (layer.inputs.length === 0 || BY_OUTPUT.has(layer.type)) needed.add(layer.id);
    if (needsInput(layer, needed)) for (const input of layer.inputs) needed.add(input);
  }
  return needed;
}

/** What only has another shape is needed where it was made. */
const needsInput = ({ id, type }: LayerAnalysis, needed: ReadonlySet<string>): boolean =>
  SAME_VALUES.has(type) ? needed.has(id) : !FREE_OF_INPUT.has(type);
