import { expect, test } from 'vitest';
import { duration } from '../../../../webview/training/format';

test('a time is as long as it has to be', () => {
  expect([5.74, 19.4, 125, 3850].map(duration)).toEqual(['5.7 s', '19 s', '2:05', '1:04:10']);
  expect([47 * 3600, 76 * 3600 + 250].map(duration)).toEqual(['47:00:00', '3 days 4 h']);
});
