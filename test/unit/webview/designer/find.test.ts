import { describe, expect, it } from 'vitest';
import { layerGroups } from '../../../../webview/designer/pick/findLayers';
import { analysisOf, dense, input } from './designs';

const analysis = analysisOf(
  input('pixels', 28, 28, 1),
  { name: 'first', type: 'Conv2D', filters: 16, kernel_size: [3, 5], activation: 'relu' },
  { name: 'second', type: 'Conv2D', filters: 32, kernel_size: 3, padding: 'same', trainable: false },
  { name: 'flatten', type: 'Flatten' },
  { name: 'relu_end', type: 'Dropout', rate: 0.4 },
  dense('classes', 10),
);
const found = (query: string) => {
  const picture = { analysis: { ...analysis, flat: analysis }, cards: new Map() } as never;
  return layerGroups(picture, query, () => true, 'layers').flatMap(({ items }) => items);
};
const names = (query: string) => found(query).map(({ name }) => name);

describe('finding a layer', () => {
  it('goes by name and type first, then by what it says', () => {
    expect(names('relu')).toEqual(['relu_end', 'first']);
    expect(found('relu')[1]!.detail).toBe('Conv2D · relu');
    expect(names('')).toHaveLength(6);
    expect(names('nonsense')).toEqual([]);
  });

  it('by a field and its value, defaults too', () => {
    expect(names('filters=32')).toEqual(['second']);
    expect(names('filters>8')).toEqual(['first', 'second']);
    expect(names('rate<0.5')).toEqual(['relu_end']);
    expect(names('padding=valid')).toEqual(['first']);
    expect(names('kernel_size=5')).toEqual(['first']);
    expect(names('parameters>5000')).toEqual(['classes']);
    expect(names('units>zero')).toEqual([]);
  });

  it('by a shape that comes in or goes out', () => {
    expect(names('28x28')).toEqual(['pixels', 'first']);
    expect(names('26×24×32')).toEqual(['second', 'flatten']);
    expect(found('26×24×32')[1]!.detail).toBe('Flatten · 26 × 24 × 32');
    expect(names('8x28')).toEqual([]);
  });

  it('by several things that are all true', () => {
    expect(names('conv2d frozen')).toEqual(['second']);
    expect(names('conv2d filters>8 26x24x16')).toEqual(['first', 'second']);
  });
});
