/** What an ONNX file holds, as far as Layerwise writes and reads it (`onnx.proto` of ONNX 1.12 and later). */
export interface OnnxModel {
  /** Version of the operators of the standard domain. */
  readonly opset: number;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  /** In an order in which inputs come first. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** One operation. An input that is left out is an empty name. */
export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  /** Absent: the standard domain. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: { readonly [name: string]: OnnxAttribute };
}

export type OnnxAttribute =
  | { readonly float: number }
  | { readonly int: number }
  | { readonly string: string }
  | { readonly tensor: OnnxTensor }
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }
  | { readonly strings: readonly string[] }
  /** Kinds that no layer has: a graph within a graph, a sparse tensor. */
  | { readonly other: true };

/** ONNX's numbers of element types. */
export const ONNX_TYPES = { float: 1, int32: 6, int64: 7 } as const;

/** A constant. */
export interface OnnxTensor {
  readonly name: string;
  /** The number of its element type. */
  readonly type: number;
  readonly shape: readonly number[];
  /** float32, or whole numbers. */
  readonly values: Float32Array | readonly number[];
}

/** What goes into the graph or comes out of it. A size that is a text is not fixed. */
export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}
