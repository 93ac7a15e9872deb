import { expect, it } from 'vitest';
import type { Json } from '../../src/core/document';
import type { RegistryName } from '../../src/core/layers/fields';
import { layerTypes } from '../../src/core/layers/index';
import { findNamed, registries } from '../../src/core/layers/registries';
import { layerTypesShown, problems } from './problems';

/** Every text in it: names of layer types, losses and all else that is chosen by name are texts. */
const textsIn = (value: Json): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];

const texts = new Set(textsIn(JSON.parse(JSON.stringify([problems, layerTypesShown])) as Json));

// What replayed and captured steps are compared with: a layer or a loss that is added belongs there, too.
// Schedules give rates alone, which a step is fed.
it('there is a problem with every layer, and with all that is chosen by name for a step', () => {
  expect([...layerTypes.keys()].filter((type) => !texts.has(type))).toEqual([]);
  const chosen: readonly RegistryName[] = ['activation', 'regularizer', 'constraint', 'optimizer', 'loss', 'metric'];
  for (const registry of chosen) {
    const found = new Set([...texts].map((text) => findNamed(registry, text)?.name));
    expect(
      registries[registry].map(({ name }) => name).filter((name) => !found.has(name)),
      registry,
    ).toEqual([]);
  }
});
