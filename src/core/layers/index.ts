import { convolutionTypes } from './convolution';
import { coreTypes } from './core';
import { ioTypes } from './io';
import type { LayerContext, LayerType, Refusal } from './layerType';
import { normalizationTypes } from './normalization';
import { poolingTypes } from './pooling';
import { regularizationTypes } from './regularization';
import { reshapingTypes } from './reshaping';

/** What is refused because the input has too few or too many dimensions. */
function rankRefusal({ type, rank, axes }: LayerType, { name, inputs }: LayerContext): Refusal | undefined {
  if (!rank) return undefined;
  const [least, most] = rank;
  const found = inputs.find(({ length }) => length < least || length > most);
  if (!found) return undefined;
  const count = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const expected = `${count} dimension${count.endsWith(' 1') || count === '1' ? '' : 's'}${axes ? ` (${axes})` : ''}`;
  return { problem: 'shape.rank-mismatch', facts: { layer: name, type, expected, found } };
}

/** The rank is checked here, once for all, before a type's own rule sees the shapes. */
const checked = (type: LayerType): LayerType => ({ ...type, infer: (context) => rankRefusal(type, context) ?? type.infer(context) });

/** Every layer type, by Keras class name, in the order of the palette. */
export const layerTypes: ReadonlyMap<string, LayerType> = new Map(
  [...ioTypes, ...coreTypes, ...reshapingTypes, ...convolutionTypes, ...poolingTypes, ...normalizationTypes, ...regularizationTypes].map(
    (type) => [type.type, checked(type)],
  ),
);
