import type { DesignChange } from './changes';
/**
 * What a run tells while it goes on. The trainer emits these, the host passes them on, the run folder keeps them
 * (`metrics.jsonl`) and the terminal prints them with `--json`. Times are seconds, rates are per second.
 */

export type RuntimeName = 'tensorflow' | 'wasm' | 'cpu';

/** Which runtime a run uses, why, and what was tried before it. */
export interface RuntimeReport {
  readonly name: RuntimeName;
  /** For people: `WebAssembly (SIMD)`, `TensorFlow 2.21`. */
  readonly label: string;
  readonly version: string;
  /** `CPU`, or the GPU's name. */
  readonly device: string;
  readonly why: string;
  readonly tried: readonly { readonly name: RuntimeName; readonly reason: string }[];
  /** Where several were at hand and the runtime was `auto`: what a step of this model took on each, the fastest first. */
  readonly measured?: readonly { readonly name: RuntimeName; readonly stepMilliseconds: number }[];
}

export interface Started {
  readonly type: 'started';
  /** The run's id, the name of its folder. */
  readonly run: string;
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  /** ISO 8601. */
  readonly time: string;
  readonly runtime: RuntimeReport;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  readonly samples: number;
  readonly validationSamples: number;
  readonly parameters: number;
  /** Keras's keys without `val_`: `loss` first, then the metrics. */
  readonly metrics: readonly string[];
  /** Names of the layers that `health` events speak of, in model order. */
  readonly layers: readonly string[];
  /** Where the run goes on after it was cut off or stopped: so many steps are taken already. Absent: it begins. */
  readonly from?: {
    readonly epoch: number;
    readonly step: number;
    /** Those of the epochs before; absent: all had the same number. */
    readonly ended?: number;
  };
}

/** Several steps at once, one column a quantity; the i-th values belong to step `firstStep + i`. */
export interface StepsEnded {
  readonly type: 'steps';
  /** From 1. */
  readonly epoch: number;
  /** Steps count from 1 over the whole run. */
  readonly firstStep: number;
  /** Of the batch itself (not a running mean), by Keras's key. */
  readonly values: { readonly [metric: string]: readonly number[] };
  readonly learningRate: readonly number[];
  readonly samplesPerSecond: number;
}

export interface EpochEnded {
  readonly type: 'epoch';
  readonly epoch: number;
  /** The last step of it, counted over the run. */
  readonly step: number;
  /** Keras's logs: `loss`, `accuracy`, `val_loss` …; a value that is not finite is written as a string in JSON (`"NaN"`). */
  readonly logs: { readonly [key: string]: number };
  readonly learningRate: number;
  /** Of the whole epoch, validation included. */
  readonly seconds: number;
  /** Of the training part. */
  readonly samplesPerSecond: number;
  /** True where this epoch has the best `val_loss` (else `loss`) so far. */
  readonly best: boolean;
}

/** How the layers do, at one step. */
export interface Health {
  readonly type: 'health';
  readonly step: number;
  readonly layers: readonly {
    readonly name: string;
    /** L2 norm of the gradient of its kernel-like weights. */
    readonly gradientNorm?: number;
    /** Norm of the update over norm of the weights. */
    readonly updateRatio?: number;
    /** Share of units that gave zero for every sample of the batch; only where the activation can die. */
    readonly dead?: number;
  }[];
}

export interface DataProgress {
  readonly type: 'data';
  readonly dataset: string;
  readonly phase: 'downloading' | 'reading' | 'ready';
  readonly received?: number;
  /** Bytes; absent where the server does not say. */
  readonly total?: number;
}

/** Each of these is about to take some steps of the model: the faster one trains. Their labels, with the device. */
export interface RuntimeTrial {
  readonly type: 'trial';
  readonly runtimes: readonly string[];
}

export interface CheckpointSaved {
  readonly type: 'checkpoint';
  /** `epoch`: of an epoch that the design wants kept. */
  readonly kind: 'best' | 'last' | 'epoch';
  readonly epoch: number;
  readonly step: number;
  /** Below the run's folder. */
  readonly file: string;
}

