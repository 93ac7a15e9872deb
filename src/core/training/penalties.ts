import type { JsonObject, Layer } from '../document';
import { isObject } from '../layers/readFields';

/** Keras's loss holds the penalties of regularizers; this is the key under which Layerwise tells them apart, too. */
export const PENALTY_KEY = 'regularization_loss';

/** Whether any layer has a penalty on its weights or on its output. */
export const isPenalized = (layers: readonly Layer[]): boolean => layers.some((layer) => hasPenalty(layer as JsonObject));

function hasPenalty(layer: JsonObject): boolean {
  if (layer.type === 'ActivityRegularization') return true;
  return Object.entries(layer).some(([key, value]) =>
    key.endsWith('_regularizer') ? value !== null : (key === 'layer' || key === 'backward_layer') && isObject(value) && hasPenalty(value),
  );
}
