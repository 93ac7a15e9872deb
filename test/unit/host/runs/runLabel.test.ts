import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { labelTime, readLabel, writeLabel } from '../../../../src/host/runs/runLabel';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'layerwise-label-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what a person calls a run is there the next time, and nothing else is left behind', async () => {
  await writeLabel(folder, { name: ' deeper ', remark: 'Loss was still falling.' });
  expect(await readLabel(folder)).toEqual({ name: 'deeper', remark: 'Loss was still falling.' });
  expect(await readdir(folder)).toEqual(['label.json']);
  expect(await labelTime(folder)).toBeGreaterThan(0);
});

test('an empty name is none, and where nothing is left there is no file', async () => {
  await writeLabel(folder, { name: 'a', remark: 'b' });
  await writeLabel(folder, { name: '', remark: 'b' });
  expect(await readLabel(folder)).toEqual({ remark: 'b' });
  await writeLabel(folder, { name: ' ', remark: '' });
  expect(await readdir(folder)).toEqual([]);
  expect(await labelTime(folder)).toBe(0);
});

test('a file that is something else is no label', async () => {
  for (const text of ['', '[', 'null', '3', '{"name": 5, "remark": {}}']) {
    await writeFile(path.join(folder, 'label.json'), text);
    expect(await readLabel(folder)).toEqual({});
  }
});
