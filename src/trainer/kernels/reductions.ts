import { util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { output, type KernelHost } from './kernelHost';

/** Sums and means over the first axes (the gradient of a bias, statistics of a batch) or the last ones. */
export function installReductions({ kernels, address, replace }: KernelHost): void {
  const reduction =
    (mean: boolean) =>
    (original: KernelFunc | undefined): KernelFunc =>
    (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      const { axis, keepDims } = call.attrs as unknown as { axis: number | number[] | undefined; keepDims: boolean };
      const rank = x.shape.length;
      const axes = util.parseAxisParam(axis as number | number[], x.shape).sort((a, b) => a - b);
      const first = axes.every((each, i) => each === i);
      const last = axes.every((each, i) => each === rank - axes.length + i);
      if (x.dtype !== 'float32' || !(first || last) || util.sizeFromShape(x.shape) === 0) return original!(call);
      const size = (shape: readonly number[]) => shape.reduce((all, each) => all * each, 1);
      const kept = x.shape.filter((_, i) => !axes.includes(i));
      const out = output(call.backend, keepDims ? x.shape.map((each, i) => (axes.includes(i) ? 1 : each)) : kept);
      const [remaining, summed] = [size(kept), size(axes.map((each) => x.shape[each]!))];
      const factor = mean ? 1 / summed : 1;
      if (last) kernels.sumRows(remaining, summed, address(x), address(out), factor);
      else kernels.sumColumns(summed, remaining, address(x), address(out), factor);
      return out;
    };
  replace('Sum', reduction(false));
  replace('Mean', reduction(true));
}
