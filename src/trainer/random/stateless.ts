import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { statelessValues } from './philox';

/** Names of the kernels, TensorFlow's own: inputs `seed` (int32 [2]), attribute `shape`. */
export const STATELESS_KERNELS = { uniform: 'StatelessRandomUniform', normal: 'StatelessRandomNormal' } as const;

/** Random numbers of a shape that follow from the seed alone: uniform from 0 to 1, or normal with mean 0 and deviation 1. */
export const stateless = (kind: keyof typeof STATELESS_KERNELS, shape: readonly number[], seed: Tensor): Tensor =>
  tf.engine().runKernel(STATELESS_KERNELS[kind], { seed }, { shape: [...shape] });

/** Gives tfjs's plain JavaScript backend the kernels. */
export function registerStatelessOnCpu(): void {
  for (const kind of ['uniform', 'normal'] as const) {
    if (tf.getKernel(STATELESS_KERNELS[kind], 'cpu')) continue;
    tf.registerKernel({
      kernelName: STATELESS_KERNELS[kind],
      backendName: 'cpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        const cpu = backend as MathBackendCPU;
        const shape = (attrs as { shape?: number[] } | undefined)?.shape ?? [];
        const seed = cpu.readSync(inputs.seed!.dataId) as Int32Array;
        return cpu.makeTensorInfo(shape, 'float32', statelessValues(kind, seed, tf.util.sizeFromShape(shape)));
      },
    });
  }
}
