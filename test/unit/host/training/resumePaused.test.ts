import { beforeEach, expect, test, vi } from 'vitest';
import { resumePaused } from '../../../../src/host/training/resumePaused';

const editor = vi.hoisted(() => ({ text: '', offered: [] as string[] }));

vi.mock('vscode', () => ({
  l10n: { t: (text: string) => text },
  Uri: { file: (path: string) => path },
  workspace: { openTextDocument: () => Promise.resolve({ getText: () => editor.text }) },
  window: {
    showWarningMessage: (_: string, ...ways: string[]) => {
      editor.offered = ways;
      return Promise.resolve(undefined);
    },
  },
}));

const design = (units: number, activation: string): string =>
  JSON.stringify({
    layerwise: 1,
    layers: [
      { name: 'in', type: 'Input', shape: [4] },
      { name: 'out', type: 'Dense', units, activation },
    ],
  });
const run = { designText: design(3, 'softmax'), request: { options: { designPath: '/net.layerwise.json' } }, resume: vi.fn() };

beforeEach(() => (editor.offered = []));

test('a design with an error is not offered to be trained anew in place of a run that waits', async () => {
  editor.text = design(5, 'softmax');
  await resumePaused(run as never);
  expect(editor.offered).toEqual(['Resume As It Was', 'Train Anew from Its Weights']);
  editor.text = design(5, 'no such activation');
  await resumePaused(run as never);
  expect(editor.offered).toEqual(['Resume As It Was']);
  expect(run.resume).not.toHaveBeenCalled();
});
