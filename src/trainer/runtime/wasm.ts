import { setThreadsCount, setWasmPaths, type BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Failure } from '../failure';
import { catchMemory, installKernels } from '../kernels/install';
import { findBinaries } from './binaries';
import { borrowKernels } from './borrowedKernels';
import type { Runtime } from './runtime';
import { WasmHeap } from '../plan/heap';

type KernelNames = 'relaxed SIMD' | 'SIMD';

interface Started {
  /** Which of our kernels are there. */
  readonly kernels: KernelNames;
  readonly memory: WebAssembly.Memory;
}
let started: Promise<Started | undefined> | undefined;

/** The memory of the started runtime, for plans; `undefined` where it has none of our kernels. */
export async function wasmHeap(): Promise<WasmHeap | undefined> {
  const found = await started;
  return found && new WasmHeap(tf.backend() as BackendWasm, found.memory);
}

/** tfjs's WebAssembly backend with our own kernels and, for what it lacks, those of the cpu backend. One thread. */
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
    about: kernels ? `${kernels} kernels of Layerwise on one core.` : "tfjs's own kernels on one core; those of Layerwise are not there.",
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
  const kernels = binaries.kernels && memory && (await ownKernels(backend, memory, binaries.kernels));
  borrowKernels(backend);
  return kernels && memory && { kernels, memory };
}

/** Node 20's engine has relaxed SIMD behind a flag, and takes it also after the start; newer ones have it on. */
const RELAXED_SIMD_FLAG = process.versions.node.startsWith('20.') ? '--experimental-wasm-relaxed-simd' : undefined;

/** The relaxed ones where this engine has relaxed SIMD, else the plain ones, else none. */
async function ownKernels(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  files: { simd: string; relaxed: string },
): Promise<KernelNames | undefined> {
  if (RELAXED_SIMD_FLAG) setFlagsFromString(RELAXED_SIMD_FLAG);
  for (const [name, file] of [
    ['relaxed SIMD', files.relaxed],
    ['SIMD', files.simd],
  ] as const) {
    const binary = readFileSync(file);
    if (!WebAssembly.validate(binary)) continue;
    installKernels(backend, memory, binary);
    return name;
  }
  return undefined;
}