/** What became of a layer of a model that begins with the weights of another. `new`: as its initializers say. */
export interface LayerReuse {
  readonly name: string;
  readonly outcome: 'kept' | 'resized' | 'new' | 'refused';
  /** Of the weights whose sizes differ; `before` is absent where there is no such weight. */
  readonly shapes?: readonly { readonly weight: string; readonly before?: readonly number[]; readonly now: readonly number[] }[];
}

/** The model begins with weights of another run or file; told before the first step. */
export interface WeightsReused {
  readonly type: 'weights';
  /** Absolute path of the file. */
  readonly from: string;
  /** Of the run that it is from, where that is known. */
  readonly epoch?: number;
  readonly layers: readonly LayerReuse[];
}

/** A part of training with an optimizer of its own begins; told where a design has phases. */
export interface PhaseStarted {
  readonly type: 'phase';
  /** From 1, and how many there are. */
  readonly phase: number;
  readonly phases: number;
  /** The first one of it. */
  readonly epoch: number;
  /** Steps taken before. */
  readonly step: number;
  /** Names of the layers that do not learn in it. */
  readonly frozen: readonly string[];
  readonly optimizer: string;
  /** Of its first step. */
  readonly learningRate: number;
  /** Parameters that learn, and those that do not. */
  readonly trainable: number;
  readonly nonTrainable: number;
  /** See `Started`. */
  readonly layers: readonly string[];
}

/** While it waited, the run has taken up changes of its design; the steps from here on are with them. */
export interface DesignChanged {
  readonly type: 'changed';
  readonly epoch: number;
  /** Steps taken before. */
  readonly step: number;
  readonly changes: readonly DesignChange[];
  /** As they are now. */
  readonly batchSize: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** The step with which the epoch under way will end. */
  readonly epochEnd: number;
  /** See `PhaseStarted`; absent in runs of earlier versions. */
  readonly frozen?: readonly string[];
  readonly trainable?: number;
  readonly nonTrainable?: number;
  /** See `Started`. */
  readonly layers: readonly string[];
}

export interface Paused {
  readonly type: 'paused';
  readonly step: number;
}
export interface Resumed {
  readonly type: 'resumed';
  readonly step: number;
}
export interface Note {
  readonly type: 'note';
  readonly severity: 'info' | 'warning';
  readonly message: string;
  /** What it tells can be seen in the curves too, so a page that draws them need not tell it twice. */
  readonly about?: 'loss.not-finite';
}

interface Ended {
  readonly run: string;
  readonly folder: string;
  readonly runtime: RuntimeReport;
  /** A value an epoch, Keras's keys. */
  readonly history: { readonly [key: string]: readonly number[] };
  /** Over the training steps of the whole run. */
  readonly samplesPerSecond: number;
  readonly seconds: number;
  readonly epochs: number;
  /** SHA-256 of all weights as they are now: their float32 bytes, in the order of the files in `checkpoints`. */
  readonly weightsSha256?: string;
}
export interface Finished extends Ended {
  readonly type: 'finished';
}
/** A person stopped it; what was learned so far is saved. */
export interface Stopped extends Ended {
  readonly type: 'stopped';
}
/** Cause and next step, in words; never a stack. */
export interface Failed {
  readonly type: 'failed';
  readonly message: string;
  readonly cause?: string;
  readonly next?: string;
  /** The runtime that it is the fault of, where it is one's: the same run may do on another. */
  readonly runtime?: RuntimeName;
}

export type RunEvent =
  | Started
  | StepsEnded
  | EpochEnded
  | Health
  | DataProgress
  | RuntimeTrial
  | CheckpointSaved
  | PhaseStarted
  | DesignChanged
  | WeightsReused
  | Paused
  | Resumed
  | Note
  | Finished
  | Stopped
  | Failed;
