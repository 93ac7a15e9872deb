import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { Failure } from '../failure';
import { registerStatelessOnCpu } from '../random/stateless';
import type { Runtime } from './runtime';

/** tfjs's plain JavaScript backend: works everywhere, many times slower than WebAssembly. */
export async function startCpu(): Promise<Runtime> {
  registerStatelessOnCpu();
  if (!(await tf.setBackend('cpu'))) throw new Failure('tfjs could not start its cpu backend.');
  return {
    name: 'cpu',
    label: 'JavaScript',
    version: `tfjs ${version_cpu}`,
    device: 'CPU',
    about: 'plain JavaScript, many times slower than WebAssembly.',
  };
}
