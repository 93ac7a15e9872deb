import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { resumeRun } from '../../../../src/host/training/resumeRun';

const editor = vi.hoisted(() => ({ text: '', said: [] as string[], choice: undefined as string | undefined }));

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, i: string) => values[Number(i)]!) },
  Uri: { file: (name: string) => name },
  workspace: { isTrusted: true, openTextDocument: () => Promise.resolve({ getText: () => editor.text }) },
  window: {
    showInformationMessage: (message: string) => {
      editor.said.push(message);
      return Promise.resolve(editor.choice);
    },
  },
}));
vi.mock('../../../../src/host/runtime/launch', () => ({ launchFor: () => Promise.resolve({}) }));

const design = (rate: number, units = 3): string =>
  JSON.stringify({
    layerwise: 1,
    layers: [{ name: 'in', type: 'Input', shape: [4] }, { name: 'out', type: 'Dense', units }], // prettier-ignore
    training: { optimizer: { type: 'SGD', learning_rate: rate } },
  });

const folder = mkdtempSync(path.join(os.tmpdir(), 'layerwise-resume-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(path.join(folder, 'design.layerwise.json'), design(0.1));
const record = { id: 'r', name: 'net', designPath: '/net.layerwise.json', phase: 'stopped', startedAt: '2026-01-01T00:00:00Z' };
writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...record, settings: {}, runtime: {} }));

/** What the child is told; `undefined`: none was started. */
async function resumed(text: string, choice?: string): Promise<{ changedText?: string } | undefined> {
  Object.assign(editor, { text, choice });
  const start = vi.fn((request: { options: { changedText?: string } }) => ({ id: 'r', request }));
  const training = { runs: { start }, library: { refreshSoon: () => undefined }, panel: { show: () => Promise.resolve() }, storage: '' };
  const listed = { id: 'r', name: 'net', folder, phase: 'stopped', designPath: path.join(folder, 'net.layerwise.json') };
  await resumeRun(listed as never, {}, training as never);
  return start.mock.calls[0]?.[0].options;
}

beforeEach(() => (editor.said = []));

test('a run is asked about what has changed in its design since it ended, and goes on with it or as it was', async () => {
  expect((await resumed(design(0.01), 'Resume with Changes'))!.changedText).toBe(design(0.01));
  expect(editor.said).toEqual(['The design has changed since this run ended: learning_rate 0.1 → 0.01.']);
  expect(await resumed(design(0.01), 'Resume As It Was')).not.toHaveProperty('changedText');
  expect(await resumed(design(0.01))).toBeUndefined();
});

test('a run goes on as it was where nothing has changed, or the design has become another model', async () => {
  for (const text of [design(0.1), design(0.01, 5), 'no design']) expect(await resumed(text)).not.toHaveProperty('changedText');
  expect(editor.said).toEqual([]);
});
