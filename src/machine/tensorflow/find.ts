/** What kind of installation a TensorFlow comes from. */
export type TensorflowSource = 'npm' | 'python';

/** A native TensorFlow that can be loaded. Paths are absolute. */
export interface FoundTensorflow {
  readonly source: TensorflowSource;
  /** Its folder: npm's `tfjs-node`, or Python's `tensorflow` package. */
  readonly folder: string;
  /** TensorFlow's own: `2.21.0`; for npm's it is known once it has been loaded. */
  readonly version?: string;
  /** TensorFlow's libraries in the order in which they are loaded. */
  readonly libraries: readonly string[];
  /** Libraries of the `nvidia-*` wheels, loaded before, each where it can be. */
  readonly nvidia: readonly string[];
  /** TensorFlow's headers, for building the addon. */
  readonly include?: string;
  /** An addon that comes with it (npm's). */
  readonly addon?: string;
  /** Python's interpreter, where it was found by one. */
  readonly python?: string;
}

/** Something that was looked at and not taken. */
export interface Rejected {
  /** What and where: `Python's TensorFlow 2.4.1 in /home/a/.venv`. */
  readonly what: string;
  /** A sentence. */
  readonly reason: string;
}

/** The first TensorFlow that can be used, and all that was looked at before it. */
export interface Search {
  readonly found?: FoundTensorflow;
  readonly rejected: readonly Rejected[];
}
