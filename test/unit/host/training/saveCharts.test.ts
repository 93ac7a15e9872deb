import { beforeEach, expect, test, vi } from 'vitest';
import { saveCharts } from '../../../../src/host/training/saveCharts';

const editor = vi.hoisted(() => ({
  chosen: undefined as { path: string; fsPath: string } | undefined,
  written: [] as string[],
  said: [] as string[],
}));

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])) },
  Uri: { file: (fsPath: string) => ({ fsPath, path: fsPath }) },
  workspace: {
    asRelativePath: ({ fsPath }: { fsPath: string }) => fsPath.split('/').at(-1),
    fs: {
      writeFile: ({ fsPath }: { fsPath: string }, bytes: Uint8Array) => {
        if (fsPath.startsWith('/full')) return Promise.reject(new Error('no space left'));
        editor.written.push(`${fsPath} ${new TextDecoder().decode(bytes)}`);
        return Promise.resolve();
      },
    },
  },
  window: {
    setStatusBarMessage: (message: string) => void editor.said.push(message),
    showErrorMessage: (message: string) => (editor.said.push(message), Promise.resolve(undefined)),
    showSaveDialog: () => Promise.resolve(editor.chosen),
  },
}));

const draw = vi.fn((format: string) => Promise.resolve(format === 'png' ? new TextEncoder().encode('png bytes') : format));
const page = { title: 'Training: net', folder: '/work', draw };
const choose = (path: string) => (editor.chosen = { path, fsPath: path });

beforeEach(() => {
  editor.written.length = 0;
  editor.said.length = 0;
  draw.mockClear();
});

test('the ending of the chosen file says what is written', async () => {
  for (const file of ['/a.svg', '/b.PNG', '/c.csv', '/d.txt', '/e']) {
    choose(file);
    await saveCharts(page);
  }
  expect(editor.written).toEqual(['/a.svg svg', '/b.PNG png bytes', '/c.csv csv', '/d.txt svg', '/e svg']);
  expect(editor.said[0]).toBe('The charts are in a.svg');
});

test('nothing is drawn where no file was chosen', async () => {
  editor.chosen = undefined;
  expect(await saveCharts(page)).toBeUndefined();
  expect(draw).not.toHaveBeenCalled();
});

test('a file that cannot be written is said, with a way out', async () => {
  choose('/full/a.svg');
  expect(await saveCharts(page)).toBeUndefined();
  expect(editor.said[0]).toBe('The charts could not be written to /full/a.svg. no space left. Choose another place.');
});
