import { expect, test } from 'vitest';
import { metrics } from '../../../../src/core/training/metrics';
import { moreIsBetter } from '../../../../src/core/training/moreIsBetter';

const DISTANCES = ['mae', 'mse', 'root_mean_squared_error'];

test('each metric is better upwards or downwards as in Keras, by any of its names', () => {
  for (const { name, aliases = [] } of metrics)
    for (const key of [name, ...aliases, `val_${name}`, `${name}_1`, `head_${name}`, `val_head_${name}_2`])
      expect([key, moreIsBetter(key)]).toEqual([key, !DISTANCES.includes(name)]);
});

test('what an output is called says nothing about its loss and its metrics', () => {
  for (const output of ['score', 'auc', 'r2', 'accuracy', 'vaccine', 'recall', 'f1'])
    for (const key of ['loss', ...DISTANCES])
      for (const part of ['', 'val_']) expect([output, key, moreIsBetter(`${part}${output}_${key}`)]).toEqual([output, key, false]);
});

test('what is no metric is better when it is less', () => {
  for (const key of ['loss', 'val_loss', 'regularization_loss', 'learning_rate']) expect(moreIsBetter(key)).toBe(false);
});
