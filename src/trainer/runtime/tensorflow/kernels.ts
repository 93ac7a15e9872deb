import * as tf from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
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
  replaceFilterGradient();
}

/**
 * TensorFlow's oneDNN kernel for a filter's gradient writes where it must not when a window is one wide, a stride larger and
 * the channels are few (2.18 and 2.21, in Python as well): sooner or later the process ends. So wherever a stride is larger
 * than the window, what no window sees is left out first, and the stride is then the window's size.
 */
function replaceFilterGradient(): void {
  const { kernelFunc: own } = tf.getKernel(tf.Conv2DBackpropFilter, 'tensorflow');
  replace(tf.Conv2DBackpropFilter, ({ x, dy }, attrs, backend) => {
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const shape = x!.shape as [number, number, number, number];
    const info = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad, dimRoundingMode);
    const axes = [
      { size: shape[1], window: filterShape[0], stride: info.strideHeight, out: info.outHeight, before: info.padInfo.top },
      { size: shape[2], window: filterShape[1], stride: info.strideWidth, out: info.outWidth, before: info.padInfo.left },
    ];
    const compute = (inputs: NamedTensorInfoMap, attributes: object) =>
      own({ inputs, attrs: attributes as NamedAttrMap, backend: backend }) as Tensor;
    if (axes.every(({ window, stride }) => stride <= window)) return compute({ x: x!, dy: dy! }, attrs);
    return tf.tidy(() => {
      const seen = axes.reduce((rest, axis, i) => onlySeen(rest, i + 1, axis), x as Tensor);
      const smaller = axes.map(({ window, stride }) => Math.min(window, stride)) as [number, number];
      return compute({ x: seen, dy: dy! }, { strides: smaller, pad: 'valid', dataFormat: 'NHWC', filterShape });
    });
  });
}

/** Along one axis: the padding is written out, and what lies between two windows is left out. */
function onlySeen(
  x: Tensor,
  axis: number,
  { size, window, stride, out, before }: { size: number; window: number; stride: number; out: number; before: number },
): Tensor {
  const length = stride > window ? out * stride : (out - 1) * stride + window;
  const end = Math.min(size, length - before);
  const along = (value: number) => x.shape.map((_, i) => (i === axis ? value : 0));
  const cut = tf.slice(
    x,
    along(0),
    along(end).map((value, i) => (i === axis ? value : x.shape[i]!)),
  );
  const padded = tf.pad(
    cut,
    x.shape.map((_, i) => (i === axis ? [before, length - before - end] : [0, 0])),
  );
  if (stride <= window) return padded;
  const [left, right] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const windows = tf.slice(tf.reshape(padded, [...left, out, stride, ...right]), x.shape.map(() => 0).concat(0), [
    ...left,
    out,
    window,
    ...right,
  ]);
  return tf.reshape(windows, [...left, out * window, ...right]);
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
