import * as l10n from '@vscode/l10n';
import type { Shape } from '../diagnostics';
import type { Refusal } from './layerType';

/**
 * Where a Keras axis points in the shape of a sample: Keras counts the batch dimension (axis 1 is the first of a
 * sample, -1 the last). `undefined` where there is no such axis, or it is the batch.
 */
export function sampleAxis(axis: number, shape: Shape): number | undefined {
  const index = axis < 0 ? shape.length + axis : axis - 1;
  return index >= 0 && index < shape.length ? index : undefined;
}

/** The refusal of an axis that the input does not have. */
export function noSuchAxis(type: string, field: string, axis: number, shape: Shape): Refusal {
  const rank = shape.length;
  const expected =
    rank === 0 ? l10n.t('an input with at least one dimension') : l10n.t`an axis of the input: 1 to ${rank}, or -${rank} to -1`;
  return { problem: 'field.wrong-value', facts: { type, field, expected, found: axis }, field };
}

/** The refusal of a dimension that has to be known and is not. */
export function unknownDimension(layer: string, type: string, found: Shape): Refusal {
  return { problem: 'shape.unknown-dimension', facts: { layer, type, found } };
}
