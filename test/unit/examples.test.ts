import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { formatCount } from '../../src/core/format';

const folder = path.resolve(import.meta.dirname, '../../examples');
const examples = readdirSync(folder).filter((name) => name.endsWith('.layerwise.json'));
const table = readFileSync(path.join(folder, 'README.md'), 'utf8').split('\n');

test.each(examples)('%s has no problem and stands in the table with its parameters', (name) => {
  const { diagnostics, totals, design } = analyzeText(readFileSync(path.join(folder, name), 'utf8'));
  expect(diagnostics).toEqual([]);
  expect(`${design?.name}.layerwise.json`).toBe(name);
  const row = table.find((line) => line.includes(`(${name})`));
  expect(row).toMatch(new RegExp(`\\| ${formatCount(totals.total)} +\\|$`));
});

test("the notebooks' figures hold", () => {
  const totals = (name: string) => analyzeText(readFileSync(path.join(folder, `${name}.layerwise.json`), 'utf8')).totals;
  expect(totals('leaky').total).toBe(266_610);
  expect(totals('mnist-bn')).toMatchObject({ total: 271_346, trainable: 268_978, nonTrainable: 2_368 });
  expect(totals('selu-100').total).toBe(1_256_410);
});
