import type { Design, JsonObject, Layer } from '../../core/document';

/** The models of the bench: nets of `examples`, trained on MNIST. */
export const MODELS = ['leaky', 'bn', 'selu100', 'cnn'] as const;
export type ModelName = (typeof MODELS)[number];

/** Learning rates with which every model stays finite; what a step costs does not depend on them. */
const OPTIMIZER_SETTINGS = { SGD: { learning_rate: 0.001 }, Adam: { learning_rate: 0.0001 } } as const;
export const OPTIMIZERS = ['SGD', 'Adam'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

const pixels = (...shape: number[]): Layer => ({ name: 'pixels', type: 'Input', shape });
const flatten: Layer = { name: 'flatten', type: 'Flatten' };
const classes: Layer = { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' };
const dense = (name: string, units: number, kernel_initializer: string, activation?: string): Layer => ({
  name,
  type: 'Dense',
  units,
  ...(activation && { activation }),
  kernel_initializer,
});
const leaky = (name: string): Layer => ({ name, type: 'LeakyReLU', negative_slope: 0.2 });
const norm = (name: string): Layer => ({ name, type: 'BatchNormalization' });
const convolution = (name: string, filters: number): Layer => ({
  name,
  type: 'Conv2D',
  filters,
  kernel_size: [3, 3],
  activation: 'relu',
  kernel_initializer: 'he_normal',
});
const pool = (name: string): Layer => ({ name, type: 'MaxPooling2D', pool_size: [2, 2] });

const LAYERS: Readonly<Record<ModelName, readonly Layer[]>> = {
  leaky: [
    ...[pixels(28, 28), flatten],
    ...[dense('hidden1', 300, 'he_normal'), leaky('leaky1')],
    ...[dense('hidden2', 100, 'he_normal'), leaky('leaky2'), classes],
  ],
  bn: [
    ...[pixels(28, 28), flatten, norm('bn')],
    ...[dense('hidden1', 300, 'he_normal', 'relu'), norm('bn1')],
    ...[dense('hidden2', 100, 'he_normal', 'relu'), norm('bn2'), classes],
  ],
  selu100: [
    ...[pixels(28, 28), flatten],
    ...Array.from({ length: 100 }, (_, i) => dense(`hidden${i + 1}`, i === 0 ? 300 : 100, 'lecun_normal', 'selu')),
    classes,
  ],
  cnn: [
    ...[pixels(28, 28, 1), convolution('conv1', 16), pool('pool1'), convolution('conv2', 32), pool('pool2')],
    ...[flatten, { name: 'dropout', type: 'Dropout', rate: 0.25 }, classes],
  ],
};

export function modelDesign(name: ModelName): Design {
  return {
    layerwise: 1,
    name,
    layers: LAYERS[name],
    training: {
      data: { dataset: 'mnist', scale: '1/255' },
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      seed: 42,
    },
  };
}

/** The design as one row of the bench trains it. The validation part is left out: training alone is measured. */
export function rowDesign(design: Design, batchSize: number, optimizer: OptimizerName | undefined): Design {
  const { validation: _, ...data } = design.training?.data ?? {};
  const chosen = optimizer && { optimizer: { type: optimizer, ...OPTIMIZER_SETTINGS[optimizer] } satisfies JsonObject };
  return { ...design, training: { ...design.training, data, batch_size: batchSize, ...chosen } };
}
