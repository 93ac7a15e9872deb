import * as tf from '@tensorflow/tfjs-core';
import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from './tensorflow/tfjsNode';

/** The kernels whose gradients are ours, once they are registered. */
export const OWN_GRADIENTS = [tf.Relu, tf.Selu, tf.LeakyRelu];

/** `T` is always float32: nothing else has a gradient. */
type Attributes = (backend: NodeJSKernelBackend, attrs: NamedAttrMap) => { name: string; type: number; value: number }[];

/**
 * On TensorFlow the gradients of activations are its own operations, as Keras takes them: tfjs makes each of several that go
 * over all values. Where the output is kept instead of the input, TensorFlow also makes one operation of a product, its bias
 * and the activation.
 */
export function registerOwnGradients(): void {
  registerSeluGradient();
  replace(tf.Relu, 'ReluGrad', { outputsToSave: [true] }, (dy, y) => tf.mul(dy, tf.step(y)));
  replace(
    tf.LeakyRelu,
    'LeakyReluGrad',
    { inputsToSave: ['x'] },
    (dy, x, { alpha }) => tf.where(tf.greater(x, 0), dy, tf.mul(dy, alpha as number)),
    ({ binding }, { alpha }) => [{ name: 'alpha', type: binding.TF_ATTR_FLOAT, value: alpha as number }],
  );
}

/**
 * SELU's from its output, which takes no second exponential. The embedded runtime then has what goes into the activation in a
 * cache only; of each term dy is a factor there, so that none is computed and kept before its time.
 */
export function registerSeluGradient(): void {
  replace(tf.Selu, 'SeluGrad', { outputsToSave: [true] }, (dy, y) =>
    tf.where(tf.greater(y, 0), tf.mul(dy, tf.backend_util.SELU_SCALE), tf.add(tf.mul(dy, y), tf.mul(dy, tf.backend_util.SELU_SCALEALPHA))),
  );
}

/** `elsewhere`: the same on other backends. */
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
