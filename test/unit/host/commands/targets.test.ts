import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { Targets } from '../../../../src/host/commands/targets';

const editor = vi.hoisted(() => ({ files: new Map<string, string>(), said: [] as string[] }));

vi.mock('vscode', () => {
  class Uri {
    constructor(readonly path: string) {}
    get fsPath() {
      return this.path;
    }
    static file = (file: string) => new Uri(file);
    static joinPath = (base: Uri, ...parts: string[]) => new Uri([base.path, ...parts].join('/'));
  }
  const found = ({ path: file }: Uri) => (editor.files.has(file) ? Promise.resolve({ uri: file }) : Promise.reject(new Error('gone')));
  return {
    Uri,
    l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])) },
    workspace: {
      asRelativePath: ({ path: file }: Uri) => path.basename(file),
      openTextDocument: found,
      fs: { stat: found, copy: (from: Uri, to: Uri) => Promise.resolve(editor.files.set(to.path, editor.files.get(from.path)!)) },
    },
    // Whatever is offered is pressed.
    window: { showErrorMessage: (message: string, ...offers: string[]) => (editor.said.push(message), Promise.resolve(offers[0])) },
  };
});

const targets = (designPath: string) =>
  new Targets({} as never, { library: { list: () => Promise.resolve([{ designPath, folder: '/run' }]) } } as never);

beforeEach(() => {
  editor.files = new Map([['/run/design.layerwise.json', 'as trained']]);
  editor.said.length = 0;
});

test('a design that is gone is put back from its last run', async () => {
  const design = '/work/net.layerwise.json';
  expect(await targets(design).design(vscode.Uri.file(design))).toMatchObject({ uri: design });
  expect(editor.files.get(design)).toBe('as trained');
});

test('what a run names as its design is not made where it is none', async () => {
  const file = '/home/me/.config/autostart/x.desktop';
  expect(await targets(file).design(vscode.Uri.file(file))).toBeUndefined();
  expect(editor.files.has(file)).toBe(false);
  expect(editor.said).toEqual(["x.desktop can't be opened: gone"]);
});
