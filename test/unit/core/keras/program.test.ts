import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { kerasProgram } from '../../../../src/core/keras/program';

const program = (layers: readonly object[], more: object = {}) =>
  kerasProgram(analyzeText(JSON.stringify({ layerwise: 1, name: 'made', layers, ...more })));

test('a graph is the functional API; what is no name in Python becomes one, and a long call is broken as Black does it', () => {
  const text = program(
    [
      { name: 'model', type: 'Input', shape: [4] },
      {
        name: 'größe 1',
        type: 'Dense',
        units: 4,
        activation: { type: 'relu', max_value: 6 },
        kernel_initializer: 'he_normal',
        use_bias: true,
      },
      { name: 'gr__e_1', type: 'Dropout', rate: 0.5, inputs: ['model'] },
      { name: 'sum', type: 'Add', inputs: ['größe 1', 'gr__e_1'] },
      { name: 'left out', type: 'Dense', units: 9, inputs: ['model'] },
    ],
    { outputs: ['sum'] },
  );
  expect(text).toBe(`"""The model made, written by Layerwise for Keras 3."""

from functools import partial

import keras
from keras import layers

model_2 = keras.Input((4,), name="model")
gr__e_1 = layers.Dense(
    4,
    activation=partial(keras.activations.relu, max_value=6.0),
    kernel_initializer="he_normal",
    name="gr__e_1",
)(model_2)
gr__e_1_2 = layers.Dropout(0.5, name="gr__e_1_2")(model_2)
sum = layers.Add(name="sum")([gr__e_1, gr__e_1_2])
model = keras.Model(model_2, sum, name="made")

if __name__ == "__main__":
    model.summary()
`);
});

test('layers within layers, frozen ones and whole numbers that Keras wants as floats', () => {
  const text = program(
    [
      { name: 'in', type: 'Input', shape: [5, 2] },
      { name: 'both', type: 'Bidirectional', layer: { type: 'LSTM', units: 3 }, merge_mode: 'sum', trainable: false },
      { name: 'out', type: 'Dense', units: 1 },
    ],
    { training: { data: { dataset: 'mnist' }, loss: 'mse', optimizer: { type: 'SGD', learning_rate: 1 } } },
  );
  expect(text).toContain('layers.Bidirectional(\n            layers.LSTM(3), merge_mode="sum", trainable=False, name="both"\n        ),');
  expect(text).toContain('model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=1.0))');
});
