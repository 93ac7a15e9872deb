import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';
import { dilated, image, imageBytes, outputBytes, poolingWindow, steps, type Window } from './windows';

const cost = (w: Window) => w.batchSize * w.outHeight * w.outWidth * w.outChannels * w.filterHeight * w.filterWidth;

const pool =
  (average: boolean) =>
  (inputs: Inputs, attributes: NamedAttrMap): OwnKernel => {
    const { x } = inputs as Inputs & { x: TensorInfo };
    const w = poolingWindow(attributes, x.shape);
    return {
      shapes: [w.outShape],
      work: 0,
      cost: 2 * cost(w),
      calls: (at, [out], parts) =>
        divide(w.batchSize, parts).map(([from, to]) => ({
          name: 'pool',
          args: [+average, ...image(w, to - from), ...dilated(w), ...steps(w), at(x) + from * imageBytes(w), out! + from * outputBytes(w)],
        })),
    };
  };

/** A gradient. `args`: what its function takes behind the sizes of images and windows. */
const gradient =
  (name: string, args: (w: Window, input: number, dy: number, out: number) => readonly number[]) =>
  (inputs: Inputs, attributes: NamedAttrMap): OwnKernel => {
    const { dy, input } = inputs as Inputs & { dy: TensorInfo; input: TensorInfo };
    const w = poolingWindow(attributes, input.shape);
    return {
      shapes: [input.shape],
      work: 0,
      cost: 6 * cost(w),
      calls: (at, [out], parts) =>
        divide(w.batchSize, parts).map(([from, to]) => {
          const places = [at(input) + from * imageBytes(w), at(dy) + from * outputBytes(w), out! + from * imageBytes(w)] as const;
          return { name, args: [...image(w, to - from), ...dilated(w), ...args(w, ...places)] };
        }),
    };
  };

/** Pooling and its gradients. */
export const pooling: OwnKernels = {
  MaxPool: pool(false),
  AvgPool: pool(true),
  MaxPoolGrad: gradient('maxPoolGradient', (w, input, dy, out) => [...steps(w), input, dy, out]),
  AvgPoolGrad: gradient('averagePoolGradient', (w, _, dy, out) => [
    ...[w.strideHeight, w.strideWidth, w.padInfo.top, w.padInfo.left],
    ...[dy, out],
  ]),
};
