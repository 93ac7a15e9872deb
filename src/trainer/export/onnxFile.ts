import { PbfWriter } from 'pbf';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from '../../core/onnx/model';
import { layerwiseVersion } from '../version';

/** The version of the file format: of ONNX 1.12, as the operators are. */
const IR_VERSION = 8;
/** Room for names and attributes, so that the bytes of large weights are seldom moved. */
const NODE_BYTES = 512;

/** The bytes of an ONNX file (`onnx.proto`). */
export function onnxBytes(model: OnnxModel): Uint8Array {
  const { nodes, initializers } = model.graph;
  const size = initializers.reduce((sum, { values }) => sum + values.length * 8, 0) + (nodes.length + initializers.length) * NODE_BYTES;
  const writer = new PbfWriter(new Uint8Array(size));
  writer.writeVarintField(1, IR_VERSION);
  writer.writeStringField(2, 'Layerwise');
  writer.writeStringField(3, layerwiseVersion());
  writer.writeMessage(7, writeGraph, model.graph);
  writer.writeMessage(8, (opset, set) => set.writeVarintField(2, opset), model.opset);
  return writer.finish();
}

function writeGraph({ name, nodes, initializers, inputs, outputs }: OnnxGraph, writer: PbfWriter): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, name);
  for (const tensor of initializers) writer.writeMessage(5, writeTensor, tensor);
  for (const input of inputs) writer.writeMessage(11, writeValue, input);
  for (const output of outputs) writer.writeMessage(12, writeValue, output);
}

function writeNode({ name, op, inputs, outputs, attributes }: OnnxNode, writer: PbfWriter): void {
  for (const input of inputs) writer.writeStringField(1, input);
  for (const output of outputs) writer.writeStringField(2, output);
  writer.writeStringField(3, name);
  writer.writeStringField(4, op);
  for (const entry of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, entry);
}

/** Each with the number of its kind. */
function writeAttribute([name, attribute]: [string, OnnxAttribute], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if ('float' in attribute) {
    writer.writeFloatField(2, attribute.float);
    writer.writeVarintField(20, 1);
  } else if ('int' in attribute) {
    writer.writeVarintField(3, attribute.int);
    writer.writeVarintField(20, 2);
  } else if ('string' in attribute) {
    writer.writeStringField(4, attribute.string);
    writer.writeVarintField(20, 3);
  } else if ('tensor' in attribute) {
    writer.writeMessage(5, writeTensor, attribute.tensor);
    writer.writeVarintField(20, 4);
  } else if ('floats' in attribute) {
    for (const value of attribute.floats) writer.writeFloatField(7, value);
    writer.writeVarintField(20, 6);
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) writer.writeVarintField(8, value);
    writer.writeVarintField(20, 7);
  } else if ('strings' in attribute) {
    for (const value of attribute.strings) writer.writeStringField(9, value);
    writer.writeVarintField(20, 8);
  }
}

function writeTensor({ name, type, shape, values }: OnnxTensor, writer: PbfWriter): void {
  for (const size of shape) writer.writeVarintField(1, size);
  writer.writeVarintField(2, type);
  writer.writeStringField(8, name);
  writer.writeBytesField(9, bytesOf(values));
}

/** As they lie in memory, little-endian. */
function bytesOf(values: OnnxTensor['values']): Uint8Array {
  const array = values instanceof Float32Array ? values : BigInt64Array.from(values, BigInt);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function writeValue({ name, type, shape }: OnnxValue, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, (_, kind) => kind.writeMessage(1, writeTensorType, { type, shape }), undefined);
}

function writeTensorType({ type, shape }: Pick<OnnxValue, 'type' | 'shape'>, writer: PbfWriter): void {
  writer.writeVarintField(1, type);
  writer.writeMessage(2, writeShape, shape);
}

function writeShape(shape: OnnxValue['shape'], writer: PbfWriter): void {
  for (const size of shape)
    writer.writeMessage(
      1,
      (value, dimension) => (typeof value === 'number' ? dimension.writeVarintField(1, value) : dimension.writeStringField(2, value)),
      size,
    );
}
