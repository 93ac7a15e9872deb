import { backend_util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { output, type KernelHost } from './kernelHost';
import { dilated, image, steps, type Shape4, type WindowAttributes } from './windows';

/** Pooling and its gradients. */
export function installPooling({ kernels, address, replace }: KernelHost): void {
  const pooling = (attributes: WindowAttributes, input: Shape4) =>
    backend_util.computePool2DInfo(input, attributes.filterSize, attributes.strides, 1, attributes.pad, attributes.dimRoundingMode);
  const pool =
    (average: boolean): KernelFunc =>
    ({ inputs, attrs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const w = pooling(attrs as unknown as WindowAttributes, x.shape as Shape4);
      const out = output(backend, w.outShape);
      kernels.pool(+average, ...image(w), ...dilated(w), ...steps(w), address(x), address(out));
      return out;
    };
  replace('MaxPool', () => pool(false));
  replace('AvgPool', () => pool(true));
  replace('MaxPoolGrad', () => ({ inputs, attrs, backend }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const w = pooling(attrs as unknown as WindowAttributes, input.shape as Shape4);
    const out = output(backend, input.shape);
    kernels.maxPoolGradient(...image(w), ...dilated(w), ...steps(w), address(input), address(dy), address(out));
    return out;
  });
  replace('AvgPoolGrad', () => ({ inputs, attrs, backend }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const w = pooling(attrs as unknown as WindowAttributes, input.shape as Shape4);
    const out = output(backend, input.shape);
    const size = w.padInfo;
    kernels.averagePoolGradient(...image(w), ...dilated(w), w.strideHeight, w.strideWidth, size.top, size.left, address(dy), address(out));
    return out;
  });
}
