import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/machine/makeFolder';

let base: string;
beforeEach(async () => {
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

  it('is refused where a file is in the way', async () => {
    await writeFile(path.join(base, 'a'), '');
    await expect(makeFolder(path.join(base, 'a'))).rejects.toThrow('EEXIST');
    await expect(makeFolder(path.join(base, 'a', 'b'))).rejects.toThrow('ENOTDIR');
  });

  it.runIf(existsSync('/proc/self'))('is refused by a folder that takes none', async () => {
    await expect(makeFolder('/proc/none/of/these')).rejects.toThrow('ENOENT');
  });
});
