import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPlaces } from '../../../src/cli/places';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'layerwise-places-'));
  writeFileSync(path.join(folder, 'snake'), '');
  chmodSync(path.join(folder, 'snake'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const storage = path.resolve('/kept');
const usual = { workspace: [process.cwd()], storage, path: true };
const env = { LAYERWISE_CACHE: storage };

test('TensorFlow is looked for in the usual places where none is named', () => {
  expect(readPlaces({}, env)).toEqual(usual);
  expect(readPlaces({}, { ...env, LAYERWISE_PYTHON: '', LAYERWISE_TENSORFLOW: '' })).toEqual(usual);
});

test('a named folder counts from the current one, an interpreter without a path is looked for on PATH', () => {
  expect(readPlaces({ tensorflow: 'some/env' }, env)).toEqual({ ...usual, folder: path.resolve('some/env') });
  expect(readPlaces({ python: 'snake' }, { ...env, PATH: folder })).toEqual({ ...usual, python: path.join(folder, 'snake') });
  expect(readPlaces({ python: './snake' }, { ...env, PATH: folder })).toEqual({ ...usual, python: path.resolve('snake') });
});

test('variables stand in for options, and have no say where there is one', () => {
  const variables = { ...env, LAYERWISE_PYTHON: '/some/python', LAYERWISE_TENSORFLOW: '/some/folder' };
  expect(readPlaces({}, variables)).toEqual({ ...usual, python: path.resolve('/some/python'), folder: path.resolve('/some/folder') });
  expect(readPlaces({ python: '/other/python' }, variables)).toEqual({ ...usual, python: path.resolve('/other/python') });
  expect(readPlaces({ tensorflow: '/other' }, variables)).toEqual({ ...usual, folder: path.resolve('/other') });
});
