import { util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, sizeOf, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';

/** Sums, means and maxima over the first axes (the gradient of a bias, statistics of a batch) or the last ones. */
const reduction =
  (kind: 'sum' | 'mean' | 'max') =>
  (inputs: Inputs, attributes: NamedAttrMap): OwnKernel | undefined => {
    const { x } = inputs as Inputs & { x: TensorInfo };
    const { keepDims } = attributes as unknown as { keepDims: boolean };
    const axis = attributes[kind === 'max' ? 'reductionIndices' : 'axis'] as number | number[];
    const rank = x.shape.length;
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const first = axes.every((each, i) => each === i);
    const last = axes.every((each, i) => each === rank - axes.length + i);
    if (x.dtype !== 'float32' || !(first || last) || sizeOf(x.shape) === 0) return undefined;
    const kept = x.shape.filter((_, i) => !axes.includes(i));
    const [remaining, summed] = [sizeOf(kept), sizeOf(axes.map((each) => x.shape[each]!))];
    const name = kind === 'max' ? 'max' : 'sum';
    const factor = kind === 'max' ? [] : [kind === 'mean' ? 1 / summed : 1];
    return {
      shapes: [keepDims ? x.shape.map((each, i) => (axes.includes(i) ? 1 : each)) : kept],
      work: 0,
      cost: remaining * summed,
      calls: (at, [out], parts) =>
        last
          ? divide(remaining, parts).map(([from, to]) => ({
              name: `${name}Rows`,
              args: [to - from, summed, at(x) + 4 * from * summed, out! + 4 * from, ...factor],
            }))
          : divide(remaining, parts, 8).map(([from, to]) => ({
              name: `${name}Columns`,
              args: [summed, to - from, remaining, at(x) + 4 * from, out! + 4 * from, ...factor],
            })),
    };
  };

export const reductions: OwnKernels = { Sum: reduction('sum'), Mean: reduction('mean'), Max: reduction('max') };
