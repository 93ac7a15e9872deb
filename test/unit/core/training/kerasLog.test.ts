import { expect, test } from 'vitest';
import { kerasEpochLine, kerasEpochTitle, kerasLine, kerasMarksDone, kerasNumber } from '../../../../src/core/training/kerasLog';

/** What `keras.utils.Progbar` of Keras 3.15 printed for the same figures, its colours taken out. */
const PRINTED: readonly (readonly [step: number, steps: number, seconds: number, logs: Record<string, number>, line: string])[] = [
  [
    1719,
    1719,
    5.66,
    { loss: 0.5263, accuracy: 0.8147, val_loss: 0.4018, val_accuracy: 0.8556 },
    '1719/1719 ━━━━━━━━━━━━━━━━━━━━ 6s 3ms/step - accuracy: 0.8147 - loss: 0.5263 - val_accuracy: 0.8556 - val_loss: 0.4018',
  ],
  [352, 1719, 1.2, { loss: 0.3234, accuracy: 0.8912 }, ' 352/1719 ━━━━━━━━━━━━━━━━━━━━ 4s 3ms/step - accuracy: 0.8912 - loss: 0.3234'],
  [3, 1000, 30, { loss: 2.302585 }, '   3/1000 ━━━━━━━━━━━━━━━━━━━━ 2:46:10 10s/step - loss: 2.3026'],
  [2, 4000, 2.5, { loss: 12345.678 }, '   2/4000 ━━━━━━━━━━━━━━━━━━━━ 1:23:17 1s/step - loss: 12345.6780'],
  [4, 4, 0.0021, { loss: 0.00012345, mae: 0 }, '4/4 ━━━━━━━━━━━━━━━━━━━━ 0s 525us/step - loss: 1.2345e-04 - mae: 0.0000e+00'],
  [10, 10, 25, { loss: NaN, mse: Infinity }, '10/10 ━━━━━━━━━━━━━━━━━━━━ 25s 2s/step - loss: nan - mse: inf'],
  [1, 63, 0.4, { loss: -0.0005 }, ' 1/63 ━━━━━━━━━━━━━━━━━━━━ 24s 400ms/step - loss: -5.0000e-04'],
  [63, 63, 0.001, { loss: 1e-10 }, '63/63 ━━━━━━━━━━━━━━━━━━━━ 0s 16us/step - loss: 1.0000e-10'],
];

test.each(PRINTED)('step %i of %i after %f s is the line that Keras prints', (step, steps, seconds, logs, line) => {
  expect(kerasLine({ step, steps, seconds, logs })).toBe(line);
});

test('an epoch that has ended is its last line', () => {
  const epoch = {
    type: 'epoch',
    epoch: 1,
    step: 4,
    logs: { loss: 1 },
    learningRate: 0.1,
    seconds: 3.4,
    samplesPerSecond: 9,
    best: true,
  } as const;
  expect(kerasEpochTitle(1, 10)).toBe('Epoch 1/10');
  expect(kerasEpochLine(epoch, 4)).toBe('4/4 ━━━━━━━━━━━━━━━━━━━━ 3s 850ms/step - loss: 1.0000');
});

test('the done part of the bar is whole marks', () => {
  expect([0, 1, 99, 100, 101].map((step) => kerasMarksDone(step, 100))).toEqual([0, 0, 19, 20, 20]);
  expect(kerasMarksDone(0, 0)).toBe(0);
});

test('a negative infinity is said so', () => {
  expect(kerasNumber(-Infinity)).toBe('-inf');
});
