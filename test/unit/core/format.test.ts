import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatShape } from '../../../src/core/format';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [235500, '235,500'],
  [12345678, '12,345,678'],
  [1234.5, '1,234.5'],
  [-1500, '−1,500'],
  [1e15, '1.00e+15'],
  [Infinity, 'infinitely many'],
])('the count %d', (count, words) => expect(formatCount(count)).toBe(words));

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.00 KB'],
  [1085384, '1.04 MB'],
  [4e12, '3.64 TB'],
  [1e20, '88817.84 PB'],
])('%d bytes', (bytes, words) => expect(formatBytes(bytes)).toBe(words));

test('shapes', () => {
  expect([[28, 28], [784], [null, 3], []].map(formatShape)).toEqual(['28 × 28', '784', '? × 3', 'one number']);
});
