import type { Shape } from '../../core/diagnostics';
import type { DataProgress } from '../../core/training/events';
import type { Moments } from './scale';

/**
 * Some samples with their targets. They stay in memory in the type that their file has (60,000 MNIST images are 47 MB,
 * as float32 they would be 188) and become float32 a batch at a time.
 */
export interface DataPart {
  readonly count: number;
  /**
   * Writes the samples `indices` (0 to `count` - 1, in any order) one after another into the beginning of `out`, scaled and
   * standardized: those of the model's Input layer number `input` (default 0). `out` holds at least `indices.length` × the
   * product of its shape.
   */
  readInputs(indices: ArrayLike<number>, out: Float32Array, input?: number): void;
  /** The same for the targets of an output: class ids or values as they are in the file. */
  readTargets(indices: ArrayLike<number>, out: Float32Array | Int32Array, output?: number): void;
  /** How much each sample counts in a loss: the column `column` of `LoadedData.weights`. */
  readWeights?(indices: ArrayLike<number>, out: Float32Array, column: number): void;
  /** For each input the samples as they lie in memory, where they are bytes: for whoever reads them in another way than `readInputs`. */
  readonly bytes?: readonly (ByteInputs | undefined)[];
}

/** Samples whose values are bytes, each of which stands for a number. */
export interface ByteInputs {
  readonly values: Uint8Array;
  /** The part's first sample, counted in samples. */
  readonly first: number;
  /** What each byte stands for, scaled. */
  readonly table: Float32Array;
}

/** The targets of one of the model's outputs. */
export interface TargetColumn {
  /** `classes`: whole numbers that name a class (give `int32` to the loss). `values`: numbers. */
  readonly kind: 'classes' | 'values';
  /** Of one target; `[]`: one number, as class ids are. */
  readonly shape: readonly number[];
  /** How many classes there are: the largest id and one more. Only for `classes`. */
  readonly classes?: number;
  /** Which column of weights says how much a sample counts; absent: all count alike. */
  readonly weights?: number;
}

/** The data of a run. Every sample is finite, has the model's input shapes and targets that the losses can take. */
export interface LoadedData {
  /** For people and for `data` events: `mnist`, or the name of the file of inputs. */
  readonly name: string;
  /** Shape of one sample for each Input layer, every dimension known: the model's own where that is fixed. */
  readonly sampleShapes: readonly (readonly number[])[];
  /** For each output of the model. */
  readonly targets: readonly TargetColumn[];
  /** How many columns of weights there are; absent: none. A part without `readWeights` has 1 in all of them. */
  readonly weights?: number;
  /** Of the training part, by which inputs are standardized, for each Input layer; absent: they are not. */
  readonly moments?: readonly (Moments | undefined)[];
  /** What is left after the validation part has been taken away. */
  readonly training: DataPart;
  /** Absent: the design asks for none. */
  readonly validation?: DataPart;
  /** The data set's own test part, read when asked for; `undefined` where there is none. */
  test(): Promise<DataPart | undefined>;
}

/** What loading needs to know besides the design's `data` section. */
export interface DataContext {
  /** Absolute path of the design's folder: relative file names start there. */
  readonly folder: string;
  /** The model's Input layers. `shape`: of one sample, as the layer says it. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** Its outputs. `loss`: Keras's name (`sparse_categorical_crossentropy`), which says which targets fit. */
  readonly outputs: readonly { readonly name: string; readonly shape: Shape; readonly loss: string }[];
  /** At most this many training samples, the first ones, and as large a share of the validation and test samples. */
  readonly limit?: number;
  /** Where downloaded data sets are kept; default: Keras's own folder, `~/.keras/datasets`. */
  readonly cache?: string;
  /** Ends a download; `loadData` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told as it happens: downloading with bytes, reading, ready. */
  readonly progress?: (progress: DataProgress) => void;
}
