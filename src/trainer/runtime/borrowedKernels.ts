import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernelsForBackend, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { registerStatelessOnCpu } from '../random/stateless';

/** Kernels that the WebAssembly backend has and computes wrongly (tfjs 4.22; the parity goldens show it). */
const WRONG: readonly string[] = ['Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2'];

/**
 * Gives the WebAssembly backend every kernel that it lacks or computes wrongly and the plain `cpu` backend has (the gradient of Embedding
 * among them): tensors are read from WebAssembly's memory, computed in JavaScript, and written back. Returns their names.
 */
export function borrowKernels(wasm: BackendWasm): readonly string[] {
  registerStatelessOnCpu();
  const cpu = new MathBackendCPU();
  for (const name of WRONG) unregisterKernel(name, 'wasm');
  const present = new Set(getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  const missing = getKernelsForBackend('cpu').filter(({ kernelName }) => !present.has(kernelName));
  for (const kernel of missing) registerKernel(borrowed(kernel, wasm, cpu));
  return missing.map(({ kernelName }) => kernelName);
}

function borrowed({ kernelName, kernelFunc }: KernelConfig, wasm: BackendWasm, cpu: MathBackendCPU): KernelConfig {
  const toCpu = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => ({
    dataId: cpu.write(wasm.readSync(dataId), shape, dtype),
    shape,
    dtype,
  });
  const toWasm =
    (owner: BackendWasm) =>
    ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
      const values = cpu.readSync(dataId) as Float32Array | Int32Array | Uint8Array;
      const result = owner.makeOutput(shape, dtype, undefined, values.subarray(0, util.sizeFromShape(shape)));
      cpu.disposeData(dataId);
      return result;
    };
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const owner = backend as BackendWasm;
      const given: NamedTensorInfoMap = {};
      const copies: TensorInfo[] = [];
      const copy = (tensor: TensorInfo) => {
        const made = toCpu(tensor);
        copies.push(made);
        return made;
      };
      for (const [name, input] of Object.entries(inputs)) {
        const value: unknown = input;
        if (Array.isArray(value)) (given as Record<string, unknown>)[name] = (value as TensorInfo[]).map(copy);
        else if (input) given[name] = copy(input);
      }
      const outputs = kernelFunc({ inputs: given, attrs, backend: cpu });
      const results = Array.isArray(outputs) ? outputs.map(toWasm(owner)) : toWasm(owner)(outputs);
      for (const { dataId } of copies) cpu.disposeData(dataId);
      return results;
    },
  };
}
