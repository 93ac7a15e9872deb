import { expect, test } from 'vitest';
import { keptLayersText, unknownLayersText } from '../../../src/core/unknownLayers';

const blurs = (count: number) => Array.from({ length: count }, (_, i) => ({ layer: `b${i}`, type: 'Blur' }));

test('one layer without a type is told by its name, none not at all', () => {
  expect(keptLayersText(blurs(1))).toBe('b0: Layerwise has no layer of the type Blur. It is kept as it is.');
  expect(keptLayersText([])).toBeUndefined();
});

test('several are one sentence, type by type, with some of their names and how many there are', () => {
  expect(keptLayersText([...blurs(3), { layer: 'w', type: 'Warp' }])).toBe(
    'Layerwise has no type for 4 layers: Blur (b0, b1, b2), Warp (w). They are kept as they are.',
  );
  expect(unknownLayersText(blurs(1204))).toBe('Layerwise has no type for 1,204 layers: Blur (b0, b1, b2 and 1,201 more).');
  const types = Array.from({ length: 9 }, (_, i) => ({ layer: 'a', type: `T${i}` }));
  expect(unknownLayersText(types)).toMatch(/^Layerwise has no type for 9 layers: T0 \(a\), .*T5 \(a\) and 3 more\.$/);
});
