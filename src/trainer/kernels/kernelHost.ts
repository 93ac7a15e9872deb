import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

/** What `assembly/index.ts` exports; addresses are bytes in the backend's memory, 0 where something is not wanted. */
export interface Kernels {
  matmul(
    transposeA: number,
    transposeB: number,
    m: number,
    n: number,
    k: number,
    a: number,
    b: number,
    c: number,
    bias: number,
    relu: number,
    accumulate: number,
    work: number,
  ): void;
  matmulWork(m: number, k: number): number;
  convolutionWork(...sizes: number[]): number;
  convolution(...sizesAndAddresses: number[]): void;
  convolutionFilterGradient(...sizesAndAddresses: number[]): void;
  convolutionInputGradient(...sizesAndAddresses: number[]): void;
  depthwise(...sizesAndAddresses: number[]): void;
  depthwiseGradients(...sizesAndAddresses: number[]): void;
  pool(...sizesAndAddresses: number[]): void;
  maxPoolGradient(...sizesAndAddresses: number[]): void;
  averagePoolGradient(...sizesAndAddresses: number[]): void;
  random(normal: number, seed: number, count: number, out: number, work: number): void;
  sumColumns(rows: number, columns: number, x: number, y: number, factor: number): void;
  sumRows(rows: number, columns: number, x: number, y: number, factor: number): void;
}

interface EmscriptenModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** Our kernels with what they need of the backend that owns their memory. */
export interface KernelHost {
  readonly kernels: Kernels;
  /** Where a tensor's values lie, in bytes. */
  readonly address: (tensor: TensorInfo) => number;
  /** Scratch memory of so many bytes, aligned; it is used again by the next kernel. */
  readonly workspace: (bytes: number) => number;
  /** Puts our kernel in the place of the backend's own, which it is given. */
  readonly replace: (name: string, make: (original: KernelFunc | undefined) => KernelFunc) => void;
}

/** A new tensor of float32, from the backend that the kernel was called with: it may plan its memory. */
export const output = (backend: unknown, shape: readonly number[]): TensorInfo =>
  (backend as BackendWasm).makeOutput([...shape], 'float32');

export function makeKernelHost(backend: BackendWasm, kernels: Kernels): KernelHost {
  const emscripten = backend.wasm as unknown as EmscriptenModule;
  let work = { address: 0, bytes: 0 };
  return {
    kernels,
    address: (tensor) => backend.dataIdMap.get(tensor.dataId).memoryOffset,
    // Kept and grown: 64 bytes are added so that it can be aligned.
    workspace: (bytes) => {
      if (bytes > work.bytes) {
        if (work.address) emscripten._free(work.address);
        work = { address: emscripten._malloc(bytes + 64), bytes };
        if (!work.address)
          throw new Error(`WebAssembly is out of memory: ${Math.ceil(bytes / 2 ** 20)} MB of scratch space could not be had.`);
      }
      return Math.ceil(work.address / 64) * 64;
    },
    replace: (name, make) => {
      const original = getKernel(name, 'wasm');
      if (original) unregisterKernel(name, 'wasm');
      registerKernel({
        kernelName: name,
        backendName: 'wasm',
        setupFunc: original?.setupFunc,
        disposeFunc: original?.disposeFunc,
        kernelFunc: make(original?.kernelFunc),
      });
    },
  };
}
