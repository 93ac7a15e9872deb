import { util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { output, type KernelHost } from './kernelHost';

/** Products of matrices, with bias and relu in one. */
export function installProducts({ kernels, address, workspace, replace }: KernelHost): void {
  const product =
    (original: KernelFunc | undefined): KernelFunc =>
    (call) => {
      const { a, b, bias, preluActivationWeights } = call.inputs as Record<string, TensorInfo | undefined> & {
        a: TensorInfo;
        b: TensorInfo;
      };
      const { transposeA, transposeB, activation } = call.attrs as unknown as {
        transposeA: boolean;
        transposeB: boolean;
        activation?: string;
      };
      const relu = activation === 'relu';
      const plain =
        (activation === undefined || activation === null || activation === 'linear' || relu) &&
        !preluActivationWeights &&
        (!bias || bias.shape.length === 1);
      const [ra, rb] = [a.shape.length, b.shape.length];
      const one = (tensor: TensorInfo) => tensor.shape.slice(0, -2).every((size) => size === 1);
      if (
        !plain ||
        a.dtype !== 'float32' ||
        b.dtype !== 'float32' ||
        !one(a) ||
        !one(b) ||
        util.sizeFromShape(a.shape) === 0 ||
        util.sizeFromShape(b.shape) === 0
      ) {
        if (!original) throw new Error('This product of matrices is not known to the WebAssembly backend.');
        return original(call);
      }
      const m = a.shape[transposeA ? ra - 1 : ra - 2]!;
      const k = a.shape[transposeA ? ra - 2 : ra - 1]!;
      const n = b.shape[transposeB ? rb - 2 : rb - 1]!;
      const lead = ra > rb ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
      const out = output(call.backend, [...lead, m, n]);
      const scratch = workspace(kernels.matmulWork(m, k));
      kernels.matmul(+transposeA, +transposeB, m, n, k, address(a), address(b), address(out), bias ? address(bias) : 0, +relu, 0, scratch);
      return out;
    };
  replace('BatchMatMul', product);
  replace('_FusedMatMul', product);
}
