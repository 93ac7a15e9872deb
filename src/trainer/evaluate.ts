import type { RuntimeName, RuntimeReport } from '../core/training/events';
import type { Places } from '../protocol/places';
import { measure } from './evaluation/measure';
import { openEvaluation } from './evaluation/openEvaluation';

export interface EvaluateOptions {
  readonly runtime?: RuntimeName | 'auto';
  /** Where a native TensorFlow is looked for. */
  readonly places?: Places;
  /** Use at most about so many samples. */
  readonly limit?: number;
  /** Where downloaded data sets are kept. */
  readonly datasetCache?: string;
}

/** What a trained model makes of samples that it did not learn from. */
export interface Evaluation {
  /** Keras's keys: `loss`, `accuracy` … */
  readonly logs: { readonly [key: string]: number };
  /** Which samples: the data set's own test part, else the validation part. */
  readonly part: 'test' | 'validation';
  readonly samples: number;
  readonly checkpoint: 'best' | 'last';
  /** Of the checkpoint. */
  readonly epoch: number;
  readonly runtime: RuntimeReport;
}

/** Evaluates the best weights of a run, or the last where there are no best. Rejects with a `Failure`. */
export async function evaluate(folder: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const open = await openEvaluation({ folder, ...options });
  try {
    const { part, samples, checkpoint, epoch, runtime } = open;
    return { logs: await measure(open), part, samples: samples.count, checkpoint, epoch, runtime };
  } finally {
    open.learner.dispose();
  }
}
