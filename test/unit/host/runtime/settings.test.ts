import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isProblem, readSettings, type WrittenSettings } from '../../../../src/host/runtime/settings';

const EMPTY: WrittenSettings = { runtime: 'auto', node: '', python: '', 'tensorflow.folder': '', memoryLimit: 0 };
let folder: string;

async function program(name: string, script: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layerwise-settings-'));
  await program('old', 'echo v18.20.4');
  await program('other', 'echo Python 3.12.1');
  await program('broken', 'exit 3');
  await writeFile(path.join(folder, 'text'), 'no program');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = (change: Partial<WrittenSettings>) => readSettings({ ...EMPTY, ...change }, folder);

describe('settings that can be used', () => {
  test('say nothing where nothing is written', async () => {
    expect(await read({})).toEqual({ runtime: 'auto', memoryLimit: 0 });
  });

  test('paths may begin at the workspace folder or at home', async () => {
    expect(await read({ node: process.execPath, python: 'other', memoryLimit: 512 })).toEqual({
      runtime: 'auto',
      node: process.execPath,
      python: path.join(folder, 'other'),
      memoryLimit: 512,
    });
    expect(await read({ python: '${workspaceFolder}/other' })).toMatchObject({ python: path.join(folder, 'other') });
    expect(await read({ 'tensorflow.folder': '~' })).toMatchObject({ folder: homedir() });
  });

  test('what the chosen runtime has no use for need not be right', async () => {
    expect(await read({ runtime: 'wasm', python: 'nowhere', 'tensorflow.folder': 'nowhere' })).toEqual({ runtime: 'wasm', memoryLimit: 0 });
  });
});

describe('settings that cannot', () => {
  test.each<[Partial<WrittenSettings>, string, RegExp]>([
    [{ runtime: 'gpu' }, 'layerwise.runtime', /^The runtimes are auto, tensorflow, wasm, cpu\.$/],
    [{ runtime: null }, 'layerwise.runtime', /^The runtimes are/],
    [{ memoryLimit: -5 }, 'layerwise.memoryLimit', /number of megabytes/],
    [{ memoryLimit: '2 GB' }, 'layerwise.memoryLimit', /number of megabytes/],
    [{ node: 'nowhere' }, 'layerwise.node', /There is no such file/],
    [{ node: '.' }, 'layerwise.node', /It is a folder/],
    [{ node: 'old' }, 'layerwise.node', /It is Node v18\.20\.4; 20 or newer is needed/],
    [{ node: 'other' }, 'layerwise.node', /none of Node/],
    [{ node: 'broken' }, 'layerwise.node', /no program that works here/],
    [{ node: 'text' }, 'layerwise.node', /may not be run/],
    [{ python: 'nowhere' }, 'layerwise.python', /There is no such file/],
    [{ python: '.' }, 'layerwise.python', /It is a folder/],
    [{ 'tensorflow.folder': 'nowhere' }, 'layerwise.tensorflow.folder', /There is no such folder/],
    [{ 'tensorflow.folder': 'text' }, 'layerwise.tensorflow.folder', /It is a file/],
  ])('%j', async (change, setting, cause) => {
    const problem = await read(change);
    if (!isProblem(problem)) throw new Error('It was taken.');
    expect(problem.setting).toBe(setting);
    expect(problem.message).toContain(setting);
    expect(problem.cause).toMatch(cause);
    expect(problem.next).toMatch(/\.$/);
  });
});
