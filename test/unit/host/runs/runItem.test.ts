import { expect, test } from 'vitest';
import type { ListedRun } from '../../../../src/host/runs/catalog';
import { runItem } from '../../../../src/host/runs/runItem';

const run: ListedRun = {
  id: '2026-01-02T03-04-05-net',
  name: 'net',
  folder: '/runs/1',
  designPath: '/net.layerwise.json',
  phase: 'finished',
  startedAt: '2026-01-02T12:04:05.000Z',
  score: { metric: 'val_accuracy', value: 0.97123 },
  note: 'units 100 → 300',
  epochs: 5,
  parameters: 10,
  results: {},
  settings: {},
};

test('a run to choose is told by its name, its best value, when it was and what was changed, not by the name of its folder', () => {
  const item = runItem(run);
  expect(item).toMatchObject({ label: 'net', detail: 'units 100 → 300', run });
  expect(item.description).toMatch(/^val_accuracy 0\.9712 · .*\d\d/);
  expect(JSON.stringify({ ...item, run: undefined })).not.toContain(run.id);
});

test('the name and the note that a person gave it come first, and what a list is about', () => {
  const { startedAt: _, ...undated } = run;
  expect(runItem({ ...undated, label: 'wide', remark: 'try again' }, 'stopped')).toMatchObject({
    label: 'wide',
    description: 'stopped',
    detail: 'try again',
  });
});
