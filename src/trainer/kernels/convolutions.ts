import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, WORK, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';
import { productWork } from './products';
import { convolutionWindow, dilated, image, imageBytes, outputBytes, steps, type Window } from './windows';

const cost = (w: Window) => w.batchSize * w.outHeight * w.outWidth * w.outChannels * w.filterHeight * w.filterWidth * w.inChannels;
const eights = (n: number) => Math.ceil(n / 8) * 8;

/** Bytes that the three functions of `assembly/conv.ts` need: the filter in panels and a frame of zeros around an image, or patches. */
function work(w: Window): number {
  const [row, positions] = [w.filterHeight * w.filterWidth * w.inChannels, w.outHeight * w.outWidth];
  const extent = (count: number, stride: number, window: number, dilation: number) => (count - 1) * stride + (window - 1) * dilation + 1;
  const [height, width] = [
    extent(w.outHeight, w.strideHeight, w.filterHeight, w.dilationHeight),
    extent(w.outWidth, w.strideWidth, w.filterWidth, w.dilationWidth),
  ];
  const framed = height * width * w.inChannels;
  const turned =
    extent(w.inHeight, 1, w.filterHeight, w.dilationHeight) * extent(w.inWidth, 1, w.filterWidth, w.dilationWidth) * w.outChannels;
  const forward = framed + eights(w.outChannels) * row;
  const filter = framed + positions * eights(w.outChannels);
  const input = turned + eights(w.inChannels) * w.filterHeight * w.filterWidth * w.outChannels;
  const strided = positions * row + Math.max(productWork(positions, w.outChannels), productWork(positions, w.inChannels)) / 4;
  return 4 * Math.max(forward, filter, input, strided) + 1024;
}

const forward = (inputs: Inputs, attributes: NamedAttrMap): OwnKernel | undefined => {
  const { x, filter, bias, preluActivationWeights } = inputs as Inputs & { x: TensorInfo; filter: TensorInfo };
  const { activation } = attributes as unknown as { activation?: string };
  const relu = activation === 'relu';
  if (preluActivationWeights || !(relu || !activation || activation === 'linear')) return undefined;
  const w = convolutionWindow(attributes, x.shape, filter.shape);
  return {
    shapes: [w.outShape],
    work: work(w),
    cost: cost(w),
    calls: (at, [out], parts) =>
      divide(w.batchSize, parts).map(([from, to]) => ({
        name: 'convolution',
        args: [
          ...image(w, to - from),
          ...dilated(w),
          w.outChannels,
          ...steps(w),
          ...[at(x) + from * imageBytes(w), at(filter), bias ? at(bias) : 0, +relu, out! + from * outputBytes(w), WORK],
        ],
      })),
  };
};

const depthwiseGradient =
  (wanted: 'filter' | 'input') =>
  (inputs: Inputs, attributes: NamedAttrMap): OwnKernel => {
    const { x, dy, filter } = inputs as Inputs & { dy: TensorInfo };
    const { inputShape, filterShape } = attributes as unknown as { inputShape: number[]; filterShape: number[] };
    const w = convolutionWindow(attributes, x?.shape ?? inputShape, filter?.shape ?? filterShape, true);
    return {
      shapes: [wanted === 'filter' ? w.filterShape : w.inShape],
      work: 0,
      cost: cost(w) / w.inChannels,
      calls: (at, [out]) => [
        {
          name: 'depthwiseGradients',
          args: [
            ...image(w, w.batchSize),
            w.outChannels / w.inChannels,
            ...dilated(w),
            ...steps(w),
            ...[x ? at(x) : 0, at(dy), filter ? at(filter) : 0, wanted === 'filter' ? out! : 0, wanted === 'input' ? out! : 0],
          ],
        },
      ],
    };
  };

/** Convolutions and their gradients. tfjs's own give zeros where a stride is larger than its window and the padding is 'same'. */
export const convolutions: OwnKernels = {
  Conv2D: forward,
  FusedConv2D: forward,
  Conv2DBackpropFilter: (inputs, attributes) => {
    const { x, dy } = inputs as Inputs & { x: TensorInfo; dy: TensorInfo };
    const w = convolutionWindow(attributes, x.shape, (attributes as unknown as { filterShape: number[] }).filterShape);
    const rows = w.filterHeight * w.filterWidth * w.inChannels;
    return {
      shapes: [w.filterShape],
      work: work(w),
      cost: cost(w),
      calls: (at, [out], parts) =>
        divide(rows, parts, 4).map(([from, to]) => ({
          name: 'convolutionFilterGradient',
          args: [...image(w, w.batchSize), ...dilated(w), w.outChannels, ...steps(w), at(x), at(dy), out!, from, to, WORK],
        })),
    };
  },
  Conv2DBackpropInput: (inputs, attributes) => {
    const { dy, filter } = inputs as Inputs & { dy: TensorInfo; filter: TensorInfo };
    const w = convolutionWindow(attributes, (attributes as unknown as { inputShape: number[] }).inputShape, filter.shape);
    return {
      shapes: [w.inShape],
      work: work(w),
      cost: cost(w),
      calls: (at, [out], parts) =>
        divide(w.batchSize, parts).map(([from, to]) => ({
          name: 'convolutionInputGradient',
          args: [
            ...image(w, to - from),
            ...dilated(w),
            w.outChannels,
            ...steps(w),
            ...[at(dy) + from * outputBytes(w), at(filter), out! + from * imageBytes(w), WORK],
          ],
        })),
    };
  },
  DepthwiseConv2dNative: (inputs, attributes) => {
    const { x, filter } = inputs as Inputs & { x: TensorInfo; filter: TensorInfo };
    const w = convolutionWindow(attributes, x.shape, filter.shape, true);
    return {
      shapes: [w.outShape],
      work: 0,
      cost: cost(w) / w.inChannels,
      calls: (at, [out], parts) =>
        divide(w.batchSize, parts).map(([from, to]) => ({
          name: 'depthwise',
          args: [
            ...image(w, to - from),
            w.outChannels / w.inChannels,
            ...dilated(w),
            ...steps(w),
            ...[at(x) + from * imageBytes(w), at(filter), out! + from * outputBytes(w)],
          ],
        })),
    };
  },
  DepthwiseConv2dNativeBackpropFilter: depthwiseGradient('filter'),
  DepthwiseConv2dNativeBackpropInput: depthwiseGradient('input'),
};
