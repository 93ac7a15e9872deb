import { expect, test } from 'vitest';
import { endedRows, kerasEntries, kerasText, logKeys, presentRow, tableText } from '../../../../webview/training/log/rows';
import { runAt } from './run';

test('columns are in the order of Keras: by name, validation last', () => {
  expect(logKeys(runAt({ metrics: ['loss', 'accuracy'] }, 0))).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
  expect(logKeys(runAt({ validation: false }, 0))).toEqual(['loss']);
});

test('an ended epoch is one row and stays the same object until another one is the best', () => {
  const run = runAt({}, 8);
  const rows = endedRows(run);
  expect(rows.map(({ epoch, best }) => [epoch, best])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(endedRows({ ...run })[0]).toBe(rows[0]);
  expect(endedRows({ ...run, bestEpoch: 1 })[1]).not.toBe(rows[1]);
  expect(rows[0]).toMatchObject({ steps: 4, seconds: 0.6, secondsPerStep: 0.15, learningRate: 0.1 });
});

test('the epoch under way has what is known and no validation', () => {
  const row = presentRow(runAt({}, 6));
  expect(row).toMatchObject({ epoch: 2, steps: 2, progress: 0.5, seconds: 0.2 });
  expect(row?.values.val_loss).toBeUndefined();
  expect(presentRow(runAt({}, 8))).toBeUndefined();
  expect(presentRow(runAt({}, 12))).toBeUndefined();
});

test('the text is what Keras prints', () => {
  expect(kerasText(runAt({}, 6))).toBe(
    'Epoch 1/3\n4/4 ━━━━━━━━━━━━━━━━━━━━ 1s 150ms/step - loss: 1.0000 - val_loss: 2.0000\nEpoch 2/3\n2/4 ━━━━━━━━━━━━━━━━━━━━ 0s 100ms/step - loss: 0.1833\n',
  );
  expect(kerasEntries(runAt({}, 6)).map(({ step }) => step)).toEqual([4, 2]);
});

test('the table is copied with its names, separated by tabs', () => {
  expect(tableText(runAt({}, 5))).toBe('epoch\tsteps\tseconds\tloss\tval_loss\tlearning_rate\n1\t4\t0.6\t1\t2\t0.1\n');
});
