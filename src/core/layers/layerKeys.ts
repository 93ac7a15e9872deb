import { layerTypes } from './index';

/** The keys of a layer in canonical order; unknown ones come after. */
export const layerKeys = (type: string): readonly string[] => [
  'name',
  'type',
  'inputs',
  ...(type === 'Block' ? ['block'] : (layerTypes.get(type)?.fields.map(({ name }) => name) ?? [])),
  'repeat',
  'trainable',
];
