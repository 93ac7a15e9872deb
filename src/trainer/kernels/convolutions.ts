import { backend_util } from '@tensorflow/tfjs-core';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { output, type KernelHost } from './kernelHost';
import { dilated, image, steps, type Shape4, type WindowAttributes } from './windows';

/** Convolutions and their gradients. */
export function installConvolutions({ kernels, address, workspace, replace }: KernelHost): void {
  const convolution = (attributes: WindowAttributes, input: Shape4, filter: Shape4, depthwise = false) =>
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
  const lastChannels = ({ dataFormat }: WindowAttributes) => {
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
      const attributes = call.attrs as unknown as WindowAttributes & { activation?: string };
      const { activation } = attributes;
      lastChannels(attributes);
      const relu = activation === 'relu';
      if (preluActivationWeights || !(relu || !activation || activation === 'linear')) return original!(call);
      const w = convolution(attributes, x.shape as Shape4, filter.shape as Shape4);
      const out = output(call.backend, w.outShape);
      const scratch = workspace(kernels.convolutionWork(...image(w), ...dilated(w), w.outChannels, ...steps(w)));
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
  replace('DepthwiseConv2dNative', () => ({ inputs, attrs, backend }) => {
    const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
    const w = convolution(attrs as unknown as WindowAttributes, x.shape as Shape4, filter.shape as Shape4, true);
    const out = output(backend, w.outShape);
    kernels.depthwise(...image(w), w.outChannels / w.inChannels, ...dilated(w), ...steps(w), address(x), address(filter), address(out));
    return out;
  });
  replace('Conv2DBackpropFilter', () => ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const attributes = attrs as unknown as WindowAttributes;
    lastChannels(attributes);
    const w = convolution(attributes, x.shape as Shape4, attributes.filterShape);
    const out = output(backend, w.filterShape);
    const scratch = workspace(kernels.convolutionWork(...image(w), ...dilated(w), w.outChannels, ...steps(w)));
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
  replace('Conv2DBackpropInput', () => ({ inputs, attrs, backend }) => {
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const attributes = attrs as unknown as WindowAttributes;
    lastChannels(attributes);
    const w = convolution(attributes, attributes.inputShape, filter.shape as Shape4);
    const out = output(backend, w.inShape);
    const scratch = workspace(kernels.convolutionWork(...image(w), ...dilated(w), w.outChannels, ...steps(w)));
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
    ({ inputs, attrs, backend }) => {
      const { x, dy, filter } = inputs as { x?: TensorInfo; dy: TensorInfo; filter?: TensorInfo };
      const attributes = attrs as unknown as WindowAttributes;
      const w = convolution(
        attributes,
        (x?.shape ?? attributes.inputShape) as Shape4,
        (filter?.shape ?? attributes.filterShape) as Shape4,
        true,
      );
      const out = output(backend, wanted === 'filter' ? w.filterShape : w.inShape);
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
}
