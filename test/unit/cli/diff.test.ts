import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gitDiff } from '../../../src/cli/diff';
import { layerwise } from './inProcess';
import { recorder } from './recorder';

const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const design = (units: number): string =>
  JSON.stringify({
    layerwise: 1,
    layers: [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 'dense', type: 'Dense', units },
    ],
  });
const before = write('before.layerwise.json', design(3));
const same = write('same.layerwise.json', JSON.stringify(JSON.parse(design(3)), undefined, 4));
const after = write('after.layerwise.json', design(5));
const broken = write('broken.layerwise.json', '{ "layers": [');

test('the exit code is that of diff: nothing differs, something does, trouble', async () => {
  expect(await layerwise('diff', before, same)).toEqual({ code: 0, out: 'Both are the same model with the same training.', err: '' });
  const different = await layerwise('diff', before, after);
  expect(different.code).toBe(1);
  expect(different.out).toContain('~ Dense dense: units 3 → 5, output 3 → 5, parameters 15 → 25 (+10)');
  const trouble = await layerwise('diff', before, broken);
  expect(trouble.code).toBe(2);
  expect(trouble.err).toMatch(/broken\.layerwise\.json:1:\d+ cannot be compared/);
  expect((await layerwise('diff', before, path.join(folder, 'none.json'))).code).toBe(2);
});

test('as JSON and as Markdown', async () => {
  const { code, out } = await layerwise('diff', before, after, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ equal: false, counts: { changed: 1 }, layers: [{ name: 'dense', change: 'changed' }] });
  expect((await layerwise('diff', before, after, '--markdown')).out).toContain('| ~ `Dense dense` |');
});

test("as git's external diff: a file that is new or gone, colours in git's pager, and success for git", async () => {
  const args = [before, '0123abc', '100644', after, '4567def', '100644'];
  const changed = await layerwise('git-diff', 'net.layerwise.json', ...args);
  expect(changed.code).toBe(0);
  expect(changed.out).toMatch(/^diff --layerwise net\.layerwise\.json\n1 layer changed/);
  const added = recorder({ colors: true });
  expect(await gitDiff('net.layerwise.json', '/dev/null', after, added)).toBe(0);
  expect(added.printed).toContain('\x1b[32m+ Dense dense: 25 parameters\x1b[0m');
});

test("what cannot be compared does not end git's diff of everything else", async () => {
  const torn = write('torn.layerwise.json', '{ "layerwise": 1,\n<<<<<<< HEAD\n');
  const conflict = await layerwise('git-diff', 'net.layerwise.json', before, '0123abc', '100644', torn, '0', '100644');
  expect(conflict.code).toBe(0);
  expect(conflict.out).toMatch(/^diff --layerwise net\.layerwise\.json\n.*cannot be compared: /);
  const unmerged = await layerwise('git-diff', 'net.layerwise.json');
  expect([unmerged.code, unmerged.out.trim()]).toEqual([0, 'diff --layerwise net.layerwise.json\nIt is not merged yet.']);
});
