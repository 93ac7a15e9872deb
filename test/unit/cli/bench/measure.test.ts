import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../../src/cli/bench/engineProcess';
import { fitSize } from '../../../../src/cli/bench/fitSize';
import { EngineProblem, type Turn } from '../../../../src/cli/bench/job';
import { median, takeTurns } from '../../../../src/cli/bench/measure';
import { samplesOf, StepMeter } from '../../../../src/cli/bench/stepMeter';

/** An engine that answers its turns one after the other, and writes down that it was asked. */
function answering(name: string, asked: string[], turns: readonly (Partial<Turn> | EngineProblem)[]): Engine {
  let next = 0;
  return {
    prepare: () => Promise.resolve(name),
    train: () => {
      asked.push(name);
      const turn = turns[next++] ?? {};
      return turn instanceof EngineProblem ? Promise.reject(turn) : Promise.resolve({ samples: 100, seconds: 1, loss: 2, ...turn });
    },
    end: () => Promise.resolve(),
  };
}

describe('turns', () => {
  test('each round begins with another engine, and the median counts', async () => {
    const asked: string[] = [];
    const engines = new Map([
      ['a', answering('a', asked, [{ samples: 100 }, { samples: 900 }, { samples: 200 }])],
      ['b', answering('b', asked, [{ seconds: 2 }, { seconds: 4 }, { seconds: 1 }])],
    ]);
    const outcomes = await takeTurns(engines, { rounds: 3, seconds: 1 });
    expect(asked.join('')).toBe('abbaab');
    expect(outcomes.get('a')).toEqual({ samplesPerSecond: 200 });
    expect(outcomes.get('b')).toEqual({ samplesPerSecond: 50 });
  });

  test('an engine that fails is not asked again, and the others go on', async () => {
    const asked: string[] = [];
    const engines = new Map([
      ['a', answering('a', asked, [{}, new EngineProblem('It is gone.')])],
      ['b', answering('b', asked, [])],
    ]);
    const outcomes = await takeTurns(engines, { rounds: 4, seconds: 1 });
    expect(asked.filter((name) => name === 'a')).toHaveLength(2);
    expect(asked.filter((name) => name === 'b')).toHaveLength(4);
    expect(outcomes.get('a')).toMatchObject({ problem: { message: 'It is gone.' } });
    expect(outcomes.get('b')).toEqual({ samplesPerSecond: 100 });
  });

  test('a loss that is not finite, or no samples at all, are no speed', async () => {
    const asked: string[] = [];
    const engines = new Map([
      ['a', answering('a', asked, [{ loss: null }])],
      ['b', answering('b', asked, [{ samples: 0 }])],
    ]);
    const outcomes = [...(await takeTurns(engines, { rounds: 1, seconds: 1 })).values()];
    for (const outcome of outcomes) expect(outcome).toHaveProperty('problem');
  });
});

test('the median of an even number of values is the mean of the middle ones', () => {
  expect(median([10, 1, 4, 2])).toBe(3);
  expect(median([5])).toBe(5);
});

describe('the size of an epoch that is fitted', () => {
  test('takes about as long as a turn, in whole batches', () => {
    expect(fitSize(1000, 2, 32, 50_000)).toBe(32 * 63);
    expect(fitSize(1000, 2, 128, 50_000)).toBe(128 * 16);
  });

  test('is at least a batch, and at most what there is', () => {
    expect(fitSize(1, 0.1, 32, 50_000)).toBe(32);
    expect(fitSize(1e9, 2, 32, 1000)).toBe(992);
    expect(fitSize(1e9, 2, 128, 100)).toBe(100);
  });
});

describe('a run is measured by its events', () => {
  const started = { batchSize: 32, stepsPerEpoch: 4, samples: 100 };
  const steps = (firstStep: number, count: number) => ({ firstStep, learningRate: Array<number>(count).fill(0.1) });

  test('the last step of an epoch has what is left', () => {
    expect(samplesOf(steps(1, 3), started)).toBe(96);
    expect(samplesOf(steps(4, 1), started)).toBe(4);
    expect(samplesOf(steps(1, 4), started)).toBe(100);
    expect(samplesOf(steps(3, 6), started)).toBe(32 + 4 + 100);
    expect(samplesOf(steps(1, 4), { batchSize: 32, stepsPerEpoch: 4, samples: 128 })).toBe(128);
  });

  test('from its first event to its last', () => {
    const meter = new StepMeter();
    meter.add({ values: { loss: [9] } }, 1000, 500);
    expect(meter.ready).toBe(false);
    meter.add({ values: { loss: [3, 2] } }, 64, 1000);
    meter.add({ values: { loss: [1] } }, 32, 2500);
    expect(meter.ready).toBe(true);
    expect(meter.turn()).toEqual({ samples: 96, seconds: 2, loss: 1 });
    meter.reset();
    meter.add({ values: { loss: [NaN] } }, 64, 9000);
    meter.add({ values: { loss: [NaN] } }, 64, 9100);
    expect(meter.turn()).toEqual({ samples: 64, seconds: 0.1, loss: null });
  });
});
