import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

export type Window = backend_util.Conv2DInfo;
export type Shape4 = [number, number, number, number];

/** What kernels over windows of an image are told. */
interface WindowAttributes {
  readonly strides: [number, number] | number;
  readonly dilations?: [number, number] | number;
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly filterSize: [number, number] | number;
}

export function convolutionWindow(attributes: NamedAttrMap, input: unknown, filter: unknown, depthwise = false): Window {
  const { strides, dilations = 1, pad, dataFormat, dimRoundingMode } = attributes as unknown as WindowAttributes;
  if (dataFormat === 'NCHW') throw new Error('Only channels_last is known to the WebAssembly kernels.');
  return backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}

export function poolingWindow(attributes: NamedAttrMap, input: unknown): Window {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as WindowAttributes;
  return backend_util.computePool2DInfo(input as Shape4, filterSize, strides, 1, pad, dimRoundingMode);
}

/** Sizes in the order in which the functions take them; `batch` images. */
export const image = (w: Window, batch: number) => [batch, w.inHeight, w.inWidth, w.inChannels] as const;
export const dilated = (w: Window) => [w.filterHeight, w.filterWidth, w.outHeight, w.outWidth] as const;
export const steps = (w: Window) =>
  [w.strideHeight, w.strideWidth, w.dilationHeight, w.dilationWidth, w.padInfo.top, w.padInfo.left] as const;

/** Bytes of one image before and after. */
export const imageBytes = (w: Window) => 4 * w.inHeight * w.inWidth * w.inChannels;
export const outputBytes = (w: Window) => 4 * w.outHeight * w.outWidth * w.outChannels;
