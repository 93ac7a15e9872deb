import { beforeEach, expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import { newModel } from '../../../../src/host/commands/newModel';

const editor = vi.hoisted(() => ({
  folders: [] as string[],
  picked: undefined as string | undefined,
  files: new Map<string, string>(),
  problems: [] as unknown[],
}));

vi.mock('vscode', () => {
  class Uri {
    constructor(readonly path: string) {}
    get fsPath() {
      return this.path;
    }
    with = ({ path }: { path: string }) => new Uri(path);
    static joinPath = (base: Uri, name: string) => new Uri(new URL(name, `file://${base.path}/`).pathname);
  }
  const folder = (path: string) => ({ uri: new Uri(path), name: path });
  return {
    Uri,
    l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])) },
    workspace: {
      get workspaceFolders() {
        return editor.folders.map(folder);
      },
      fs: {
        stat: ({ path }: Uri) => (editor.files.has(path) ? Promise.resolve({}) : Promise.reject(new Error('there is none'))),
        writeFile: ({ path }: Uri, bytes: Uint8Array) => Promise.resolve(editor.files.set(path, new TextDecoder().decode(bytes))),
      },
    },
    window: {
      showWorkspaceFolderPick: () => Promise.resolve(editor.picked === undefined ? undefined : folder(editor.picked)),
      showSaveDialog: () => Promise.resolve(new Uri('/elsewhere/mine.json')),
      // The name that is proposed is taken, after it was tried to leave the folder and to take what is there.
      showInputBox: async ({ value, validateInput }: { value: string; validateInput: (typed: string) => Promise<unknown> }) => {
        for (const typed of ['', '../out', 'model', value]) editor.problems.push(await validateInput(typed));
        return value;
      },
    },
  };
});

const reveal = vi.fn();
const make = () => newModel({ reveal } as never, { template: 'empty' });

beforeEach(() => {
  editor.folders = ['/a', '/b'];
  editor.picked = undefined;
  editor.files = new Map([['/b/model.layerwise.json', 'of somebody']]);
  editor.problems.length = 0;
  reveal.mockClear();
});

test('of several folders the one that is picked has the design, under a name that is free', async () => {
  editor.picked = '/b';
  expect(((await make()) as vscode.Uri).path).toBe('/b/model-2.layerwise.json');
  expect(JSON.parse(editor.files.get('/b/model-2.layerwise.json') ?? '')).toMatchObject({ layerwise: 1 });
  expect(editor.files.get('/b/model.layerwise.json')).toBe('of somebody');
  expect(editor.problems).toEqual([
    'A name is missing.',
    'This is outside of the workspace folder.',
    'model.layerwise.json is there already.',
    undefined,
  ]);
  expect(reveal).toHaveBeenCalledOnce();
});

test('where none is picked nothing is made', async () => {
  expect(await make()).toBeUndefined();
  expect([...editor.files.keys()]).toEqual(['/b/model.layerwise.json']);
  expect(reveal).not.toHaveBeenCalled();
});

test('without a folder it lies where a person saves it, and its name says what it is', async () => {
  editor.folders = [];
  expect(((await make()) as vscode.Uri).path).toBe('/elsewhere/mine.layerwise.json');
});
