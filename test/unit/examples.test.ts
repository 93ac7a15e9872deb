import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import { formatCount } from '../../src/core/format';
import type { RunEvent } from '../../src/core/training/events';
import { train } from '../../src/trainer/train';
import { makeNpy, write } from './trainer/data/makeFiles';

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

describe('on a slice of its data', () => {
  const runs = mkdtempSync(path.join(tmpdir(), 'layerwise-examples-'));
  afterAll(() => rmSync(runs, { recursive: true, force: true }));

  const pictures = Uint8Array.from({ length: 6000 * 32 * 32 * 3 }, (_, i) => (i * 31 + (i >> 7)) % 256);
  const [x, y] = [write(runs, 'x.npy', makeNpy([6000, 32, 32, 3], pictures)), write(runs, 'y.npy', makeNpy([6000], pictures.slice(0, 6000).map((value) => value % 10)))]; // prettier-ignore

  test.each(examples)('%s trains', async (name) => {
    // MNIST is at hand, Fashion-MNIST has its shapes and would have to be downloaded.
    const designText = readFileSync(path.join(folder, name), 'utf8')
      .replace('"fashion_mnist"', '"mnist"')
      // CIFAR-10 too: pictures of its shape stand for it.
      .replace('"dataset": "cifar10"', () => `"inputs": ${JSON.stringify(x)}, "targets": ${JSON.stringify(y)}`)
      // What begins with the weights of another example takes them from its run here, which was before.
      .replace(/"from": "([^"]+)"/, (_, from: string) => `"from": ${JSON.stringify(path.join(runs, `${from}.layerwise.json`))}`);
    const events: RunEvent[] = [];
    const options = {
      designText,
      designPath: path.join(folder, name),
      folder: path.join(runs, name),
      runtime: 'wasm',
      limit: 128,
      epochs: 1,
    } as const;
    await train(options, (event) => events.push(event));
    expect(events.filter(({ type }) => type === 'note' || type === 'failed')).toEqual([]);
    const finished = events.at(-1)!;
    if (finished.type !== 'finished') throw new Error(finished.type);
    for (const values of Object.values(finished.history)) for (const value of values) expect(Number.isFinite(value)).toBe(true);
  });
});
