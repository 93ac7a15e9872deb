import { expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { axisNames, shapeWithNames } from '../../../src/core/axisNames';
import type { JsonObject } from '../../../src/core/document';

const analyzed = (...layers: JsonObject[]) => analyzeText(JSON.stringify({ layerwise: 1, layers }));

it('an image keeps its meaning until it is laid out', () => {
  const analysis = analyzed(
    { name: 'x', type: 'Input', shape: [28, 28] },
    { name: 'r', type: 'Reshape', target_shape: [28, 28, 1] },
    { name: 'c', type: 'Conv2D', filters: 8, kernel_size: 3 },
    { name: 'b', type: 'BatchNormalization' },
    { name: 'a', type: 'ReLU' },
    { name: 'p', type: 'MaxPooling2D' },
    { name: 'f', type: 'Flatten' },
    { name: 'y', type: 'Dense', units: 10 },
  );
  const image = ['height', 'width', 'channels'];
  const names = analysis.layers.map(({ id }) => axisNames(analysis, id));
  expect(names).toEqual([undefined, image, image, image, image, image, ['values'], ['units']]);
  expect(analysis.layers.slice(1, 3).map((layer) => shapeWithNames(analysis, layer))).toEqual([
    '28 × 28 × 1: height × width × channels',
    '26 × 26 × 8: height × width × channels',
  ]);
});

it('a sequence has steps', () => {
  const analysis = analyzed(
    { name: 'x', type: 'Input', shape: [12] },
    { name: 'e', type: 'Embedding', input_dim: 50, output_dim: 8 },
    { name: 'l', type: 'LSTM', units: 4, return_sequences: true },
    { name: 'd', type: 'Dense', units: 3 },
    { name: 'g', type: 'GlobalAveragePooling1D' },
    { name: 'w', type: 'Bidirectional', layer: { type: 'GRU', units: 4 }, inputs: ['e'] },
  );
  const names = analysis.layers.map(({ id }) => axisNames(analysis, id));
  expect(names).toEqual([['values'], ['steps', 'vector'], ['steps', 'units'], ['steps', 'units'], ['channels'], ['units']]);
});

it('nothing is said of what is not known', () => {
  const analysis = analyzed({ name: 'x', type: 'Input', shape: [3, 4, 5, 6, 7] }, { name: 'y', type: 'Dens' });
  expect(axisNames(analysis, 'x')).toBeUndefined();
  expect(axisNames(analysis, 'y')).toBeUndefined();
  expect(shapeWithNames(analysis, analysis.layers[0]!)).toBe('3 × 4 × 5 × 6 × 7');
});
