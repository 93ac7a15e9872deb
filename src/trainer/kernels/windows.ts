import type { backend_util } from '@tensorflow/tfjs-core';

type Window = backend_util.Conv2DInfo;
/** Sizes as the kernels take them. */
export const image = (w: Window) => [w.batchSize, w.inHeight, w.inWidth, w.inChannels] as const;
export const dilated = (w: Window) => [w.filterHeight, w.filterWidth, w.outHeight, w.outWidth] as const;
export const steps = (w: Window) =>
  [w.strideHeight, w.strideWidth, w.dilationHeight, w.dilationWidth, w.padInfo.top, w.padInfo.left] as const;
export type WindowAttributes = {
  strides: [number, number] | number;
  dilations?: [number, number] | number;
  pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  dataFormat?: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  filterShape: [number, number, number, number];
  inputShape: [number, number, number, number];
  filterSize: [number, number] | number;
};
export type Shape4 = [number, number, number, number];
