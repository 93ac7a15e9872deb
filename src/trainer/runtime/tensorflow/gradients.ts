import * as tf from '@tensorflow/tfjs-core';
import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from './tfjsNode';

/** The kernels whose gradients are ours, once they are registered. */
export const OWN_GRADIENTS = [tf.Relu, tf.Selu, tf.LeakyRelu];

/** `T` is always float32: nothing else has a gradient. */
type Attributes = (backend: NodeJSKernelBackend, attrs: NamedAttrMap) => { name: string; type: number; value: number }[];

/**
 * Gradients of activations as TensorFlow's own operations, as Keras takes them: tfjs makes each of several that go over all
 * values. Where the output is kept instead of the input, TensorFlow also makes one operation of a product, its bias and the
 * activation.
 */
export function registerOwnGradients(): void {
  replace(tf.Relu, 'ReluGrad', { outputsToSave: [true] }, (dy, y) => tf.mul(dy, tf.step(y)));
  replace(tf.Selu, 'SeluGrad', { outputsToSave: [true] }, (dy, y) =>
    tf.where(tf.greater(y, 0), tf.mul(dy, tf.backend_util.SELU_SCALE), tf.mul(dy, tf.add(y, tf.backend_util.SELU_SCALEALPHA))),
  );
  replace(
    tf.LeakyRelu,
    'LeakyReluGrad',
    { inputsToSave: ['x'] },
    (dy, x, { alpha }) => tf.where(tf.greater(x, 0), dy, tf.mul(dy, alpha as number)),
    ({ binding }, { alpha }) => [{ name: 'alpha', type: binding.TF_ATTR_FLOAT, value: alpha as number }],
  );
}

/** `elsewhere`: the same on another backend of this process. */
function replace(
  kernelName: string,
  operation: string,
  saved: Pick<GradConfig, 'inputsToSave' | 'outputsToSave'>,
  elsewhere: (dy: Tensor, kept: Tensor, attrs: NamedAttrMap) => Tensor,
  attributes: Attributes = () => [],
): void {
  tf.registerGradient({
    kernelName,
    ...saved,
    gradFunc: (dy, [kept], attrs) => ({
      x: () => {
        if (tf.getBackend() !== 'tensorflow') return elsewhere(dy as Tensor, kept!, attrs);
        const backend = tf.backend() as unknown as NodeJSKernelBackend;
        const type = { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: backend.binding.TF_FLOAT };
        return backend.executeSingleOutput(operation, [...attributes(backend, attrs), type], [dy as Tensor, kept!]);
      },
    }),
  });
}
