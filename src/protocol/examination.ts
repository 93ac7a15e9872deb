import type { RuntimeName } from '../core/training/events';

/** A runtime as `layerwise doctor` and the editor's "Check Runtimes" show it. */
export interface RuntimeProbe {
  readonly name: RuntimeName;
  readonly available: boolean;
  /** Why it is not available: a sentence or several. */
  readonly reason?: string;
  /** What to do about that. */
  readonly next?: string;
  /** For people: `TensorFlow 2.21.0 (CPU)`. */
  readonly label?: string;
  readonly version?: string;
  /** `CPU`, or the GPU's name. */
  readonly device?: string;
  /** Where it comes from: `Python's TensorFlow 2.21.0 in /home/a/.venv/…`. */
  readonly source?: string;
  /** What was looked at and not taken. */
  readonly rejected?: readonly { readonly what: string; readonly reason: string }[];
  /** Only where there is a device of NVIDIA's. */
  readonly gpu?: GpuProbe;
}

/** An NVIDIA device, and what TensorFlow needs to compute on it. */
export interface GpuProbe {
  readonly device?: string;
  /** Bytes. */
  readonly memory?: number;
  /** Version of the driver; absent: none is loaded. */
  readonly driver?: string;
  /** Every library that TensorFlow opens; `found`: its file, absent where it is missing. None where it has no use for any. */
  readonly libraries: readonly { readonly name: string; readonly found?: string }[];
  /** Why TensorFlow does not compute on it. */
  readonly reason?: string;
}

/** What training can use on a machine. */
export interface Examination {
  /** Layerwise's version. */
  readonly layerwise: string;
  /** Version of the Node that trains. */
  readonly node: string;
  /** `linux x64` */
  readonly platform: string;
  readonly cpus: number;
  /** Bytes. */
  readonly memory: number;
  /** The fastest first. */
  readonly runtimes: readonly RuntimeProbe[];
}
