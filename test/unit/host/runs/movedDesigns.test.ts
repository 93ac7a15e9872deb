import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MovedDesigns } from '../../../../src/host/runs/movedDesigns';

type Told = (change: { readonly files: readonly { readonly oldUri: object; readonly newUri: object }[] }) => void;
const editor = vi.hoisted(() => ({ renamed: undefined as Told | undefined }));

vi.mock('vscode', () => ({
  workspace: { onDidRenameFiles: (told: Told) => ((editor.renamed = told), { dispose: () => undefined }) },
}));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layerwise-moved-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = (name: string) => path.join(folder, name);
const uri = (name: string) => ({ scheme: 'file', fsPath: inFolder(name) });
const rename = (from: string, to: string) => editor.renamed?.({ files: [{ oldUri: uri(from), newUri: uri(to) }] });

function watched(): MovedDesigns {
  const kept = new Map<string, unknown>();
  const memory = { get: (key: string, none: unknown) => kept.get(key) ?? none, update: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)) }; // prettier-ignore
  return new MovedDesigns(memory as never, { designsMoved: () => undefined } as never);
}

test('a design that took the old name of another gets its own runs only', async () => {
  const moved = watched();
  const before = Date.now() - 1000;
  rename('net.layerwise.json', 'first.layerwise.json');
  await writeFile(inFolder('first.layerwise.json'), '');
  await writeFile(inFolder('net.layerwise.json'), '');
  expect(moved.now(inFolder('net.layerwise.json'), before)).toBe(inFolder('first.layerwise.json'));
  expect(moved.now(inFolder('net.layerwise.json'), Date.now() + 1000)).toBe(inFolder('net.layerwise.json'));
});

test('one that went back by other means is where it was', async () => {
  const moved = watched();
  rename('net.layerwise.json', 'first.layerwise.json');
  await writeFile(inFolder('net.layerwise.json'), '');
  expect(moved.now(inFolder('net.layerwise.json'), 0)).toBe(inFolder('net.layerwise.json'));
});

test('one that was only written otherwise is found by its new name, also where a disk takes both for the same', async () => {
  const moved = watched();
  rename('Net.layerwise.json', 'net.layerwise.json');
  // Such a disk finds it by either name.
  await writeFile(inFolder('Net.layerwise.json'), '');
  await writeFile(inFolder('net.layerwise.json'), '');
  expect(moved.now(inFolder('Net.layerwise.json'), 0)).toBe(inFolder('net.layerwise.json'));
});

test('what is no design and no folder with designs does not push them out of memory', async () => {
  const moved = watched();
  await mkdir(inFolder('v1.2'));
  rename('v1', 'v1.2');
  rename('net.layerwise.json', 'first.layerwise.json');
  for (let i = 0; i < 300; i++) rename(`${i}.png`, `digit-${i}.png`);
  expect(moved.now(inFolder('net.layerwise.json'), 0)).toBe(inFolder('first.layerwise.json'));
  expect(moved.now(inFolder('v1/net.layerwise.json'), 0)).toBe(inFolder('v1.2/net.layerwise.json'));
});
