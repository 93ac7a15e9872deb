import * as tf from '@tensorflow/tfjs-core';
import util from 'node:util';
import { loadTensorflow } from '../../machine/tensorflow/load';
import { readyTensorflow } from '../../machine/tensorflow/ready';
import type { Places } from '../../protocol/places';
import { Failure } from '../failure';
import type { Runtime } from './runtime';
import { registerOwnKernels } from './tensorflow/kernels';

type Started = Omit<Runtime, 'name' | 'about'>;
/** A process can hold one TensorFlow: whichever was started first. */
let started: Promise<Started> | undefined;

/** A native TensorFlow that is on this machine, behind tfjs-node's JavaScript, as tfjs's backend `tensorflow`. */
export async function startTensorflow(places: Places = {}): Promise<Runtime> {
  started ??= start(places);
  started.catch(() => (started = undefined));
  const report = await started;
  if (!(await tf.setBackend('tensorflow'))) throw new Failure('tfjs could not start its TensorFlow backend.');
  return { name: 'tensorflow', ...report, about: 'native TensorFlow.' };
}

async function start(places: Places): Promise<Started> {
  const { ready, rejected } = await readyTensorflow(places);
  if (!ready)
    throw new Failure('No TensorFlow was found that can be used.', {
      reason: rejected.map(({ what, reason }) => `${what}: ${reason}`).join('\n') || 'Nothing was looked at.',
      next: 'Set up one with layerwise setup.',
    });
  restoreUtil();
  const binding = loadTensorflow(ready.loadable) as Binding;
  const { NodeJSKernelBackend } = await import('./tensorflow/tfjsNode');
  const backend = new NodeJSKernelBackend(binding as never, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', () => backend);
  registerOwnKernels();
  const device = backend.isUsingGpuDevice ? 'GPU' : 'CPU';
  const version = binding.TF_Version;
  return { label: `TensorFlow ${version} (${device})`, version, device };
}

interface Binding {
  readonly TF_Version: string;
}

/** tfjs-node 4.22 uses two functions that Node 23 has removed. */
function restoreUtil(): void {
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}
