import { expect, test } from 'vitest';
import { fromWire } from '../../../../webview/evaluation/fromWire';

test('numbers that are none are numbers again, however deep they lie', () => {
  const told = { logs: { loss: NaN }, outputs: [{ name: 'end', shown: [{ likely: [{ id: 0, probability: NaN }] }] }], passes: 3 };
  expect(fromWire(JSON.parse(JSON.stringify(told)))).toEqual(told);
});
