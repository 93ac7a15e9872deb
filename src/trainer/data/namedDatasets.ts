import type { ArraySource } from './arrayFile';

/** A file of a data set as Keras keeps it. */
export interface DatasetFile {
  /** Its name in the cache, and the last part of its address. */
  readonly name: string;
  /** Where it is, where that is another place than that of Keras's own data sets. */
  readonly address?: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Which array of which file. */
export interface DatasetArray {
  readonly file: string;
  /** In an NPZ archive, or one of `format`. */
  readonly key?: string;
  readonly format?: ArraySource['format'];
}

/** The four arrays of a data set: the training part and the test part. */
export type DatasetArrays = Readonly<Record<'inputs' | 'targets' | 'testInputs' | 'testTargets', DatasetArray>>;

/** A data set that a design names. */
export interface NamedDataset {
  readonly name: string;
  readonly title: string;
  /** Its folder below Keras's `datasets` folder. */
  readonly folder: string;
  readonly files: readonly DatasetFile[];
  readonly arrays: DatasetArrays;
  /** Gzipped IDX files that the build puts into `dist/data/<name>`. */
  readonly embedded?: DatasetArrays;
}

const idx: DatasetArrays = {
  inputs: { file: 'train-images-idx3-ubyte.gz' },
  targets: { file: 'train-labels-idx1-ubyte.gz' },
  testInputs: { file: 't10k-images-idx3-ubyte.gz' },
  testTargets: { file: 't10k-labels-idx1-ubyte.gz' },
};

const mnist: NamedDataset = {
  name: 'mnist',
  title: 'MNIST',
  folder: '',
  // As keras.datasets.mnist has it (keras/src/datasets/mnist.py).
  files: [{ name: 'mnist.npz', bytes: 11_490_434, sha256: '731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1' }],
  arrays: {
    inputs: { file: 'mnist.npz', key: 'x_train' },
    targets: { file: 'mnist.npz', key: 'y_train' },
    testInputs: { file: 'mnist.npz', key: 'x_test' },
    testTargets: { file: 'mnist.npz', key: 'y_test' },
  },
  embedded: idx,
};

const fashionMnist: NamedDataset = {
  name: 'fashion_mnist',
  title: 'Fashion-MNIST',
  folder: 'fashion-mnist',
  // As keras.datasets.fashion_mnist has it (keras/src/datasets/fashion_mnist.py).
  files: [
    { name: 'train-images-idx3-ubyte.gz', bytes: 26_421_880, sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84' },
    { name: 'train-labels-idx1-ubyte.gz', bytes: 29_515, sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845' },
    { name: 't10k-images-idx3-ubyte.gz', bytes: 4_422_102, sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073' },
    { name: 't10k-labels-idx1-ubyte.gz', bytes: 5_148, sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5' },
  ],
  arrays: idx,
};

const cifar10Archive = 'cifar-10-batches-py-target_archive';
const cifar10Array = (key: string): DatasetArray => ({ file: cifar10Archive, key, format: 'cifar10' });

const cifar10: NamedDataset = {
  name: 'cifar10',
  title: 'CIFAR-10',
  folder: '',
  // As keras.datasets.cifar10 has it (keras/src/datasets/cifar10.py).
  files: [
    {
      name: cifar10Archive,
      address: 'https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz',
      bytes: 170_498_071,
      sha256: '6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce',
    },
  ],
  arrays: {
    inputs: cifar10Array('x_train'),
    targets: cifar10Array('y_train'),
    testInputs: cifar10Array('x_test'),
    testTargets: cifar10Array('y_test'),
  },
};

/** The data sets that a design can name, by name. */
export const namedDatasets: ReadonlyMap<string, NamedDataset> = new Map(
  [mnist, fashionMnist, cifar10].map((dataset) => [dataset.name, dataset]),
);
