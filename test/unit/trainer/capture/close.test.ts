import { expect, it } from 'vitest';
import { close } from '../../../../src/trainer/capture/close';

it.each<[string, number[], number[], number, boolean]>([
  ['rounding', [1, 2.0001], [1, 2], 0, true],
  ['a value elsewhere', [1, 2.1], [1, 2], 0, false],
  ['a value elsewhere, where one of two may be', [1, 2.1], [1, 2], 0.5, true],
  ['two of them, where one of two may be', [1.1, 2.1], [1, 2], 0.5, false],
  ['NaN in both', [NaN, 1], [NaN, 1], 0, true],
  ['NaN in one, whatever may be elsewhere', [NaN, 1], [0, 1], 1, false],
  ['an infinity in both', [Infinity, 1], [Infinity, 1], 0, true],
])('%s', (_, found, wanted, uncertain, same) => expect(close(found, wanted, 1e-3, uncertain)).toBe(same));
