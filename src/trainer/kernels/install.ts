import { backend_util, getKernel, registerKernel, unregisterKernel, util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/**
 * Layerwise's own SIMD kernels inside tfjs's WebAssembly backend. They are compiled from `assembly/` and work on the
 * backend's own memory, so that no tensor is copied. Only what training lacks there, or does slowly, is replaced.
 */

/** What `assembly/index.ts` exports; addresses are bytes in the backend's memory, 0 where something is not wanted. */
interface Kernels {
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
}

interface EmscriptenModule {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

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
export async function installKernels(backend: BackendWasm, memory: WebAssembly.Memory, binary: Uint8Array): Promise<void> {
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  const kernels = instance.exports as unknown as Kernels;
  const emscripten = backend.wasm as unknown as EmscriptenModule;
  let work = { address: 0, bytes: 0 };

  const address = (tensor: TensorInfo) => backend.dataIdMap.get(tensor.dataId).memoryOffset;
  /** Scratch memory, kept and grown: 64 bytes are added so that it can be aligned. */
  const workspace = (bytes: number) => {
    if (bytes > work.bytes) {
      if (work.address) emscripten._free(work.address);
      work = { address: emscripten._malloc(bytes + 64), bytes };
      if (!work.address)
        throw new Error(`WebAssembly is out of memory: ${Math.ceil(bytes / 2 ** 20)} MB of scratch space could not be had.`);
    }
    return Math.ceil(work.address / 64) * 64;
  };
  const replace = (name: string, make: (original: KernelFunc | undefined) => KernelFunc) => {
    const original = getKernel(name, 'wasm');
    if (original) unregisterKernel(name, 'wasm');
    registerKernel({
      kernelName: name,
      backendName: 'wasm',
      setupFunc: original?.setupFunc,
      disposeFunc: original?.disposeFunc,
      kernelFunc: make(original?.kernelFunc),
    });
  };

  const product =
    (original: KernelFunc | undefined): KernelFunc =>
    (call) => {
      const { a, b, bias, preluActivationWeights } = call.inputs as Record<string, TensorInfo | undefined> & {
        a: TensorInfo;
        b: TensorInfo;
      };
      const { transposeA, transposeB, activation } = call.attrs as unknown as {
        transposeA: boolean;
        transposeB: boolean;
        activation?: string;
      };
      const relu = activation === 'relu';
      const plain =
        (activation === undefined || activation === null || activation === 'linear' || relu) &&
        !preluActivationWeights &&
        (!bias || bias.shape.length === 1);
      const [ra, rb] = [a.shape.length, b.shape.length];
      const one = (tensor: TensorInfo) => tensor.shape.slice(0, -2).every((size) => size === 1);
      if (
        !plain ||
        a.dtype !== 'float32' ||
        b.dtype !== 'float32' ||
        !one(a) ||
        !one(b) ||
        util.sizeFromShape(a.shape) === 0 ||
        util.sizeFromShape(b.shape) === 0
      ) {
        if (!original) throw new Error('This product of matrices is not known to the WebAssembly backend.');
        return original(call);
      }
      const m = a.shape[transposeA ? ra - 1 : ra - 2]!;
      const k = a.shape[transposeA ? ra - 2 : ra - 1]!;
      const n = b.shape[transposeB ? rb - 2 : rb - 1]!;
      const lead = ra > rb ? a.shape.slice(0, -2) : b.shape.slice(0, -2);
      const out = backend.makeOutput([...lead, m, n], 'float32');
      const scratch = workspace(kernels.matmulWork(m, k));
      kernels.matmul(+transposeA, +transposeB, m, n, k, address(a), address(b), address(out), bias ? address(bias) : 0, +relu, 0, scratch);
      return out;
    };
  replace('BatchMatMul', product);
  replace('_FusedMatMul', product);

  type Window = backend_util.Conv2DInfo;
  const image = (w: Window) => [w.batchSize, w.inHeight, w.inWidth, w.inChannels] as const;
  const dilated = (w: Window) => [w.filterHeight, w.filterWidth, w.outHeight, w.outWidth] as const;
  const steps = (w: Window) => [w.strideHeight, w.strideWidth, w.dilationHeight, w.dilationWidth, w.padInfo.top, w.padInfo.left] as const;
  type ConvolutionAttributes = {
    strides: [number, number] | number;
    dilations?: [number, number] | number;
    pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
    dataFormat?: 'NHWC' | 'NCHW';
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
    filterShape: [number, number, number, number];
    inputShape: [number, number, number, number];
    filterSize: [number, number] | number;
  };
  type Shape4 = [number, number, number, number];
  const convolution = (attributes: ConvolutionAttributes, input: Shape4, filter: Shape4, depthwise = false) =>
    backend_util.computeConv2DInfo(
      input,
      filter,
      attributes.strides,
      attributes.dilations ?? 1,
      attributes.pad,
      attributes.dimRoundingMode,
      depthwise,
      'channelsLast',
    );
  const lastChannels = ({ dataFormat }: ConvolutionAttributes) => {
    if (dataFormat === 'NCHW') throw new Error('Only channels_last is known to the WebAssembly kernels.');
  };

  // tfjs's own forward kernels give zeros where a stride is larger than its window and the padding is 'same'.
  const forward =
    (original: KernelFunc | undefined): KernelFunc =>
    (call) => {
      const { x, filter, bias, preluActivationWeights } = call.inputs as Record<string, TensorInfo | undefined> & {
        x: TensorInfo;
        filter: TensorInfo;
      };
      const attributes = call.attrs as unknown as ConvolutionAttributes & { activation?: string };
      const { activation } = attributes;
      lastChannels(attributes);
      const relu = activation === 'relu';
      if (preluActivationWeights || !(relu || !activation || activation === 'linear')) return original!(call);
      const w = convolution(attributes, x.shape as Shape4, filter.shape as Shape4);
      const out = backend.makeOutput(w.outShape, 'float32');
      const scratch = workspace(kernels.convolutionWork(w.inChannels, w.outChannels, ...dilated(w)));
      kernels.convolution(
        ...image(w),
        ...dilated(w),
        w.outChannels,
        ...steps(w),
        address(x),
        address(filter),
        bias ? address(bias) : 0,
        +relu,
        address(out),
        scratch,
      );
      return out;
    };
  replace('Conv2D', forward);
  replace('FusedConv2D', forward);
  replace('DepthwiseConv2dNative', () => ({ inputs, attrs }) => {
    const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
    const w = convolution(attrs as unknown as ConvolutionAttributes, x.shape as Shape4, filter.shape as Shape4, true);
    const out = backend.makeOutput(w.outShape, 'float32');
    kernels.depthwise(...image(w), w.outChannels / w.inChannels, ...dilated(w), ...steps(w), address(x), address(filter), address(out));
    return out;
  });
  replace('Conv2DBackpropFilter', () => ({ inputs, attrs }) => {
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const attributes = attrs as unknown as ConvolutionAttributes;
    lastChannels(attributes);
    const w = convolution(attributes, x.shape as Shape4, attributes.filterShape);
    const out = backend.makeOutput(w.filterShape, 'float32');
    const scratch = workspace(kernels.convolutionWork(w.inChannels, w.outChannels, ...dilated(w)));
    kernels.convolutionFilterGradient(
      ...image(w),
      ...dilated(w),
      w.outChannels,
      ...steps(w),
      address(x),
      address(dy),
      address(out),
      scratch,
    );
    return out;
  });
  replace('Conv2DBackpropInput', () => ({ inputs, attrs }) => {
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const attributes = attrs as unknown as ConvolutionAttributes;
    lastChannels(attributes);
    const w = convolution(attributes, attributes.inputShape, filter.shape as Shape4);
    const out = backend.makeOutput(w.inShape, 'float32');
    const scratch = workspace(kernels.convolutionWork(w.inChannels, w.outChannels, ...dilated(w)));
    kernels.convolutionInputGradient(
      ...image(w),
      ...dilated(w),
      w.outChannels,
      ...steps(w),
      address(dy),
      address(filter),
      address(out),
      scratch,
    );
    return out;
  });
  const depthwise =
    (wanted: 'filter' | 'input'): KernelFunc =>
    ({ inputs, attrs }) => {
      const { x, dy, filter } = inputs as { x?: TensorInfo; dy: TensorInfo; filter?: TensorInfo };
      const attributes = attrs as unknown as ConvolutionAttributes;
      const w = convolution(
        attributes,
        (x?.shape ?? attributes.inputShape) as Shape4,
        (filter?.shape ?? attributes.filterShape) as Shape4,
        true,
      );
      const out = backend.makeOutput(wanted === 'filter' ? w.filterShape : w.inShape, 'float32');
      const [dFilter, dInput] = wanted === 'filter' ? [address(out), 0] : [0, address(out)];
      const multiplier = w.outChannels / w.inChannels;
      kernels.depthwiseGradients(
        ...image(w),
        multiplier,
        ...dilated(w),
        ...steps(w),
        x ? address(x) : 0,
        address(dy),
        filter ? address(filter) : 0,
        dFilter,
        dInput,
      );
      return out;
    };
  replace('DepthwiseConv2dNativeBackpropFilter', () => depthwise('filter'));
  replace('DepthwiseConv2dNativeBackpropInput', () => depthwise('input'));

  const pooling = (attributes: ConvolutionAttributes, input: Shape4) =>
    backend_util.computePool2DInfo(input, attributes.filterSize, attributes.strides, 1, attributes.pad, attributes.dimRoundingMode);
  const pool =
    (average: boolean): KernelFunc =>
    ({ inputs, attrs }) => {
      const { x } = inputs as { x: TensorInfo };
      const w = pooling(attrs as unknown as ConvolutionAttributes, x.shape as Shape4);
      const out = backend.makeOutput(w.outShape, 'float32');
      kernels.pool(+average, ...image(w), ...dilated(w), ...steps(w), address(x), address(out));
      return out;
    };
  replace('MaxPool', () => pool(false));
  replace('AvgPool', () => pool(true));
  replace('MaxPoolGrad', () => ({ inputs, attrs }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const w = pooling(attrs as unknown as ConvolutionAttributes, input.shape as Shape4);
    const out = backend.makeOutput(input.shape, 'float32');
    kernels.maxPoolGradient(...image(w), ...dilated(w), ...steps(w), address(input), address(dy), address(out));
    return out;
  });
  replace('AvgPoolGrad', () => ({ inputs, attrs }) => {
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const w = pooling(attrs as unknown as ConvolutionAttributes, input.shape as Shape4);
    const out = backend.makeOutput(input.shape, 'float32');
    const size = w.padInfo;
    kernels.averagePoolGradient(...image(w), ...dilated(w), w.strideHeight, w.strideWidth, size.top, size.left, address(dy), address(out));
    return out;
  });
}
