import { expect, test } from 'vitest';
import type { EngineName } from '../../../../src/cli/bench/engines';
import { promisedOf, ratioOf, RATIOS } from '../../../../src/cli/bench/promises';
import type { BenchResult, Row } from '../../../../src/cli/bench/result';
import { resultLines } from '../../../../src/cli/bench/table';

const row = (model: string, batch: number, engine: EngineName, samplesPerSecond: number): Row => ({
  ...{ model, batch, optimizer: 'SGD', engine, samplesPerSecond },
});
const result: BenchResult = {
  rows: [
    row('leaky', 32, 'layerwise-wasm', 30_000.4),
    row('leaky', 32, 'keras', 10_000),
    row('leaky', 32, 'tfjs-wasm', 3000),
    row('cnn', 128, 'layerwise-wasm', 900),
    row('cnn', 128, 'keras', 3000),
  ],
  skipped: [
    { engine: 'tfjs-node', reason: 'There is none.' },
    { engine: 'tfjs-wasm', model: 'cnn', batch: 32, optimizer: 'SGD', reason: 'No kernel.' },
    { engine: 'tfjs-wasm', model: 'cnn', batch: 128, optimizer: 'SGD', reason: 'No kernel.' },
  ],
  abouts: new Map<EngineName, string>([['keras', 'Keras 3']]),
};

test('the table has a line a model, and says which promises were kept', () => {
  expect(resultLines(result, ['A machine.'], true)).toEqual([
    '- A machine.',
    '- Layerwise embedded: .',
    '- tfjs WebAssembly: .',
    '- Keras: Keras 3.',
    '',
    'Samples per second:',
    '',
    '| Model | Batch | Optimizer | Layerwise embedded | tfjs WebAssembly |  Keras |',
    '| ----- | ----: | --------- | -----------------: | ---------------: | -----: |',
    '| leaky |    32 | SGD       |             30,000 |            3,000 | 10,000 |',
    '| cnn   |   128 | SGD       |                900 |                  |  3,000 |',
    '',
    'Ratios, with what is promised on two cores:',
    '',
    '| Model | Batch | Optimizer |    embedded ÷ Keras | embedded ÷ tfjs WebAssembly |',
    '| ----- | ----: | --------- | ------------------: | --------------------------: |',
    '| leaky |    32 | SGD       |   3.00 (at least 2) |          10.00 (missed: 15) |',
    '| cnn   |   128 | SGD       | 0.30 (missed: 0.33) |                             |',
    '',
    'Promised ratios: 1 reached, 2 missed, 3 not measured.',
    '',
    'Not measured:',
    '',
    '- tfjs-node: There is none.',
    '- tfjs-wasm, cnn: No kernel.',
  ]);
});

test('of a design nothing is promised, and where nothing was measured there are only reasons', () => {
  const lines = resultLines(result, [], false);
  expect(lines.join('\n')).not.toMatch(/promised|missed|at least/i);
  expect(resultLines({ ...result, rows: [] }, ['A machine.'], true)).toEqual([
    ...['- A machine.', '', 'Not measured:', '', '- tfjs-node: There is none.', '- tfjs-wasm, cnn: No kernel.'],
  ]);
});

test('what is promised, by model and batch size', () => {
  const promised = (model: string, batch: number) => RATIOS.map((ratio) => promisedOf(ratio, { model, batch }));
  expect(promised('leaky', 32)).toEqual([3, 7, 2, 15]);
  expect(promised('bn', 32)).toEqual([3, 7, 2, 15]);
  expect(promised('bn', 128)).toEqual([1, undefined, 1, undefined]);
  expect(promised('selu100', 32)).toEqual([undefined, undefined, undefined, undefined]);
  expect(promised('cnn', 32)).toEqual([1, undefined, 1 / 3, undefined]);
});

test('a ratio needs both', () => {
  const [toKeras] = RATIOS;
  expect(ratioOf(toKeras!, result.rows.slice(0, 3))).toBeUndefined();
  expect(ratioOf(RATIOS[2]!, result.rows.slice(3))).toBeCloseTo(0.3);
});
