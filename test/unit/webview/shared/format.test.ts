import { expect, test } from 'vitest';
import { formatSeconds } from '../../../../webview/shared/format';

test('a time that is left is as short as it can be read', () => {
  expect([0.4, 19, 250, 3850, 172_799, 172_800, 1e6, 1.35e10].map(formatSeconds)).toEqual([
    '0 s',
    '19 s',
    '4:10',
    '1:04:10',
    '47:59:59',
    '2 days',
    '12 days',
    '156,250 days',
  ]);
});
