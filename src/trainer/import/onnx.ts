import { fromOnnx } from '../../core/onnx/import/fromOnnx';
import type { StoredTensor } from '../../core/onnx/import/storedTensor';
import type { OnnxAttribute, OnnxNode, OnnxValue } from '../../core/onnx/model';
import { Failure } from '../failure';
import type { Importer } from './importer';
import { LONGEST_DESCRIPTION } from './limits';
import { ProtobufFile, WIRE, type WireField } from './protobuf';
import { half } from './storedNumbers';

/** Nodes of a graph; more have no model of today, and would take minutes. */
const MOST_NODES = 100_000;

/** A `.onnx` file: its graph, and where its constants lie. */
export const importOnnx: Importer = (file) => {
  const protobuf = new ProtobufFile(file.handle.fd, file.size, LONGEST_DESCRIPTION);
  const model = readModel(protobuf);
  const { design, weights, unknown, notes } = fromOnnx(model);
  return Promise.resolve({ design, unknown, notes, arrays: weights });
};

function readModel(file: ProtobufFile): Parameters<typeof fromOnnx>[0] {
  let opset = 0;
  let graph: WireField | undefined;
  let version = false;
  for (const field of file.fields()) {
    if (field.number === 1 && field.wire === WIRE.varint) version = true;
    if (field.number === 7 && field.wire === WIRE.bytes) graph = field;
    if (field.number === 8 && field.wire === WIRE.bytes) opset = readOpset(file, field) ?? opset;
  }
  if (!graph || !version || opset === 0)
    throw new Failure('It is no ONNX file.', { reason: 'There is no graph in it, or no version of its operators.', next: 'A model is saved as ONNX by torch.onnx.export, by tf2onnx, or by Layerwise.' }); // prettier-ignore
  return { opset, ...readGraph(file, graph) };
}

/** The version of the standard domain; `undefined` for another one. */
function readOpset(file: ProtobufFile, { start, end }: WireField): number | undefined {
  let [domain, version] = ['', 0];
  for (const field of file.fields(start, end)) {
    if (field.number === 1) domain = file.text(field);
    if (field.number === 2) version = field.value;
  }
  return domain === '' || domain === 'ai.onnx' ? version : undefined;
}

function readGraph(file: ProtobufFile, { start, end }: WireField): Omit<Parameters<typeof fromOnnx>[0], 'opset'> {
  const nodes: OnnxNode[] = [];
  const constants: StoredTensor[] = [];
  const attributeTensors = new Map<OnnxNode, StoredTensor>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  let name = '';
  for (const field of file.fields(start, end)) {
    if (field.number === 1) nodes.push(readNode(file, field, constants, attributeTensors));
    else if (field.number === 2) name = file.text(field);
    else if (field.number === 5) constants.push(readTensor(file, field));
    else if (field.number === 11) inputs.push(readValue(file, field));
    else if (field.number === 12) outputs.push(readValue(file, field));
    if (nodes.length > MOST_NODES || constants.length > MOST_NODES) throw new Failure(`Its graph has more than ${MOST_NODES} nodes.`);
  }
  return { graph: { name, nodes, inputs, outputs }, constants, attributeTensors };
}

function readNode(
  file: ProtobufFile,
  { start, end }: WireField,
  constants: StoredTensor[],
  attributeTensors: Map<OnnxNode, StoredTensor>,
): OnnxNode {
  const node = {
    name: '',
    op: '',
    domain: '',
    inputs: [] as string[],
    outputs: [] as string[],
    attributes: {} as { [name: string]: OnnxAttribute },
  };
  const tensors = new Map<string, StoredTensor>();
  for (const field of file.fields(start, end)) {
    if (field.number === 1) node.inputs.push(file.text(field));
    else if (field.number === 2) node.outputs.push(file.text(field));
    else if (field.number === 3) node.name = file.text(field);
    else if (field.number === 4) node.op = file.text(field);
    else if (field.number === 5) {
      const [name, attribute, tensor] = readAttribute(file, field);
      node.attributes[name] = attribute;
      if (tensor) tensors.set(name, tensor);
    } else if (field.number === 7) node.domain = file.text(field);
  }
  const [tensor] = tensors.values();
  if (node.op === 'Constant') constants.push(constantOf(node, tensors));
  else if (tensor) attributeTensors.set(node, tensor);
  return node;
}

/** The value of a Constant node, by the name of its output. */
function constantOf({ outputs, attributes }: OnnxNode, tensors: ReadonlyMap<string, StoredTensor>): StoredTensor {
  const name = outputs[0] ?? '';
  const tensor = tensors.get('value');
  if (tensor) return { ...tensor, name };
  const list = (values: readonly number[], shape: readonly number[]): StoredTensor => ({
    name,
    shape,
    read: (from, to) => Float32Array.from(values.slice(from, to)),
  });
  for (const attribute of Object.values(attributes)) {
    if ('float' in attribute) return list([attribute.float], []);
    if ('int' in attribute) return list([attribute.int], []);
    if ('floats' in attribute) return list(attribute.floats, [attribute.floats.length]);
    if ('ints' in attribute) return list(attribute.ints, [attribute.ints.length]);
  }
  return list([], [0]);
}

/** The numbers of the kinds of attributes. */
const KINDS = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;

