import { expect, it } from 'vitest';
import { parseDesign } from '../../../../src/core/parse';
import { rateSubject } from '../../../../src/core/training/rateSubject';

const subject = (units: number, optimizer: unknown, more: object = {}) => {
  const layers = [
    { name: 'x', type: 'Input', shape: [4] },
    { name: 'y', type: 'Dense', units },
  ];
  const { design } = parseDesign(JSON.stringify({ layerwise: 1, layers, training: { loss: 'mse', optimizer, ...more } }));
  return rateSubject(design!);
};

it('stays what it is when the learning rate becomes another one', () => {
  const before = subject(3, { type: 'SGD', learning_rate: 0.1 });
  expect(subject(3, { type: 'SGD', learning_rate: { type: 'OneCycle', max_learning_rate: 1 } })).toBe(before);
  expect(subject(3, { type: 'SGD' }, { epochs: 7, seed: 3 })).toBe(before);
});

it('is another one with other layers, another batch size or another optimizer', () => {
  const all = [
    subject(3, { type: 'SGD' }),
    subject(4, { type: 'SGD' }),
    subject(3, { type: 'SGD', momentum: 0.9 }),
    subject(3, { type: 'Adam' }),
    subject(3, 'Adam'),
    subject(3, { type: 'SGD' }, { batch_size: 64 }),
  ];
  expect(new Set(all).size).toBe(5);
});
