import { existsSync, mkdirSync } from 'node:fs';
import type * as promises from 'node:fs/promises';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../../../src/machine/makeFolder';

/** What another process does right after a folder could not be made. */
let meanwhile: () => void = () => undefined;
vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof promises>();
  const mkdir = (folder: string) =>
    actual.mkdir(folder).catch((error: unknown) => {
      meanwhile();
      throw error;
    });
  return { ...actual, mkdir };
});

let base: string;
beforeEach(async () => {
  meanwhile = () => undefined;
  base = await mkdtemp(path.join(os.tmpdir(), 'layerwise-made-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('a folder that is made', () => {
  it('has those above it made too, and says which was the first', async () => {
    const folder = path.join(base, 'a', 'b', 'c');
    expect(await makeFolder(folder)).toBe(path.join(base, 'a'));
    expect((await stat(folder)).isDirectory()).toBe(true);
    expect(await makeFolder(folder)).toBeUndefined();
    expect(await makeFolder(path.join(base, 'a', 'd'))).toBe(path.join(base, 'a', 'd'));
  });

  it('may be made by two at once', async () => {
    const folder = path.join(base, 'a', 'b');
    const made = await Promise.all([makeFolder(folder), makeFolder(folder)]);
    expect(made).toContain(path.join(base, 'a'));
    expect((await stat(folder)).isDirectory()).toBe(true);
  });

  it('is made also where another process makes the one above it at that moment', async () => {
    const folder = path.join(base, 'a', 'b');
    meanwhile = () => void mkdirSync(path.dirname(folder), { recursive: true });
    expect(await makeFolder(folder)).toBe(folder);
  });

  it('is refused where a file is in the way', async () => {
    await writeFile(path.join(base, 'a'), '');
    await expect(makeFolder(path.join(base, 'a'))).rejects.toThrow('EEXIST');
    await expect(makeFolder(path.join(base, 'a', 'b'))).rejects.toThrow('ENOTDIR');
  });

  it.runIf(existsSync('/proc/self'))('is refused by a folder that takes none', async () => {
    await expect(makeFolder('/proc/none/of/these')).rejects.toThrow('ENOENT');
  });
});
