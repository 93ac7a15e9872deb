import { describe, expect, test } from 'vitest';
import { fitInputs, fitTargets } from '../../../../src/trainer/data/fit';

describe('samples', () => {
  test.each([
    [
      [28, 28],
      [28, 28],
      [28, 28],
    ],
    [
      [28, 28],
      [28, 28, 1],
      [28, 28, 1],
    ],
    [
      [28, 28, 1],
      [28, 28],
      [28, 28],
    ],
    [[28, 28], [784], [784]],
    [[784], [28, 28, 1], [28, 28, 1]],
    [
      [28, 28],
      [null, 28],
      [28, 28],
    ],
    [[], [1], [1]],
  ])('%j goes into %j', (data, model, shape) => {
    expect(fitInputs(data, model, 'mnist')).toEqual(shape);
  });

  test.each([
    [
      [28, 28],
      [32, 32],
    ],
    [
      [28, 28],
      [14, 56],
    ],
    [
      [3, 32, 32],
      [32, 32, 3],
    ],
    [
      [28, 28],
      [null, null, 1],
    ],
    [[28, 28], [783]],
  ])('%j does not go into %j', (data, model) => {
    expect(() => fitInputs(data, model, 'mnist')).toThrow(/^The samples of mnist have the shape \d.* the model's Input has /);
  });
});

describe('targets', () => {
  const sparse = 'sparse_categorical_crossentropy';
  test.each([
    [sparse, [], [10], { kind: 'classes', shape: [], units: 10 }],
    [sparse, [1], [10], { kind: 'classes', shape: [], units: 10 }],
    [sparse, [7], [7, 10], { kind: 'classes', shape: [7], units: 10 }],
    ['categorical_crossentropy', [10], [10], { kind: 'values', shape: [10] }],
    ['binary_crossentropy', [], [1], { kind: 'values', shape: [1] }],
    ['mean_squared_error', [3], [3], { kind: 'values', shape: [3] }],
    ['mean_squared_error', [5], [5, 1], { kind: 'values', shape: [5, 1] }],
  ])('%s: %j for the output %j', (loss, data, output, expected) => {
    expect(fitTargets(data, output, loss, 'y')).toEqual(expected);
  });

  test.each([
    ['categorical_crossentropy', [], [10], 'For class ids take the loss sparse_categorical_crossentropy.'],
    [sparse, [10], [10], 'These look like one-hot targets: take the loss categorical_crossentropy.'],
    [sparse, [3], [10], 'This loss takes one class id a sample.'],
    ['mean_squared_error', [], [10], 'Give the last layer as many units as a target has values.'],
  ])('%s: %j does not go with %j', (loss, data, output, next) => {
    let details: unknown;
    try {
      fitTargets(data, output, loss, 'y');
    } catch (error) {
      ({ details } = error as { details: unknown });
    }
    expect(details).toEqual({ next });
  });
});
