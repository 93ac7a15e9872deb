import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { installConvolutions } from './convolutions';
import { makeKernelHost, type KernelHost, type Kernels } from './kernelHost';
import { installPooling } from './pooling';
import { installProducts } from './products';
import { installRandom } from './random';
import { installReductions } from './reductions';
import { installUnary } from '../plan/unaryKernels';

/**
 * Layerwise's own SIMD kernels inside tfjs's WebAssembly backend. They are compiled from `assembly/` and work on the
 * backend's own memory, so that no tensor is copied. Only what training lacks there, or does slowly, is replaced.
 */

/**
 * Runs `start`, which brings tfjs's backend up, and catches the memory of the WebAssembly module that it makes:
 * the backend itself does not hand it out.
 */
export async function catchMemory(start: () => Promise<unknown>): Promise<WebAssembly.Memory | undefined> {
  const original = WebAssembly.instantiate;
  let memory: WebAssembly.Memory | undefined;
  const spy = async (...parameters: Parameters<typeof original>) => {
    const made = (await original(...parameters)) as { instance?: WebAssembly.Instance; exports?: WebAssembly.Exports };
    memory ??= Object.values(made.instance?.exports ?? made.exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
    return made;
  };
  WebAssembly.instantiate = spy as typeof original;
  try {
    await start();
  } finally {
    WebAssembly.instantiate = original;
  }
  return memory;
}

/** Registers the kernels of `binary` (the compiled `assembly/`) on the backend that owns `memory`. */
export async function installKernels(backend: BackendWasm, memory: WebAssembly.Memory, binary: Uint8Array): Promise<KernelHost> {
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  const host = makeKernelHost(backend, instance.exports as unknown as Kernels);
  for (const install of [installProducts, installConvolutions, installPooling, installReductions, installRandom]) install(host);
  installUnary(host, memory);
  return host;
}
