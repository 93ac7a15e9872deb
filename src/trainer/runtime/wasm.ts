import { setThreadsCount, setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { Failure } from '../failure';
import { catchMemory, installKernels } from '../kernels/install';
import { hasRelaxedSimd } from '../kernels/relaxedSimd';
import { findBinaries } from './binaries';
import { borrowKernels } from './borrowedKernels';
import { registerSeluGradient } from './gradients';
import { WasmHeap } from '../plan/heap';
import { Threads } from '../plan/threads';
import type { Runtime } from './runtime';

type KernelNames = 'relaxed SIMD' | 'SIMD';

interface Started {
  /** Which of our kernels are there. */
  readonly kernels: KernelNames;
  readonly memory: WebAssembly.Memory;
  /** Our kernels. */
  readonly module: WebAssembly.Module;
}
let started: Promise<Started | undefined> | undefined;
let threads: Threads | undefined;

/** The memory of the started runtime, for plans; `undefined` where it has none of our kernels. */
export async function wasmHeap(): Promise<WasmHeap | undefined> {
  const found = await started;
  if (!found) return undefined;
  threads ??= new Threads(found.memory, found.module);
  return new WasmHeap(tf.backend() as BackendWasm, found.memory, threads);
}

/** tfjs's WebAssembly backend, one thread, with our own kernels and, for what it lacks, those of the cpu backend. Plans use more threads. */
export async function startWasm(): Promise<Runtime> {
  started ??= start();
  const kernels = (await started)?.kernels;
  if (!(await tf.setBackend('wasm'))) throw new Failure('WebAssembly could not be started by tfjs.');
  const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  return {
    name: 'wasm',
    label: `WebAssembly${kernels ? ` (${kernels})` : simd ? ' (SIMD)' : ''}`,
    version: `tfjs ${tf.version_core}`,
    device: 'CPU',
    about: kernels
      ? `${kernels} kernels of Layerwise, on every core.`
      : "tfjs's own kernels on one core; those of Layerwise are not there.",
  };
}

async function start(): Promise<Started | undefined> {
  const binaries = findBinaries();
  if (!binaries) throw new Failure("WebAssembly's binaries are not where Layerwise's own files are.", { next: 'Install Layerwise again.' });
  setWasmPaths(binaries.tfjs);
  setThreadsCount(1);
  const ours = new Set(process.listeners('uncaughtException'));
  const ourRejections = new Set(process.listeners('unhandledRejection'));
  const memory = await catchMemory(async () => {
    if (!(await tf.setBackend('wasm'))) throw new Failure('WebAssembly could not be started by tfjs.');
  });
  // Emscripten's start code wants to hear of every error of the process, and throws it again; that is ours to decide.
  for (const listener of process.listeners('uncaughtException')) if (!ours.has(listener)) process.off('uncaughtException', listener);
  for (const listener of process.listeners('unhandledRejection'))
    if (!ourRejections.has(listener)) process.off('unhandledRejection', listener);
  const backend = tf.backend() as BackendWasm;
  const kernels = binaries.kernels && memory && compileKernels(binaries.kernels);
  if (kernels) installKernels(backend, memory, kernels.module);
  borrowKernels(backend);
  registerSeluGradient();
  return kernels && { ...kernels, memory };
}

/** Our kernels for this engine; `undefined` where it has no SIMD. */
function compileKernels(files: { simd: string; relaxed: string }): Omit<Started, 'memory'> | undefined {
  const relaxed = hasRelaxedSimd();
  const binary = readFileSync(relaxed ? files.relaxed : files.simd);
  if (!WebAssembly.validate(binary)) return undefined;
  return { kernels: relaxed ? 'relaxed SIMD' : 'SIMD', module: new WebAssembly.Module(binary) };
}
