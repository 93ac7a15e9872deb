import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import type { JsonObject } from '../../../../src/core/document';
import { weightPaths } from '../../../../src/core/keras/weightPaths';

function pathsOf(...layers: readonly JsonObject[]) {
  const analysis = analyzeText(JSON.stringify({ layerwise: 1, layers, outputs: [layers.at(-1)!.name] }));
  expect(analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const names = analysis.layers.flatMap(({ name, weights = [] }) => weights.map((weight) => `${name}/${weight.name}`));
  return Object.fromEntries(weightPaths(analysis, names));
}

// The places are those in files that Keras 3.15 has written.
test('the weights of cells and of layers in wrappers lie where Keras has them', () => {
  const paths = pathsOf(
    { name: 'in', type: 'Input', shape: [6, 5] },
    { name: 'both', type: 'Bidirectional', layer: { type: 'LSTM', units: 3, return_sequences: true } },
    { name: 'each', type: 'TimeDistributed', layer: { type: 'Dense', units: 4 } },
    { name: 'gru', type: 'GRU', units: 3 },
    { name: 'bn', type: 'BatchNormalization', scale: false },
    { name: 'prelu', type: 'PReLU' },
  );
  expect(paths).toMatchObject({
    'both/forward/kernel': 'layers/bidirectional/forward_layer/cell/vars/0',
    'both/backward/bias': 'layers/bidirectional/backward_layer/cell/vars/2',
    'each/bias': 'layers/time_distributed/layer/vars/1',
    'gru/recurrent_kernel': 'layers/gru/cell/vars/1',
    'bn/moving_variance': 'layers/batch_normalization/vars/2',
    'prelu/alpha': 'layers/p_re_lu/vars/0',
  });
  expect(Object.keys(paths)).toHaveLength(6 + 2 + 3 + 3 + 1);
});

test('layers of a class are counted from the input that is farthest away, not in the order of the file', () => {
  const paths = pathsOf(
    { name: 'in', type: 'Input', shape: [4] },
    { name: 'near', type: 'Dense', units: 4 },
    { name: 'far1', type: 'Dense', units: 4, inputs: ['in'] },
    { name: 'far2', type: 'Dense', units: 4 },
    { name: 'join', type: 'Add', inputs: ['near', 'far2'] },
    { name: 'unused', type: 'Dense', units: 4, inputs: ['in'] },
    { name: 'out', type: 'Dense', units: 2, inputs: ['join'] },
  );
  expect(paths).toMatchObject({
    'far1/kernel': 'layers/dense/vars/0',
    'near/bias': 'layers/dense_1/vars/1',
    'far2/kernel': 'layers/dense_2/vars/0',
    'out/kernel': 'layers/dense_3/vars/0',
  });
  expect(paths).not.toHaveProperty('unused/kernel');
});
