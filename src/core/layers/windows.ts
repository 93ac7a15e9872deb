import type { Dimension, Shape } from '../diagnostics';
import type { Refusal } from './layerType';

export type Padding = 'valid' | 'same' | 'causal';

/**
 * Positions that a window takes along one axis: Keras's rule for convolution and pooling. `causal` and `same` give
 * `ceil(size / stride)`; `valid` counts the places where the whole (dilated) window fits, 0 or fewer where it does not.
 */
export function positions(size: Dimension, window: number, stride: number, dilation: number, padding: Padding): Dimension {
  if (size === null) return null;
  if (padding !== 'valid') return Math.ceil(size / stride);
  return Math.floor((size - dilation * (window - 1) - 1) / stride) + 1;
}

/** What is refused where a window does not fit into its input. */
export function windowTooLarge(layer: string, type: string, found: Shape, window: readonly number[], dilation: readonly number[]): Refusal {
  const reach = window.map((size, axis) => (dilation[axis] ?? 1) * (size - 1) + 1).join(' × ');
  return { problem: 'shape.empty-output', facts: { layer, type, found, detail: `a window of ${reach} does not fit with padding "valid"` } };
}
