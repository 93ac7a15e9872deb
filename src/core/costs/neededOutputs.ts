import type { Analysis, LayerAnalysis } from '../analysis';
import { inputPlaces, placesOf } from '../places';
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

/** For each layer 1 where its output has to stay until the gradient comes back: for who took it, for the loss, or as data. */
export function neededOutputs({ layers, order, outputs }: Analysis): Uint8Array {
  const places = placesOf(layers);
  const inputs = inputPlaces(layers);
  const needed = new Uint8Array(layers.length);
  for (const id of outputs) needed[places.get(id) ?? -1] = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    const place = places.get(order[i] ?? '') ?? -1;
    const layer = layers[place];
    if (!layer?.used) continue;
    if (layer.inputs.length === 0 || BY_OUTPUT.has(layer.type)) needed[place] = 1;
    if (needsInput(layer, needed[place] === 1)) for (const input of inputs[place] ?? []) needed[input] = 1;
  }
  return needed;
}

/** What only has another shape is needed where it was made. */
const needsInput = ({ type }: LayerAnalysis, needed: boolean): boolean => (SAME_VALUES.has(type) ? needed : !FREE_OF_INPUT.has(type));
