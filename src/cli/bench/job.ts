import type { Failure } from '../../trainer/failure';
import type { Places } from '../../protocol/places';
import type { EngineName } from './engines';
import type { RivalModel } from './rivalModel';
import type { SampleFiles } from './sampleFiles';

/** What an engine is to train, and how. */
export interface Job {
  readonly engine: EngineName;
  /** For our own runtimes, which read the design and its data themselves. */
  readonly designPath: string;
  readonly designText: string;
  /** A folder that does not exist yet, for the run. */
  readonly folder: string;
  /** For the others: the model, and the same samples as the design's. */
  readonly model: RivalModel;
  readonly samples: SampleFiles;
  /** How long a turn will be: the engine warms up about so long. */
  readonly seconds: number;
  /** Where TensorFlow is looked for. */
  readonly places: Places;
}

/** What an engine learned in its turn. */
export interface Turn {
  readonly samples: number;
  readonly seconds: number;
  /** The last one; `null`: not finite any more. */
  readonly loss: number | null;
}

/** An engine is told by lines of JSON on stdin: `prepare` once, then turns. When stdin ends, so does the engine. */
export type ToEngine = { readonly type: 'prepare'; readonly job: Job } | { readonly type: 'train'; readonly seconds: number };

/** One line of JSON on stdout for each line that it was told. */
export type FromEngine =
  | { readonly type: 'ready'; /** What it is, with versions. */ readonly about: string }
  | ({ readonly type: 'trained' } & Turn)
  | { readonly type: 'failed'; readonly reason: string; /** It can train no model at all here. */ readonly everywhere: boolean };

/** Why an engine can't train, here at all (`everywhere`) or this model. */
export class EngineProblem extends Error {
  constructor(
    message: string,
    readonly everywhere = false,
  ) {
    super(message);
  }
}

/** A failure in one line. */
export const failureLine = ({ message, details }: Failure): string => [message, details.reason, details.next].filter(Boolean).join(' ');
