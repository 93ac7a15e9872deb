import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { getKernelsForBackend, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';
import type { KernelConfig, KernelFunc, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { NotCapturable } from '../capture/notCapturable';
import { type Operation, type Recording, type Slots, type Use, type Value } from './recording';

type DataId = TensorInfo['dataId'];
type Inputs = Parameters<KernelFunc>[0]['inputs'];

/** Give the same values whatever they are given. */
const CONSTANT_KERNELS: ReadonlySet<string> = new Set(['Fill', 'ZerosLike', 'OnesLike', 'Range', 'LinSpace']);
/** Give outputs whose shape follows from the values. */
const REFUSED: ReadonlySet<string> = new Set([
  'Where',
  'Unique',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'Multinomial',
]);

/**
 * Runs `compute` on the WebAssembly backend and records the kernels that it calls.
 *
 * @param feeds what differs from call to call; @param state variables that the call may change
 */
export function record(
  backend: BackendWasm,
  compute: () => readonly Tensor[],
  feeds: readonly Tensor[],
  state: readonly Tensor[],
): Recording {
  const tape = new Tape(backend, feeds, state);
  const kernels = getKernelsForBackend('wasm');
  replaceAll(kernels, (kernel) => ({ ...kernel, kernelFunc: tape.watched(kernel) }));
  try {
    const outputs = compute().map(({ dataId }) => tape.valueOf(dataId));
    const after = state.map(({ dataId }) => tape.valueOf(dataId));
    return { values: tape.values, operations: tape.operations, outputs, after };
  } finally {
    replaceAll(kernels, (kernel) => kernel);
  }
}

function replaceAll(kernels: readonly KernelConfig[], make: (kernel: KernelConfig) => KernelConfig): void {
  for (const kernel of kernels) {
    unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(make(kernel));
  }
}

class Tape {
  readonly values: Value[] = [];
  readonly operations: Operation[] = [];
  private readonly numbers = new Map<DataId, number>();
  private depth = 0;

  constructor(
    private readonly backend: BackendWasm,
    feeds: readonly Tensor[],
    state: readonly Tensor[],
  ) {
    const add = (kind: 'feed' | 'state') => (tensor: Tensor, index: number) => this.add(tensor, { kind, index });
    feeds.forEach(add('feed'));
    state.forEach(add('state'));
  }

  /** The kernel, told of on the tape. */
  watched({ kernelName, kernelFunc }: KernelConfig): KernelFunc {
    return (call) => {
      // What a kernel asks of other kernels is its own affair.
      if (this.depth > 0) return kernelFunc(call);
      if (REFUSED.has(kernelName)) throw new NotCapturable(`The shape of what ${kernelName} gives follows from the values.`);
      this.depth++;
      try {
        const [slots, tensors] = flatten(call.inputs);
        const inputs = tensors.map((tensor) => this.use(tensor));
        const made: DataId[] = [];
        const result = kernelFunc({ ...call, backend: spy(this.backend, made) });
        this.note({ kernel: kernelName, attributes: call.attrs, slots, inputs }, Array.isArray(result) ? result : [result], made);
        return result;
      } finally {
        this.depth--;
      }
    };
  }

  /** The value that a tensor has; one that was not made by a recorded kernel is a constant. */
  valueOf(dataId: DataId): number {
    const known = this.numbers.get(dataId);
    if (known !== undefined) return known;
    const { shape, dtype } = this.backend.dataIdMap.get(dataId) as { shape: number[]; dtype: TensorInfo['dtype'] };
    return this.constant({ dataId, shape, dtype });
  }

  private note(call: Omit<Operation, 'outputs' | 'made'>, outputs: readonly TensorInfo[], made: readonly DataId[]): void {
    // A reshaped tensor has the data of the one that it was made from, and a copy has the same value.
    if (outputs.every(({ dataId }) => this.numbers.has(dataId))) return;
    if (call.kernel === 'Identity' || (call.kernel === 'Cast' && outputs[0]!.dtype === call.inputs[0]!.dtype)) {
      this.numbers.set(outputs[0]!.dataId, call.inputs[0]!.value);
      return;
    }
    if (CONSTANT_KERNELS.has(call.kernel) || call.inputs.every(({ value }) => this.values[value]!.kind === 'constant')) {
      outputs.forEach((output) => this.constant(output));
      return;
    }
    const places = outputs.map(({ dataId }) => made.indexOf(dataId));
    if (places.includes(-1)) throw new NotCapturable(`It is not known where ${call.kernel} puts what it gives.`);
    outputs.forEach((output) => this.add(output, { kind: 'made', index: this.operations.length }));
    this.operations.push({ ...call, outputs: outputs.map((output) => this.use(output)), made: places });
  }

  private use({ dataId, shape, dtype }: TensorInfo): Use {
    return { value: this.valueOf(dataId), shape: [...shape], dtype };
  }

  private constant(tensor: TensorInfo): number {
    const values = this.backend.readSync(tensor.dataId) as Float32Array | Int32Array | Uint8Array;
    return this.add(tensor, { kind: 'constant', index: 0, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) });
  }

  private add({ dataId, shape, dtype }: TensorInfo, rest: Pick<Value, 'kind' | 'index' | 'bytes'>): number {
    const number = this.values.push({ ...rest, dtype, size: util.sizeFromShape(shape) }) - 1;
    this.numbers.set(dataId, number);
    return number;
  }
}

/** The backend, with every tensor that it makes noted in `made`. */
function spy(backend: BackendWasm, made: DataId[]): BackendWasm {
  const note = (dataId: DataId) => {
    made.push(dataId);
    return dataId;
  };
  return Object.assign(Object.create(backend) as BackendWasm, {
    makeOutput: (...parameters: Parameters<BackendWasm['makeOutput']>) => {
      const output = backend.makeOutput(...parameters);
      note(output.dataId);
      return output;
    },
    write: (...parameters: Parameters<BackendWasm['write']>) => note(backend.write(...parameters)),
    move: (...parameters: Parameters<BackendWasm['move']>) => backend.move(...parameters),
  });
}

function flatten(inputs: Inputs): [Slots, TensorInfo[]] {
  const tensors: TensorInfo[] = [];
  const place = (tensor: TensorInfo) => tensors.push(tensor) - 1;
  const names = Object.entries(inputs as Record<string, TensorInfo | TensorInfo[] | undefined>).flatMap(([name, input]) =>
    input ? [[name, Array.isArray(input) ? input.map(place) : place(input)] as const] : [],
  );
  return [{ array: Array.isArray(inputs), names }, tensors];
}
