import { util } from '@tensorflow/tfjs-core';
import { STATELESS_KERNELS } from '../random/stateless';
import { output, type KernelHost } from './kernelHost';

/** Random numbers that follow from a seed: see `random/stateless.ts`. */
export function installRandom({ kernels, address, workspace, replace }: KernelHost): void {
  for (const kind of ['uniform', 'normal'] as const)
    replace(STATELESS_KERNELS[kind], () => ({ inputs, attrs, backend }) => {
      const { shape } = attrs as unknown as { shape: number[] };
      const out = output(backend, shape);
      const count = util.sizeFromShape(shape);
      kernels.random(+(kind === 'normal'), address(inputs.seed!), count, address(out), workspace(16));
      return out;
    });
}
