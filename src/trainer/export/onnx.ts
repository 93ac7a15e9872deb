import { toOnnx } from '../../core/onnx/toOnnx';
import { Failure } from '../failure';
import type { Exporter } from './exporter';
import { onnxBytes } from './onnxFile';

/** Protocol Buffers has no message of 2 GB or more. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;

/** An ONNX file for inference, the weights in it. */
export const exportOnnx: Exporter = ({ analysis, arrays }) => {
  const bytes = arrays.reduce((sum, { values }) => sum + values.byteLength, 0);
  if (bytes > MOST_BYTES)
    throw new Failure(`The weights take ${(bytes / 2 ** 30).toFixed(1)} GB, and an ONNX file holds less than 2.`, {
      next: 'Export to another format: a .keras file holds them.',
    });
  return { content: onnxBytes(toOnnx(analysis, new Map(arrays.map((array) => [array.name, array])))) };
};
