import * as l10n from '@vscode/l10n';
import type { Dimension, Shape } from '../diagnostics';
import { formatShape } from '../format';
import type { Field } from './fields';
import type { Refusal } from './layerType';

export type Padding = 'valid' | 'same' | 'causal';

/** What the dimensions of a sample are called, by the number of axes that a window slides along. */
export const SAMPLE: {
  readonly [axes: number]: { readonly rank: readonly [number, number]; readonly axes: string; readonly what: string };
} = {
  1: { rank: [2, 2], axes: 'steps, channels', what: 'a sequence' },
  2: { rank: [3, 3], axes: 'height, width, channels', what: 'an image' },
  3: { rank: [4, 4], axes: 'depth, height, width, channels', what: 'a volume' },
};

export const padding = (choices: readonly Padding[], help: string): Field => ({
  name: 'padding',
  value: { kind: 'choice', choices },
  default: 'valid',
  group: 'essentials',
  help,
});

/**
 * Places that a window takes along one axis: Keras's rule for convolution and pooling. `same` and `causal` give
 * `ceil(size / stride)`; `valid` counts the places where the whole (dilated) window fits, 0 or fewer where it does not.
 */
export function places(size: Dimension, window: number, stride: number, dilation: number, padding: Padding): Dimension {
  if (size === null) return null;
  if (padding !== 'valid') return Math.ceil(size / stride);
  return Math.floor((size - reach(window, dilation)) / stride) + 1;
}

/** Length of a window whose values are `dilation` apart. */
export const reach = (window: number, dilation: number): number => dilation * (window - 1) + 1;

/** What is refused where a window does not fit into its input. */
export function windowTooLarge(
  layer: string,
  type: string,
  found: Shape,
  window: readonly number[],
  dilation?: readonly number[],
): Refusal {
  const size = formatShape(window.map((length, axis) => reach(length, dilation?.[axis] ?? 1)));
  return {
    problem: 'shape.empty-output',
    facts: { layer, type, found, detail: l10n.t`a window of ${size} does not fit with padding "valid"` },
  };
}
