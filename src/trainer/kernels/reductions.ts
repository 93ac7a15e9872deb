import { util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, sizeOf, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';

/** Sums and means over the first axes (the gradient of a bias, statistics of a batch) or the last ones. */
const reduction =
  (mean: boolean) =>
  (inputs: Inputs, attributes: NamedAttrMap): OwnKernel | undefined => {
    const { x } = inputs as Inputs & { x: TensorInfo };
    const { axis, keepDims } = attributes as unknown as { axis: number | number[]; keepDims: boolean };
    const rank = x.shape.length;
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const first = axes.every((each, i) => each === i);
    const last = axes.every((each, i) => each === rank - axes.length + i);
    if (x.dtype !== 'float32' || !(first || last) || sizeOf(x.shape) === 0) return undefined;
    const kept = x.shape.filter((_, i) => !axes.includes(i));
    const [remaining, summed] = [sizeOf(kept), sizeOf(axes.map((each) => x.shape[each]!))];
    const factor = mean ? 1 / summed : 1;
    return {
      shapes: [keepDims ? x.shape.map((each, i) => (axes.includes(i) ? 1 : each)) : kept],
      work: 0,
      cost: remaining * summed,
      calls: (at, [out], parts) =>
        last
          ? divide(remaining, parts).map(([from, to]) => ({
              name: 'sumRows',
              args: [to - from, summed, at(x) + 4 * from * summed, out! + 4 * from, factor],
            }))
          : divide(remaining, parts, 8).map(([from, to]) => ({
              name: 'sumColumns',
              args: [summed, to - from, remaining, at(x) + 4 * from, out! + 4 * from, factor],
            })),
    };
  };

export const reductions: OwnKernels = { Sum: reduction(false), Mean: reduction(true) };
