import { describe, expect, test } from 'vitest';
import { runLines } from '../../../src/cli/runLines';
import type { EpochEnded, RunEvent, RuntimeReport, StepsEnded } from '../../../src/core/training/events';
import { recorder } from './recorder';

const runtime: RuntimeReport = {
  name: 'wasm',
  label: 'WebAssembly (SIMD)',
  version: '4',
  device: 'CPU',
  why: 'The fastest here.',
  tried: [],
};
const started: RunEvent = {
  type: 'started',
  run: 'r',
  folder: '/runs/r',
  name: 'net',
  time: '',
  runtime,
  epochs: 2,
  stepsPerEpoch: 4,
  batchSize: 32,
  samples: 1280,
  validationSamples: 100,
  parameters: 12_345,
  metrics: ['loss', 'accuracy'],
  layers: [],
};
const steps = (epoch: number, firstStep: number, loss: number[]): StepsEnded => ({
  type: 'steps',
  epoch,
  firstStep,
  values: { loss, accuracy: loss.map(() => 0.5) },
  learningRate: loss.map(() => 0.01),
  samplesPerSecond: 100,
});
const epochEnded: EpochEnded = {
  type: 'epoch',
  epoch: 1,
  step: 4,
  logs: { loss: 2, accuracy: 0.5, val_loss: 1 },
  learningRate: 0.01,
  seconds: 4,
  samplesPerSecond: 100,
  best: true,
};
const finished: RunEvent = {
  type: 'finished',
  run: 'r',
  folder: '/runs/r',
  runtime,
  history: {},
  samplesPerSecond: 1234.5,
  seconds: 8,
  epochs: 2,
};

function show(events: readonly (RunEvent | number)[], options: { terminal?: boolean; colors?: boolean } = {}) {
  const output = recorder(options);
  let time = 0;
  const take = runLines(output, () => time);
  for (const event of events) {
    if (typeof event === 'number') time += event;
    else take(event);
  }
  return output;
}

describe('without a terminal', () => {
  test("Keras's lines, one an epoch", () => {
    const { printed } = show([started, steps(1, 1, [4, 2]), 1000, steps(1, 3, [1, 1]), epochEnded, finished]);
    expect(printed).toEqual([
      'net: 12,345 parameters, 1,280 samples, 100 for validation.',
      'WebAssembly (SIMD) on CPU. The fastest here.',
      'Epoch 1/2',
      '4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - accuracy: 0.5000 - loss: 2.0000 - val_loss: 1.0000',
      'Finished after 2 epochs in 8.0 s, 1,235 samples a second.',
      'Run: /runs/r',
    ]);
  });

  test('a long epoch tells how far it is', () => {
    const { printed } = show([started, steps(1, 1, [4]), 11_000, steps(1, 2, [2])]);
    expect(printed.slice(2)).toEqual(['Epoch 1/2', '2/4 ━━━━━━━━━━━━━━━━━━━━ 11s 6s/step - accuracy: 0.5000 - loss: 3.0000']);
  });
});

describe('on a terminal', () => {
  test('one line moves, with the means of the epoch so far', () => {
    const { redrawn } = show([started, steps(1, 1, [4]), 200, steps(1, 2, [2]), 50, steps(1, 3, [0])], { terminal: true });
    expect(redrawn).toEqual(['2/4 ━━━━━━━━━━━━━━━━━━━━ 0s 100ms/step - accuracy: 0.5000 - loss: 3.0000']);
  });

  test('a new epoch begins its means anew', () => {
    const { redrawn } = show([started, steps(1, 1, [8, 8, 8, 8]), epochEnded, 200, steps(2, 5, [1])], { terminal: true });
    expect(redrawn[0]).toContain('1/4 ');
    expect(redrawn[0]).toContain('loss: 1.0000');
  });

  test('the done part of the bar is green', () => {
    const { redrawn } = show([started, 200, steps(1, 1, [4])], { terminal: true, colors: true });
    expect(redrawn[0]).toContain(`\x1b[32m${'━'.repeat(5)}\x1b[90m${'━'.repeat(15)}\x1b[0m`);
  });

  test('a download', () => {
    const at = (received: number): RunEvent => ({ type: 'data', dataset: 'fashion_mnist', phase: 'downloading', received, total: 2 ** 20 });
    const { redrawn } = show([at(0), 200, at(2 ** 19), 10, at(2 ** 19 + 1), 10, at(2 ** 20)], { terminal: true });
    expect(redrawn).toEqual(['Downloading fashion_mnist: 512.00 KB of 1.00 MB', 'Downloading fashion_mnist: 1.00 MB of 1.00 MB']);
  });
});

test('warnings go to stderr', () => {
  const { complained, printed } = show([{ type: 'note', severity: 'warning', message: 'Odd.' }]);
  expect([complained, printed]).toEqual([['Warning: Odd.'], []]);
});

test('a run that goes on after epochs of another length counts the steps of its own', () => {
  const { printed } = show([
    { ...started, from: { epoch: 2, step: 10, ended: 10 } },
    { ...epochEnded, epoch: 2, step: 14 },
  ]);
  expect(printed.at(-1)).toContain('4/4 ');
});
