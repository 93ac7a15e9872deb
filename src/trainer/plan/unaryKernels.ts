import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../kernels/replaceKernel';
import { TRANSCENDENTAL, unary } from './elementwise';
import { FunctionCode, moduleOf } from './wasmCode';

/** y[i] = f(x[i]) for count float32: the parameters are the addresses of x, of its end and of y. */
function writeUnary(kernel: (typeof TRANSCENDENTAL)[number], relaxed: boolean): FunctionCode {
  const [x, end, y] = [0, 1, 2];
  const code = new FunctionCode(3, relaxed);
  const wholeEnd = code.indexLocal();
  const body = (width: 'four' | 'one') => {
    const value = code.vectorLocal();
    code.get(x).load(width, 0).set(value);
    code.get(y);
    unary(kernel).emit(code, [value], {});
    code.store(width, 0);
    const bytes = width === 'four' ? 16 : 4;
    code.advance(x, bytes).advance(y, bytes);
  };
  // What is left of the last vector may not be written.
  code.get(end).get(x).lengthBetween(16).get(x).addUp().set(wholeEnd);
  code.repeatBelow(x, wholeEnd, () => body('four'));
  return code.repeatBelow(x, end, () => body('one'));
}

/** Gives tfjs's WebAssembly backend the functions that plans compute with. */
export function installUnary(address: (tensor: TensorInfo) => number, memory: WebAssembly.Memory, relaxed: boolean): void {
  const binary = moduleOf(TRANSCENDENTAL.map((kernel) => writeUnary(kernel, relaxed)));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  TRANSCENDENTAL.forEach((kernel, i) => {
    const run = exports[String(i)] as (x: number, end: number, y: number) => void;
    replaceKernel(kernel, () => ({ inputs, backend }) => {
      const { x } = inputs as { x: TensorInfo };
      const out = (backend as BackendWasm).makeOutput(x.shape, 'float32');
      const from = address(x);
      run(from, from + util.sizeFromShape(x.shape) * 4, address(out));
      return out;
    });
  });
}
