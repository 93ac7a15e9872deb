import * as tf from '@tensorflow/tfjs-core';
import util from 'node:util';
import type { FoundTensorflow, Rejected } from '../../machine/tensorflow/find';
import { loadTensorflow } from '../../machine/tensorflow/load';
import { nvidiaDevice, probeNvidia } from '../../machine/tensorflow/nvidia';
import { describeFound, readyTensorflow } from '../../machine/tensorflow/ready';
import type { RuntimeProbe } from '../../protocol/examination';
import type { Places } from '../../protocol/places';
import { Failure } from '../failure';
import type { Runtime } from './runtime';
import { registerOwnGradients } from './gradients';
import { registerOwnKernels } from './tensorflow/kernels';

interface Started {
  readonly runtime: Runtime;
  readonly found: FoundTensorflow;
  /** What was looked at before it. */
  readonly rejected: readonly Rejected[];
}
/** A process can hold one TensorFlow: whichever was started first. */
let started: Promise<Started> | undefined;

/** A native TensorFlow that is on this machine, behind tfjs-node's JavaScript, as tfjs's backend `tensorflow`. */
export async function startTensorflow(places: Places = {}): Promise<Runtime> {
  const { runtime } = await startOnce(places);
  if (!(await tf.setBackend('tensorflow'))) throw new Failure('tfjs could not start its TensorFlow backend.');
  return runtime;
}

/** The same for `doctor`: also what was looked at, and what a GPU would need. */
export async function probeTensorflow(places: Places = {}): Promise<RuntimeProbe> {
  try {
    const { runtime, found, rejected } = await startOnce(places);
    await startTensorflow(places);
    const { name, label, version, device } = runtime;
    const gpu = await probeNvidia(found);
    return { name, available: true, label, version, device, source: describeFound(found), rejected, ...(gpu && { gpu }) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const gpu = await probeNvidia(undefined);
    const { reason, next } = error.details;
    return {
      name: 'tensorflow',
      available: false,
      // What was looked at is told with its reasons by itself.
      ...(error instanceof NoTensorflow
        ? { reason: error.message, rejected: error.rejected }
        : { reason: [error.message, reason].filter(Boolean).join(' '), rejected: [] }),
      next,
      ...(gpu && { gpu }),
    };
  }
}

class NoTensorflow extends Failure {
  constructor(
    readonly rejected: readonly Rejected[],
    { folder, python }: Places,
  ) {
    const reasons = rejected.filter(({ absent }) => !absent).map(({ what, reason }) => `${what}: ${reason}`);
    super(`No TensorFlow was found that can be used${(folder ?? python) ? ' where one was named' : ''}.`, {
      reason: reasons.join(' ') || undefined,
      next:
        (folder ?? python)
          ? 'Correct the option or the setting that names it, or leave it out.'
          : 'Set one up: "Layerwise: Set Up TensorFlow" in the editor does it, or layerwise setup in a terminal.',
    });
  }
}

function startOnce(places: Places): Promise<Started> {
  started ??= start(places);
  started.catch(() => (started = undefined));
  return started;
}

async function start(places: Places): Promise<Started> {
  const { ready, rejected } = await readyTensorflow(places);
  if (!ready) throw new NoTensorflow(rejected, places);
  const { found, loadable } = ready;
  restoreUtil();
  const binding = loadTensorflow(loadable) as Binding;
  const { NodeJSKernelBackend } = await import('./tensorflow/tfjsNode');
  const backend = new NodeJSKernelBackend(binding as never, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', () => backend);
  registerOwnKernels();
  registerOwnGradients();
  const device = backend.isUsingGpuDevice ? ((await nvidiaDevice())?.device ?? 'GPU') : 'CPU';
  const version = binding.TF_Version;
  const label = `TensorFlow ${version} (${device})`;
  return { runtime: { name: 'tensorflow', label, version, device, about: `${describeFound(found)}.` }, found, rejected };
}

interface Binding {
  readonly TF_Version: string;
}

/** tfjs-node 4.22 uses two functions that Node 22 warns of and Node 23 has removed. */
function restoreUtil(): void {
  const old = util as { isNullOrUndefined?: unknown; isArray?: unknown };
  old.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  old.isArray = Array.isArray;
}
