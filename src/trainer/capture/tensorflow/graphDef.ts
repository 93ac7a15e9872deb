import { PbfWriter } from 'pbf';

/** TensorFlow's numbers of element types (`types.proto`). */
export const TYPES = { float: 1, int32: 3, bool: 10, resource: 20, variant: 21 } as const;

/** What a tensor is: the number of its element type, and its shape; -1 where a size is not known. */
export interface TensorType {
  readonly type: number;
  readonly shape: readonly number[];
}

/** A tensor by its values, little-endian as they lie in memory. */
export interface Constant extends TensorType {
  readonly bytes: Uint8Array;
}

/** The value of an attribute (`attr_value.proto`). */
export type Attribute =
  | { readonly string: string }
  | { readonly int: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly type: number }
  | { readonly shape: readonly number[] }
  | { readonly tensor: Constant }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly bools: readonly boolean[] }
  | { readonly types: readonly number[] }
  | { readonly function: string };

export type Attributes = { readonly [name: string]: Attribute };

/** One operation of a graph (`node_def.proto`). */
export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** `name` or `name:1`, an output of another node; at last `^name`, a node that is to be run before. */
  readonly inputs: readonly string[];
  readonly attributes: Attributes;
}

/** An argument of a function, or what it gives. */
export interface ArgDef {
  readonly name: string;
  readonly type: number;
}

/** A function that nodes of the graph, or of another function, can name (`function.proto`). */
export interface FunctionDef {
  readonly name: string;
  readonly inputs: readonly ArgDef[];
  /** `from`: the value that is given. */
  readonly outputs: readonly (ArgDef & { readonly from: string })[];
  /** An input of these is an argument's name, or `node:output:0`. */
  readonly nodes: readonly NodeDef[];
  readonly attributes: Attributes;
}

/** A graph and its functions (`graph.proto`). */
export interface GraphDef {
  readonly nodes: readonly NodeDef[];
  readonly functions: readonly FunctionDef[];
}

/** The tag that a saved model is loaded by. */
export const TAG = 'serve';
/** The version of graphs that is written (`version.h`): that of TensorFlow 2.9, which later ones read. */
const PRODUCER = 1087;
const CONSUMER = 12;

/** The bytes of a `saved_model.pb` that holds a graph and nothing else. */
export function savedModel(graph: GraphDef): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, 1);
  writer.writeMessage(2, writeMetaGraph, graph);
  return writer.finish();
}

function writeMetaGraph(graph: GraphDef, writer: PbfWriter): void {
  writer.writeMessage(1, (tag, info) => info.writeStringField(4, tag), TAG);
  writer.writeMessage(2, writeGraph, graph);
}

function writeGraph({ nodes, functions }: GraphDef, writer: PbfWriter): void {
  for (const node of nodes) writer.writeMessage(1, writeNode, node);
  writer.writeMessage(2, writeLibrary, functions);
  writer.writeMessage(4, writeVersions, undefined);
}

function writeLibrary(functions: readonly FunctionDef[], writer: PbfWriter): void {
  for (const each of functions) writer.writeMessage(1, writeFunction, each);
}

function writeFunction(definition: FunctionDef, writer: PbfWriter): void {
  writer.writeMessage(1, writeSignature, definition);
  for (const node of definition.nodes) writer.writeMessage(3, writeNode, node);
  for (const { name, from } of definition.outputs) writer.writeMessage(4, writePair, [name, from] as const);
  for (const entry of Object.entries(definition.attributes)) writer.writeMessage(5, writeEntry, entry);
}

function writeSignature({ name, inputs, outputs }: FunctionDef, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  for (const input of inputs) writer.writeMessage(2, writeArgument, input);
  for (const output of outputs) writer.writeMessage(3, writeArgument, output);
}

function writeArgument({ name, type }: ArgDef, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeVarintField(3, type);
}

function writePair([key, value]: readonly [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, key);
  writer.writeStringField(2, value);
}

function writeVersions(_: undefined, writer: PbfWriter): void {
  writer.writeVarintField(1, PRODUCER);
  writer.writeVarintField(2, CONSUMER);
}

function writeNode({ name, op, inputs, attributes }: NodeDef, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeStringField(2, op);
  for (const input of inputs) writer.writeStringField(3, input);
  for (const entry of Object.entries(attributes)) writer.writeMessage(5, writeEntry, entry);
}

function writeEntry([name, attribute]: [string, Attribute], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(2, writeAttribute, attribute);
}

function writeAttribute(attribute: Attribute, writer: PbfWriter): void {
  if ('string' in attribute) writer.writeStringField(2, attribute.string);
  else if ('int' in attribute) writer.writeVarintField(3, attribute.int);
  else if ('float' in attribute) writer.writeFloatField(4, attribute.float);
  else if ('bool' in attribute) writer.writeBooleanField(5, attribute.bool);
  else if ('type' in attribute) writer.writeVarintField(6, attribute.type);
  else if ('shape' in attribute) writer.writeMessage(7, writeShape, attribute.shape);
  else if ('tensor' in attribute) writer.writeMessage(8, writeTensor, attribute.tensor);
  else if ('function' in attribute) writer.writeMessage(10, (name, named) => named.writeStringField(1, name), attribute.function);
  else writer.writeMessage(1, writeList, attribute);
}

type ListAttribute = Extract<Attribute, { ints: unknown } | { floats: unknown } | { bools: unknown } | { types: unknown }>;

function writeList(attribute: ListAttribute, writer: PbfWriter): void {
  if ('ints' in attribute) for (const value of attribute.ints) writer.writeVarintField(3, value);
  else if ('floats' in attribute) for (const value of attribute.floats) writer.writeFloatField(4, value);
  else if ('bools' in attribute) for (const value of attribute.bools) writer.writeBooleanField(5, value);
  else for (const value of attribute.types) writer.writeVarintField(6, value);
}

function writeShape(shape: readonly number[], writer: PbfWriter): void {
  for (const size of shape) writer.writeMessage(2, (value, dimension) => dimension.writeVarintField(1, value), size);
}

function writeTensor({ type, shape, bytes }: Constant, writer: PbfWriter): void {
  writer.writeVarintField(1, type);
  writer.writeMessage(2, writeShape, shape);
  writer.writeBytesField(4, bytes);
}
