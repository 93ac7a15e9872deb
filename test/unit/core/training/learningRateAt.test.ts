import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import { isProblem, registries, resolveNamed } from '../../../../src/core/layers/registries';
import { makeSchedule } from '../../../../src/core/training/learningRateAt';

// Keras's schedules are compared with Keras in test/parity/methods.test.ts.
describe('OneCycle', () => {
  const cycle = (more: JsonObject = {}, total?: number) => makeSchedule({ type: 'OneCycle', max_learning_rate: 0.1, ...more }, total);

  it('goes up from 1/25 for 30 % of the steps, and down to 1/10,000 of that; momentum goes the other way', () => {
    const at = cycle({ total_steps: 100 });
    const rounded = (step: number) => {
      const { learningRate, momentum = NaN } = at(step);
      return [learningRate, momentum].map((value) => Number(value.toPrecision(6)));
    };
    expect(rounded(0)).toEqual([0.004, 0.95]);
    expect(rounded(29)).toEqual([0.1, 0.85]);
    expect(rounded(64)).toEqual([0.0500002, 0.9]);
    expect(rounded(99)).toEqual([4e-7, 0.95]);
    expect(rounded(1000)).toEqual([4e-7, 0.95]);
    const rates = Array.from({ length: 100 }, (_, step) => at(step).learningRate);
    expect(rates.slice(1, 30).every((rate, i) => rate > rates[i]!)).toBe(true);
    expect(rates.slice(30).every((rate, i) => rate < rates[i + 29]!)).toBe(true);
  });

  it('can go in straight lines, from and to what is asked for, with momentum as it is', () => {
    const at = cycle({
      total_steps: 21,
      initial_learning_rate: 0.02,
      final_learning_rate: 0,
      warmup_fraction: 0.5,
      anneal: 'linear',
      max_momentum: null,
    });
    expect(at(0)).toEqual({ learningRate: 0.02 });
    expect(at(9.5).learningRate).toBeCloseTo(0.1, 12);
    expect(at(4.75).learningRate).toBeCloseTo(0.06, 12);
    expect(at(14.75).learningRate).toBeCloseTo(0.05, 12);
    expect(at(20).learningRate).toBe(0);
  });

  it('takes the whole run where no length is given', () => {
    expect(cycle({}, 50)(49).learningRate).toBeCloseTo(4e-7, 12);
    expect(cycle({}, 50)(14).learningRate).toBeCloseTo(0.1, 12);
  });

  it.each([1, 2, 3])('is a number at each of %i steps', (total) => {
    for (let step = 0; step < 5; step++) expect(cycle({ total_steps: total })(step).learningRate).toBeGreaterThan(0);
  });
});

describe('a schedule', () => {
  it.each(registries.schedule.map(({ name, start }) => [name, start!] as const))('%s is right as it is begun with', (name, start) => {
    expect(isProblem(resolveNamed('schedule', { type: name, ...start }))).toBe(false);
    const at = makeSchedule({ type: name, ...start }, 100);
    for (const step of [0, 1, 50, 1e6]) expect(at(step).learningRate).toBeGreaterThanOrEqual(0);
  });

  const exponential = { type: 'ExponentialDecay', initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5 };
  it.each<[string, JsonObject, string, string]>([
    [
      'an end below 0',
      { type: 'PolynomialDecay', initial_learning_rate: 0.1, decay_steps: 10, end_learning_rate: -0.1 },
      'end_learning_rate',
      'a number of at least 0',
    ],
    ['a factor below 0', { ...exponential, decay_rate: -0.5 }, 'decay_rate', 'a number above 0'],
    ['no steps', { ...exponential, decay_steps: 0 }, 'decay_steps', 'a whole number of at least 1'],
    [
      'a value too few',
      { type: 'PiecewiseConstantDecay', boundaries: [1, 2], values: [1, 2] },
      'values',
      '3 numbers, one more than there are boundaries',
    ],
    ['a value below 0', { type: 'PiecewiseConstantDecay', boundaries: [1], values: [1, -2] }, 'values', 'a list of numbers of at least 0'],
    [
      'boundaries that do not grow',
      { type: 'PiecewiseConstantDecay', boundaries: [2, 2], values: [1, 2, 3] },
      'boundaries',
      'a list of steps that grow',
    ],
  ])('is refused with %s, at its place in the optimizer', (_, schedule, field, expected) => {
    expect(resolveNamed('optimizer', { type: 'SGD', learning_rate: schedule })).toMatchObject({
      problems: [{ code: 'field.wrong-value', facts: { type: schedule.type, field, expected }, path: ['learning_rate', field] }],
    });
  });

  it('that is neither a number nor known is refused', () => {
    const problems = (learning_rate: never) => resolveNamed('optimizer', { type: 'SGD', learning_rate });
    expect(problems(-1 as never)).toMatchObject({
      problems: [{ code: 'field.wrong-value', facts: { expected: 'a number of at least 0, or { "type": <schedule>, … }', found: -1 } }],
    });
    expect(problems('Cosine' as never)).toMatchObject({
      problems: [{ code: 'training.unknown-name', facts: { field: 'learning_rate', found: 'Cosine' }, path: ['learning_rate'] }],
    });
  });
});
