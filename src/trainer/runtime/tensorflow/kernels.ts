import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { STATELESS_KERNELS } from '../../random/stateless';
import type { NodeJSKernelBackend } from './tfjsNode';

/** Kernels of ours on the `tensorflow` backend: those that it has none for, and those that it computes by way of JavaScript. */
export function registerOwnKernels(): void {
  for (const name of Object.values(STATELESS_KERNELS))
    replace(name, ({ seed }, { shape }, backend) =>
      withTensor(shape as number[], (size) =>
        backend.executeSingleOutput(name, [typeAttribute(backend, 'dtype', 'TF_FLOAT')], [size, seed!]),
      ),
    );
  // tfjs-node's own reads all indices to see whether they are in bounds; TensorFlow sees to that itself.
  replace(tf.GatherV2, ({ x, indices }, { axis, batchDims }, backend) =>
    withTensor(axis as number, (along) =>
      backend.executeSingleOutput(
        tf.GatherV2,
        [{ name: 'batch_dims', type: backend.binding.TF_ATTR_INT, value: (batchDims as number | undefined) ?? 0 }],
        [x!, indices!, along],
      ),
    ),
  );
}

type Inputs = { readonly [name: string]: TensorInfo | undefined };
type Compute = (inputs: Inputs, attributes: { readonly [name: string]: unknown }, backend: NodeJSKernelBackend) => Tensor;

function replace(kernelName: string, compute: Compute): void {
  if (tf.getKernel(kernelName, 'tensorflow')) tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    kernelName,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs, backend }) => compute(inputs, attrs ?? {}, backend as unknown as NodeJSKernelBackend),
  });
}

function withTensor(values: number | number[], compute: (tensor: Tensor) => Tensor): Tensor {
  const tensor = tf.tensor(values, undefined, 'int32');
  try {
    return compute(tensor);
  } finally {
    tensor.dispose();
  }
}

const typeAttribute = ({ binding }: NodeJSKernelBackend, name: string, type: 'TF_FLOAT') => ({
  name,
  type: binding.TF_ATTR_TYPE,
  value: binding[type],
});
