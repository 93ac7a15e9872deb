import { makeSteps } from '../capture/makeSteps';
import { createControl } from '../control';
import { evaluatePart } from '../epochs';
import { makeReadout } from '../learning/readout';
import { Pace } from '../pace';
import type { OpenEvaluation } from './openEvaluation';

/** Loss and metrics over all samples, by Keras's keys, as `model.evaluate` computes them: without dropout. */
export async function measure({ settings, data, samples, learner, runtime }: OpenEvaluation): Promise<{ readonly [key: string]: number }> {
  const pace = new Pace(createControl(), { paused: () => Promise.resolve(), resumed: () => Promise.resolve() });
  const readout = makeReadout(learner.measures, settings.keys);
  const steps = await makeSteps(runtime.name, learner, data, settings.batchSize, () => undefined);
  try {
    return (await evaluatePart(steps, samples, settings.batchSize, readout, pace)).logs();
  } finally {
    steps.dispose();
  }
}
