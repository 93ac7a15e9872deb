import path from 'node:path';
import type { Design } from '../../core/document';
import { checkDesign, withSampleShape } from '../../trainer/prepare';
import { readSettings } from '../../trainer/settings';
import type { Job } from './job';
import { rivalModel } from './rivalModel';
import { writeSamples, type SampleFiles } from './sampleFiles';

/** Samples that were written before, by what they depend on. */
export type WrittenSamples = Map<string, SampleFiles>;

/**
 * What every engine is told of a design: it is checked, and its samples are written into the folder, once for all rows
 * that train on the same. Rejects with a `Failure` where the design can't be trained.
 */
export async function prepareJob(
  design: Design,
  designPath: string,
  folder: string,
  written: WrittenSamples,
): Promise<{ job: Omit<Job, 'engine' | 'folder' | 'seconds' | 'places'>; optimizer: string }> {
  const designText = JSON.stringify(design);
  const trainable = checkDesign(designText, designPath);
  const { loss, optimizer } = readSettings(design, {});
  const { data, input, output } = trainable;
  const key = JSON.stringify([designPath, data, input.output, output.output, loss.name]);
  const samples =
    written.get(key) ??
    (await writeSamples(
      data,
      { folder: path.dirname(designPath), inputShape: input.output!, outputShape: output.output!, loss: loss.name },
      path.join(folder, `samples-${written.size}`),
    ));
  written.set(key, samples);
  const model = rivalModel(withSampleShape(trainable, samples.inputShape));
  return { job: { designPath, designText, model, samples }, optimizer: optimizer.name };
}
