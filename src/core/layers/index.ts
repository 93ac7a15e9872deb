import { activationTypes } from './activationLayers';
import { checked } from './checked';
import { convolutionTypes } from './convolution';
import { coreTypes } from './core';
import { ioTypes } from './io';
import type { LayerType } from './layerType';
import { mergingTypes } from './merging';
import { normalizationTypes } from './normalization';
import { poolingTypes } from './pooling';
import { preprocessingTypes } from './preprocessing';
import { recurrentTypes } from './recurrent';
import { regularizationTypes } from './regularization';
import { reshapingTypes } from './reshaping';
import { wrapperTypes } from './wrappers';

/** Every layer type, by Keras class name, in the order of the palette. */
export const layerTypes: ReadonlyMap<string, LayerType> = new Map(
  [
    ...ioTypes,
    ...coreTypes,
    ...activationTypes,
    ...reshapingTypes,
    ...convolutionTypes,
    ...poolingTypes,
    ...normalizationTypes,
    ...preprocessingTypes,
    ...regularizationTypes,
    ...recurrentTypes,
    ...wrapperTypes(() => layerTypes),
    ...mergingTypes,
  ].map((type) => [type.type, checked(type)]),
);
