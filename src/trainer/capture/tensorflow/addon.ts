import * as tf from '@tensorflow/tfjs-core';
import type { DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor of TensorFlow's that the addon keeps under a number. */
export interface Handle {
  readonly id: number;
  readonly shape: number[];
  /** The number of its element type. */
  readonly dtype: number;
}

type Values = Float32Array | Int32Array | Uint8Array;

/** An attribute as kernels of tfjs-node give it. */
export interface AddonAttribute {
  readonly name: string;
  /** Which kind: one of the addon's `TF_ATTR_…`. */
  readonly type: number;
  readonly value: unknown;
}

/** What is used of tfjs-node's addon. */
export interface Addon {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  executeOp(op: string, attributes: readonly AddonAttribute[], inputs: readonly number[], outputs: number): Handle[];
  /** The tensor lies in the memory of `values` as long as it lives. */
  createTensor(shape: readonly number[], type: number, values: Values): number;
  deleteTensor(id: number): void;
  /** A copy. */
  tensorDataSync(id: number): Values;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  /** `feeds` and `fetches`: names of outputs, with commas between them. */
  runSavedModel(id: number, inputs: readonly number[], feeds: string, fetches: string): Handle[];
  getNumOfTensors(): number;
}

/** What is used of tfjs-node's backend. */
export interface TensorflowBackend {
  binding: Addon;
  readonly isUsingGpuDevice: boolean;
  getDTypeInteger(type: DataType): number;
  /** The numbers of tensors; values that still wait in JavaScript are handed over first. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  /** A tensor of tfjs that owns the handle. */
  createOutputTensor(handle: Handle): Tensor;
}

/** The backend, where it is the one that computes. */
export function tensorflowBackend(): TensorflowBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as TensorflowBackend) : undefined;
}

/** The number of a tensor. */
export const idOf = (backend: TensorflowBackend, tensor: TensorInfo): number => backend.getInputTensorIds([tensor])[0]!;
