import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { installUnary } from '../plan/unaryKernels';
import { ownKernels } from './own';
import { placed } from './ownKernel';
import { hasRelaxedSimd } from './relaxedSimd';
import { replaceKernel } from './replaceKernel';
import { withSharedMemory } from './sharedMemory';

/**
 * Layerwise's own SIMD kernels inside tfjs's WebAssembly backend. They are compiled from `assembly/` and work on the
 * backend's own memory, so that no tensor is copied. Only what training lacks there, or does slowly, is replaced.
 */

/** Kernels that give a list, be it of one. */
const SEVERAL: ReadonlySet<string> = new Set(['SplitV', 'Unpack']);

/** What `assembly/index.ts` exports. */
type KernelFunctions = { readonly [name: string]: (...args: number[]) => void };

interface EmscriptenModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/**
 * Runs `start`, which brings tfjs's backend up, and catches the memory of the WebAssembly module that it makes: the
 * backend itself does not hand it out. The memory is made one that threads can share.
 */
export async function catchMemory(start: () => Promise<unknown>): Promise<WebAssembly.Memory | undefined> {
  const original = WebAssembly.instantiate;
  let memory: WebAssembly.Memory | undefined;
  const spy = async (binary: Uint8Array, imports?: Parameters<typeof original>[1]) => {
    const made = (await original(withSharedMemory(new Uint8Array(binary)), imports)) as {
      instance?: WebAssembly.Instance;
      exports?: WebAssembly.Exports;
    };
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

/**
 * Registers the kernels of `module` (the compiled `assembly/`) on the backend that owns `memory`. `relaxed`: whether those that are
 * written at run time use relaxed SIMD.
 */
export function installKernels(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  module: WebAssembly.Module,
  relaxed = hasRelaxedSimd(),
): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = exports as KernelFunctions;
  const workspace = makeWorkspace(backend);
  const address = ({ dataId }: TensorInfo) => (backend.dataIdMap.get(dataId) as { memoryOffset: number }).memoryOffset;
  for (const [name, own] of Object.entries(ownKernels))
    replaceKernel(name, (original) => (call) => {
      const kernel = own(call.inputs, call.attrs ?? {});
      if (!kernel) {
        if (!original) throw new Error(`${name} of such tensors is not known to the WebAssembly backend.`);
        return original(call);
      }
      // From the backend that the kernel was called with: it may note or plan what is made.
      const outs = kernel.shapes.map((shape) => (call.backend as BackendWasm).makeOutput([...shape], 'float32'));
      const work = workspace(kernel.work);
      for (const { name: run, args } of kernel.calls(address, outs.map(address), 1))
        functions[run]!(...args.map((each) => placed(each, work)));
      return outs.length === 1 && !SEVERAL.has(name) ? outs[0]! : outs;
    });
  installUnary(address, memory, relaxed);
}

/** Scratch memory of so many bytes, kept and grown; the next kernel uses it again. 64 bytes more, so that it can be aligned. */
function makeWorkspace(backend: BackendWasm): (bytes: number) => number {
  const emscripten = backend.wasm as unknown as EmscriptenModule;
  let work = { address: 0, bytes: 0 };
  return (bytes) => {
    if (bytes > work.bytes) {
      if (work.address) emscripten._free(work.address);
      work = { address: emscripten._malloc(bytes + 64) >>> 0, bytes };
      if (!work.address)
        throw new Error(`WebAssembly is out of memory: ${Math.ceil(bytes / 2 ** 20)} MB of scratch space could not be had.`);
    }
    return Math.ceil(work.address / 64) * 64;
  };
}
