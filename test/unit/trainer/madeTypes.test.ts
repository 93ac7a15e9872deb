import { expect, test } from 'vitest';
import { layerTypes } from '../../../src/core/layers';
import { madeTypes } from '../../../src/trainer/model/layers';

test('every type of layer that a design may hold can be computed', () => {
  expect(['Input', ...madeTypes].sort()).toEqual([...layerTypes.keys()].sort());
});
