import type { Named } from '../layers/fields';

/** A data set that Layerwise knows by name. */
export interface Dataset extends Named {
  /** What is to be told apart, by class number. */
  readonly classNames: readonly string[];
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Samples in the training part and in the test part. */
  readonly samples: { readonly train: number; readonly test: number };
  /** In Keras each class number is in a list of its own. */
  readonly nested?: true;
}

const images = { fields: [], shape: [28, 28], samples: { train: 60_000, test: 10_000 } };

/** Pixels are bytes (0 to 255), targets are class numbers. */
export const datasets: readonly Dataset[] = [
  {
    ...images,
    name: 'mnist',
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    help: 'Handwritten digits, 28 × 28 gray pixels: 60,000 to train on, 10,000 to test.',
    doc: 'https://keras.io/api/datasets/mnist/',
  },
  {
    ...images,
    name: 'fashion_mnist',
    classNames: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    help: 'Clothes, 28 × 28 gray pixels in ten kinds: 60,000 to train on, 10,000 to test.',
    doc: 'https://keras.io/api/datasets/fashion_mnist/',
  },
  {
    name: 'cifar10',
    fields: [],
    shape: [32, 32, 3],
    samples: { train: 50_000, test: 10_000 },
    nested: true,
    classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
    help: 'Animals and vehicles, 32 × 32 colored pixels in ten kinds: 50,000 to train on, 10,000 to test.',
    doc: 'https://keras.io/api/datasets/cifar10/',
  },
];