function readAttribute(file: ProtobufFile, { start, end }: WireField): [name: string, attribute: OnnxAttribute, tensor?: StoredTensor] {
  let [name, kind] = ['', 0];
  let tensor: StoredTensor | undefined;
  const found = { float: 0, int: 0, string: '', floats: [] as number[], ints: [] as number[], strings: [] as string[] };
  for (const field of file.fields(start, end)) {
    if (field.number === 1) name = file.text(field);
    else if (field.number === 2) found.float = file.float(field);
    else if (field.number === 3) found.int = field.value;
    else if (field.number === 4) found.string = file.text(field);
    else if (field.number === 5) tensor = readTensor(file, field);
    else if (field.number === 7) push(found.floats, file.floats(field));
    else if (field.number === 8) push(found.ints, file.integers(field));
    else if (field.number === 9) found.strings.push(file.text(field));
    else if (field.number === 20) kind = field.value;
  }
  const named = Object.entries(KINDS).find(([, number]) => number === kind)?.[0] as keyof typeof KINDS | undefined;
  if (named === undefined) return [name, { other: true }, tensor];
  return [name, { [named]: found[named] } as unknown as OnnxAttribute, tensor];
}

function push(list: number[], more: readonly number[]): void {
  for (const value of more) list.push(value);
}

/** How numbers lie in `raw_data`, by the number of their type. */
const RAW: { readonly [type: number]: { readonly size: number; read(bytes: Buffer, at: number): number } | undefined } = {
  1: { size: 4, read: (bytes, at) => bytes.readFloatLE(at) },
  2: { size: 1, read: (bytes, at) => bytes.readUInt8(at) },
  3: { size: 1, read: (bytes, at) => bytes.readInt8(at) },
  6: { size: 4, read: (bytes, at) => bytes.readInt32LE(at) },
  7: { size: 8, read: (bytes, at) => Number(bytes.readBigInt64LE(at)) },
  9: { size: 1, read: (bytes, at) => bytes.readUInt8(at) },
  10: { size: 2, read: (bytes, at) => half(bytes.readUInt16LE(at)) },
  11: { size: 8, read: (bytes, at) => bytes.readDoubleLE(at) },
  16: { size: 2, read: (bytes, at) => Buffer.from([0, 0, bytes[at]!, bytes[at + 1]!]).readFloatLE() },
};
const FLOAT = 1;
const DOUBLE = 11;

function readTensor(file: ProtobufFile, { start, end }: WireField): StoredTensor {
  const shape: number[] = [];
  let [name, type] = ['', 0];
  let raw: WireField | undefined;
  let packed: WireField | undefined;
  const loose: number[] = [];
  for (const field of file.fields(start, end)) {
    const { number, wire } = field;
    if (number === 1) push(shape, file.integers(field));
    else if (number === 2) type = field.value;
    else if (number === 8) name = file.text(field);
    else if (number === 9) raw = field;
    else if (number === 13 || (number === 14 && field.value === 1)) throw elsewhere(name);
    else if ((number === 4 || number === 10) && wire === WIRE.bytes) packed = field;
    else if (number === 4) push(loose, file.floats(field));
    else if (number === 5 || number === 7) push(loose, file.integers(field));
  }
  const count = shape.reduce((all, size) => all * size, 1);
  if (!shape.every((size) => size >= 0) || !Number.isSafeInteger(count)) throw wrongSize(name, shape);
  const place = raw ?? packed;
  const layout = raw ? RAW[type] : type === FLOAT || type === DOUBLE ? RAW[type] : undefined;
  if (!place || loose.length > 0) {
    if (loose.length !== count && RAW[type]) throw wrongSize(name, shape);
    return { name, shape, read: (from, to) => Float32Array.from(type === 10 ? loose.slice(from, to).map(half) : loose.slice(from, to)) };
  }
  if (!layout) return { name, shape, read: () => unreadable(name, type) };
  if (place.end - place.start !== count * layout.size) throw wrongSize(name, shape);
  return {
    name,
    shape,
    read(from, to) {
      const bytes = file.bytes(place.start + from * layout.size, place.start + to * layout.size);
      if (type === FLOAT && bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, to - from);
      return Float32Array.from({ length: to - from }, (_, i) => layout.read(bytes, i * layout.size));
    },
  };
}

const named = (name: string): string => (name === '' ? 'A constant' : `The constant ${name}`);

const wrongSize = (name: string, shape: readonly number[]): Failure =>
  new Failure(`${named(name)} has not as many values as its shape [${shape.join(', ')}] says.`, {
    reason: 'The file is cut off or damaged.',
  });

const elsewhere = (name: string): Failure =>
  new Failure(`${named(name)} lies in another file.`, {
    reason: 'Layerwise reads nothing but the file that it is given.',
    next: 'Save the model as one file: onnx.save(onnx.load("model.onnx"), "one.onnx").',
  });

function unreadable(name: string, type: number): never {
  throw new Failure(`${named(name)} has numbers of a kind that is not read (${type} of ONNX).`, {
    next: 'Save the model with float32 weights.',
  });
}

function readValue(file: ProtobufFile, { start, end }: WireField): OnnxValue {
  let [name, type] = ['', 0];
  const shape: (number | string)[] = [];
  for (const field of file.fields(start, end)) {
    if (field.number === 1) name = file.text(field);
    if (field.number !== 2) continue;
    for (const kind of file.fields(field.start, field.end)) {
      if (kind.number !== 1) continue;
      for (const part of file.fields(kind.start, kind.end)) {
        if (part.number === 1) type = part.value;
        if (part.number === 2)
          for (const size of file.fields(part.start, part.end)) if (size.number === 1) shape.push(readDimension(file, size));
      }
    }
  }
  return { name, type, shape };
}

/** A size, or the name of one that is not fixed. */
function readDimension(file: ProtobufFile, { start, end }: WireField): number | string {
  for (const field of file.fields(start, end)) {
    if (field.number === 1) return field.value;
    if (field.number === 2) return file.text(field);
  }
  return '?';
}
