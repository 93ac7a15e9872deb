import { expect, test } from 'vitest';
import { classNameOf } from '../../../../src/core/evaluation/classNames';

const names = (data: Parameters<typeof classNameOf>[0], count: number) => Array.from({ length: count }, (_, id) => classNameOf(data)(id));

test.each([
  [{ dataset: 'fashion_mnist' }, ['T-shirt/top', 'Trouser']],
  [{ dataset: 'fashion_mnist', classes: [5, 6] }, ['Sandal', 'Shirt']],
  [{ dataset: 'fashion_mnist', classes: [5, 6], positive: [6] }, ['Sandal', 'Shirt']],
  [{ dataset: 'mnist', positive: [1, 3] }, ['not 1, 3', '1, 3']],
  [{ classes: [7, 2] }, ['7', '2']],
  [{ class_names: ['cat', 'dog', 'frog'], classes: [2, 0] }, ['frog', 'cat']],
  [{ class_names: ['cat'] }, ['cat', '1']],
  [{ dataset: 'mnist', target: 'rotation' as const }, ['0°', '90°']],
])('%j names its classes', (data, expected) => {
  expect(names(data, 2)).toEqual(expected);
});
