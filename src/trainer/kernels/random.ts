import type { NamedAttrMap } from '@tensorflow/tfjs-core';
import { STATELESS_KERNELS } from '../random/stateless';
import { sizeOf, WORK, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';

const stateless =
  (normal: boolean) =>
  ({ seed }: Inputs, attributes: NamedAttrMap): OwnKernel => {
    const { shape } = attributes as unknown as { shape: number[] };
    const count = sizeOf(shape);
    return {
      shapes: [shape],
      work: 16,
      cost: 16 * count,
      calls: (at, [out]) => [{ name: 'random', args: [+normal, at(seed!), count, out!, WORK] }],
    };
  };

/** Random numbers that follow from a seed: see `random/stateless.ts`. */
export const random: OwnKernels = { [STATELESS_KERNELS.uniform]: stateless(false), [STATELESS_KERNELS.normal]: stateless(true) };
