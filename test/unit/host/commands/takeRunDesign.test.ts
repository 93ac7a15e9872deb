import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteRun, renameRun } from '../../../../src/host/commands/labelRun';
import { takeRunDesign } from '../../../../src/host/commands/takeRunDesign';

const editor = vi.hoisted(() => ({ documents: new Map<string, string>(), said: [] as string[], answer: undefined as string | undefined }));

vi.mock('vscode', () => {
  const say = (message: string) => void editor.said.push(message);
  return {
    l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)])) },
    Uri: { file: (fsPath: string) => ({ scheme: 'file', fsPath, path: fsPath }) },
    Range: class {},
    WorkspaceEdit: class {
      replace = (uri: { fsPath: string }, _: unknown, text: string) => editor.documents.set(uri.fsPath, text);
    },
    workspace: {
      asRelativePath: ({ fsPath }: { fsPath: string }) => path.basename(fsPath),
      getConfiguration: () => ({ get: (_: string, none: unknown) => none }),
      getWorkspaceFolder: () => undefined,
      applyEdit: () => Promise.resolve(true),
      openTextDocument: (uri: { fsPath: string }) => {
        const text = editor.documents.get(uri.fsPath);
        return text === undefined ? Promise.reject(new Error('gone')) : Promise.resolve({ uri, getText: () => text, positionAt: () => 0 });
      },
      fs: {
        isWritableFileSystem: () => true,
        writeFile: ({ fsPath }: { fsPath: string }, bytes: Uint8Array) =>
          Promise.resolve(editor.documents.set(fsPath, new TextDecoder().decode(bytes))),
      },
    },
    window: {
      setStatusBarMessage: say,
      showErrorMessage: (message: string) => Promise.resolve(say(message)),
      showWarningMessage: (message: string) => (say(message), Promise.resolve(editor.answer)),
      showInputBox: () => Promise.resolve(editor.answer),
    },
  };
});

const reveal = vi.fn();
const designers = { reveal } as never;
const DESIGN = '/work/net.layerwise.json';
let folder: string;
const run = () => ({ folder, designPath: DESIGN, name: 'net' }) as never;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layerwise-take-'));
  await writeFile(path.join(folder, 'design.layerwise.json'), 'as trained');
  editor.documents.clear();
  editor.said.length = 0;
  editor.answer = undefined;
  reveal.mockClear();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the design becomes what the run had, and is shown', async () => {
  editor.documents.set(DESIGN, 'changed since');
  await takeRunDesign(run(), designers);
  expect(editor.documents.get(DESIGN)).toBe('as trained');
  expect(reveal).toHaveBeenCalledOnce();
  expect(editor.said).toEqual(['net.layerwise.json is as this run had it; Undo takes that back']);
});

test('one that is so already is only shown', async () => {
  editor.documents.set(DESIGN, 'as trained');
  await takeRunDesign(run(), designers);
  expect(editor.said).toEqual(['net.layerwise.json is as this run had it already']);
  expect(reveal).toHaveBeenCalledOnce();
});

test('one that is gone is made again, but only if a person wants that', async () => {
  await takeRunDesign(run(), designers);
  expect(editor.documents.size).toBe(0);
  expect(reveal).not.toHaveBeenCalled();
  editor.answer = 'Make It Again';
  await takeRunDesign(run(), designers);
  expect(editor.documents.get(DESIGN)).toBe('as trained');
});

test('a record that names another file than a design changes none: folders of runs may come from anywhere', async () => {
  const file = '/home/me/.profile';
  editor.answer = 'Make It Again';
  const foreign = { folder, designPath: file, name: 'net' } as never;
  await takeRunDesign(foreign, designers);
  expect(editor.documents.size).toBe(0);
  editor.documents.set(file, 'mine');
  await takeRunDesign(foreign, designers);
  expect(editor.documents.get(file)).toBe('mine');
  expect(editor.said.join()).toContain(`The run names ${file} as its design, which is none.`);
});

test('a design that is only read, as the copy that another run has, stays as it is', async () => {
  const copy = '/work/.layerwise/runs/1/design.layerwise.json';
  editor.documents.set(copy, 'as trained then');
  await takeRunDesign({ folder, designPath: copy, name: 'net' } as never, designers);
  expect(editor.documents.get(copy)).toBe('as trained then');
  expect(editor.said.join()).toContain('design.layerwise.json was not changed. It is read-only.');
});

test('a run without its design says where one would be found', async () => {
  await rm(path.join(folder, 'design.layerwise.json'));
  await takeRunDesign(run(), designers);
  expect(editor.said[0]).toContain('The design of this run cannot be read.');
  expect(editor.said[0]).toContain(path.join(folder, 'design.layerwise.json'));
});

test('a run is called what a person says, and by its design again where that is nothing or the same', async () => {
  const library = { refreshSoon: vi.fn() };
  const label = () => readFile(path.join(folder, 'label.json'), 'utf8').then((text) => JSON.parse(text) as unknown, () => undefined); // prettier-ignore
  editor.answer = 'deeper';
  await renameRun(run(), library as never, {});
  await noteRun(run(), library as never, { remark: 'still falling' });
  expect(await label()).toEqual({ name: 'deeper', remark: 'still falling' });
  editor.answer = undefined;
  await renameRun(run(), library as never, {});
  expect(await label()).toEqual({ name: 'deeper', remark: 'still falling' });
  await renameRun(run(), library as never, { name: 'net' });
  expect(await label()).toEqual({ remark: 'still falling' });
  expect(library.refreshSoon).toHaveBeenCalledTimes(3);
});

test('where it cannot be kept that is said, with a way out', async () => {
  await rm(folder, { recursive: true });
  await mkdir(path.dirname(folder), { recursive: true });
  await renameRun(run(), { refreshSoon: vi.fn() } as never, { name: 'x' });
  expect(editor.said[0]).toContain('It could not be kept.');
  expect(editor.said[0]).toContain(folder);
});
