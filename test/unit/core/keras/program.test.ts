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

test("class numbers that Keras has in lists of their own are numbers, as Layerwise's are", () => {
  const load = (dataset: string) =>
    program([{ name: 'in', type: 'Input', shape: [32, 32, 3] }, { name: 'flatten', type: 'Flatten' }, { name: 'out', type: 'Dense', units: 10 }], { training: { data: { dataset }, loss: 'mse', optimizer: { type: 'SGD' } } }); // prettier-ignore
  expect(load('cifar10')).toContain('keras.datasets.cifar10.load_data()\n    y_train, y_test = y_train.reshape(-1), y_test.reshape(-1)\n');
  expect(load('mnist')).not.toContain('y_train.reshape');
});

test('a block is a function, and what is repeated a loop', () => {
  const text = program(
    [
      { name: 'pixels', type: 'Input', shape: [8] },
      { name: 'stage', type: 'Block', block: 'residual', repeat: 2, trainable: false },
      { name: 'deep', type: 'Dense', units: 4, activation: 'relu', repeat: 3 },
      { name: 'last', type: 'Block', block: 'residual' },
    ],
    {
      blocks: {
        residual: {
          layers: [
            { name: 'in', type: 'Input' },
            { name: 'hidden', type: 'Dense', units: 8 },
            { name: 'drop', type: 'Dropout', rate: 0.5 },
            { name: 'add', type: 'Add', inputs: ['in', 'drop'] },
          ],
        },
      },
    },
  );
  expect(text).toBe(`"""The model made, written by Layerwise for Keras 3."""

import keras
from keras import layers


def residual(x, name, trainable=True):
    """The block residual: the names of its layers begin with name."""
    hidden = layers.Dense(8, trainable=trainable, name=f"{name}_hidden")(x)
    drop = layers.Dropout(0.5, name=f"{name}_drop")(hidden)
    return layers.Add(name=f"{name}_add")([x, drop])


pixels = keras.Input((8,), name="pixels")
stage = pixels
for i in range(1, 3):
    stage = residual(stage, name=f"stage_{i}", trainable=False)
deep = stage
for i in range(1, 4):
    deep = layers.Dense(4, activation="relu", name=f"deep_{i}")(deep)
last = residual(deep, name="last")
model = keras.Model(pixels, last, name="made")

if __name__ == "__main__":
    model.summary()
`);
});

test('layers in a row that are repeated are added to a Sequential one by one', () => {
  const text = program([
    { name: 'pixels', type: 'Input', shape: [8] },
    { name: 'deep', type: 'Dense', units: 4, repeat: 20 },
    { name: 'classes', type: 'Dense', units: 3 },
  ]);
  expect(text).toContain(`model = keras.Sequential(
    [
        keras.Input((8,), name="pixels"),
    ],
    name="made",
)
for i in range(1, 21):
    model.add(layers.Dense(4, name=f"deep_{i}"))
model.add(layers.Dense(3, name="classes"))
`);
});

test('a layer that is repeated once is one among the others', () => {
  const text = program([
    { name: 'in', type: 'Input', shape: [4] },
    { name: 'once', type: 'Dense', units: 4, repeat: 1 },
    { name: 'out', type: 'Dense', units: 3 },
  ]);
  expect(text).toContain(`model = keras.Sequential(
    [
        keras.Input((4,), name="in"),
        layers.Dense(4, name="once_1"),
        layers.Dense(3, name="out"),
    ],
    name="made",
)

if __name__`);
});
