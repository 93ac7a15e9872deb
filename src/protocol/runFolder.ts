import type { DesignChange } from '../core/training/changes';
import type { RuntimeReport } from '../core/training/events';
import type { RunPhase } from '../core/training/run';

/**
 * A run's folder, `.layerwise/runs/<time>-<name>/`, plain files that another program can read:
 *
 * - `design.layerwise.json`  the design's text as it was trained; where it has changed on the way, as it was at last
 * - `run.json`               this record, rewritten whole at each change of phase
 * - `metrics.jsonl`          one RunEvent a line, in order (`steps` lines hold columns)
 * - `checkpoints/best.safetensors`, `checkpoints/last.safetensors`  weights, named `<layer>/<weight>`, as the safetensors format says
 * - `checkpoints/epoch-0005.safetensors` …  weights of epochs, where the design's ModelCheckpoint wants them
 * - `checkpoints/state.safetensors`, `checkpoints/state-before.safetensors`  what is needed to go on from there: weights,
 *   what the optimizer keeps, random streams, the place in the epoch; with a checksum, the newest and the one before it
 * - `trainer.log`            what the child printed
 * - `label.json`             what a person calls the run and wrote about it, where they did: a `RunLabel`
 * - `run.lock`               while a process trains: which one, so that no second one goes on with the same run
 */
export const RUN_FILES = {
  design: 'design.layerwise.json',
  record: 'run.json',
  metrics: 'metrics.jsonl',
  checkpoints: 'checkpoints',
  log: 'trainer.log',
  label: 'label.json',
  lock: 'run.lock',
} as const;

/** `run.json`. */
export interface RunRecord {
  readonly layerwise: 1;
  readonly id: string;
  readonly name: string;
  /** Where the design was, and the way to it from the run's folder: both may be moved together. */
  readonly designPath: string;
  readonly designFromRun?: string;
  readonly phase: RunPhase;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly settings: { readonly epochs: number; readonly batchSize: number; readonly seed: number; readonly limit?: number };
  readonly runtime: RuntimeReport;
  readonly environment: {
    readonly layerwise: string;
    readonly node: string;
    readonly platform: string;
    readonly cpus: number;
    readonly tfjs: string;
  };
  readonly parameters: number;
  /** The process that trains, while it does. */
  readonly pid?: number;
  /** Tells it from a later one of the same number; absent where the system does not tell. */
  readonly pidMark?: string;
  readonly history?: { readonly [key: string]: readonly number[] };
  readonly samplesPerSecond?: number;
  /** Since it began, pauses and the time between its parts left out. */
  readonly seconds?: number;
  /** See `Finished`. */
  readonly weightsSha256?: string;
  /** Where the run went on each time after it had ended, and when. */
  readonly resumed?: readonly { readonly time: string; readonly epoch: number; readonly step: number }[];
  /** What of the design it has taken up on the way, and where. */
  readonly changes?: readonly {
    readonly time: string;
    readonly epoch: number;
    readonly step: number;
    readonly changes: readonly DesignChange[];
  }[];
  readonly failure?: { readonly message: string; readonly cause?: string; readonly next?: string };
}

/** `label.json`. */
export interface RunLabel {
  readonly name?: string;
  readonly remark?: string;
}
