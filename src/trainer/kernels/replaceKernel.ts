import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelFunc } from '@tensorflow/tfjs-core';

/** Puts a kernel of ours in the place of the backend's own, which it is given. */
export function replaceKernel(name: string, make: (original: KernelFunc | undefined) => KernelFunc): void {
  const original = getKernel(name, 'wasm');
  if (original) unregisterKernel(name, 'wasm');
  registerKernel({
    kernelName: name,
    backendName: 'wasm',
    setupFunc: original?.setupFunc,
    disposeFunc: original?.disposeFunc,
    kernelFunc: make(original?.kernelFunc),
  });
}
