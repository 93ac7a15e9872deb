import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import type { JsonObject } from '../../../src/core/document';
import { logKeys } from '../../../src/core/training/logKeys';

const layers: JsonObject[] = [
  { name: 'pixels', type: 'Input', shape: [28, 28] },
  { name: 'flat', type: 'Flatten' },
  { name: 'hidden', type: 'Dense', units: 5 },
  { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' },
  { name: 'aux', type: 'Dense', units: 784, inputs: ['hidden'] },
];
const loss = { classes: 'sparse_categorical_crossentropy', aux: 'mse' };
const data = { dataset: 'mnist', target: { aux: 'input' } };

function found(training: JsonObject, design: JsonObject = { layers }) {
  const { diagnostics } = analyzeText(JSON.stringify({ layerwise: 1, ...design, training: { data, loss, ...training } }));
  return diagnostics.map(({ code, place }) => [code, place.path.slice(1).join('.')]);
}

describe('what the training section says of each output', () => {
  it('is right where every output has what it needs', () => {
    expect(found({})).toEqual([]);
    expect(found({ loss: 'mse', metrics: ['mae'], loss_weights: { aux: 0.5 }, class_weight: { classes: [1, 2] } })).toEqual([]);
    expect(found({ loss: { classes: { type: 'sparse_categorical_crossentropy', from_logits: true }, aux: 'huber' } })).toEqual([]);
  });

  it.each<[string, JsonObject, (readonly [string, string])[]]>([
    ['an output that is not there', { loss: { ...loss, ax: 'mse' } }, [['training.no-such-end', 'loss.ax']]],
    ['an output without a loss', { loss: { classes: 'mse' } }, [['training.not-of-each', 'loss']]],
    ['a loss that there is not', { loss: { ...loss, aux: 'msee' } }, [['training.unknown-name', 'loss.aux']]],
    ['an argument that there is not', { loss: { ...loss, aux: { type: 'huber', delt: 1 } } }, [['field.unknown', 'loss.aux.delt']]],
    ['a weight below 0', { loss_weights: { aux: -1 } }, [['field.wrong-value', 'loss_weights.aux']]],
    ['a weight for all', { loss_weights: 0.5 }, [['field.wrong-value', 'loss_weights']]],
    ['weights of classes for all', { class_weight: [1, 2] }, [['training.not-of-each', 'class_weight']]],
    ['metrics that are no list', { metrics: { aux: 'mae' } }, [['field.wrong-value', 'metrics.aux']]],
    ['targets of nobody', { data: { ...data, target: { other: 'input' } } }, [['training.no-such-end', 'data.target.other']]],
    ['a monitor without the output', { callbacks: [{ type: 'EarlyStopping', monitor: 'mae' }], metrics: ['mae'] }, [['training.unknown-monitor', 'callbacks.0.monitor']]],
    ['scaling by an output', { data: { ...data, scale: { aux: 2 } } }, [['training.no-such-end', 'data.scale.aux']]],
  ])('%s is said at its place', (_, training, wanted) => expect(found(training)).toEqual(wanted)); // prettier-ignore

  it('several inputs want a file each', () => {
    const two: JsonObject = {
      layers: [
        { name: 'left', type: 'Input', shape: [2] },
        { name: 'right', type: 'Input', shape: [2] },
        { name: 'sum', type: 'Add', inputs: ['left', 'right'] },
      ],
    };
    const files = { inputs: { left: 'a.npy', right: 'b.npy' }, targets: 'c.npy' };
    expect(found({ data: files, loss: 'mse' }, two)).toEqual([]);
    expect(found({ data: { ...files, inputs: { left: 'a.npy' } }, loss: 'mse' }, two)).toEqual([['training.not-of-each', 'data.inputs']]);
    expect(found({ data: { ...files, inputs: 'a.npy' }, loss: 'mse' }, two)).toEqual([['training.not-of-each', 'data.inputs']]);
    expect(found({ data: { dataset: 'mnist' }, loss: 'mse' }, two)).toEqual([['training.not-of-each', 'data.dataset']]);
  });
});

it('an epoch ends with what Keras calls it, and with the penalties where there are any', () => {
  const metrics = { classes: ['accuracy'], aux: ['mae', 'mae'] };
  expect(logKeys({ metrics }, ['classes', 'aux'])).toEqual([
    'loss',
    'classes_loss',
    'aux_loss',
    'classes_accuracy',
    'aux_mae',
    'aux_mae_1',
  ]);
  expect(logKeys({ metrics: ['mae'], data: { validation: { last: 1 } } }, ['one'], true)).toEqual([
    ...['loss', 'regularization_loss', 'mae'],
    ...['val_loss', 'val_regularization_loss', 'val_mae'],
  ]);
});
