import path from 'node:path';
import type { Design } from '../../core/document';
import { Failure } from '../../trainer/failure';
import { checkDesign, endsOf, settingsOf, withSampleShapes } from '../../trainer/prepare';
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
  const settings = settingsOf(trainable, {});
  const { data, inputs, outputs } = trainable;
  if (inputs.length > 1 || outputs.length > 1)
    throw new Failure(`The bench compares designs with one Input and one output; this one has ${inputs.length} and ${outputs.length}.`, {
      next: 'Keep one of them; "outputs" names the layer that the loss is computed from.',
    });
  const ends = endsOf(trainable, settings);
  const key = JSON.stringify([designPath, data, ends]);
  const samples =
    written.get(key) ??
    (await writeSamples(data, { folder: path.dirname(designPath), ...ends }, path.join(folder, `samples-${written.size}`)));
  written.set(key, samples);
  const model = rivalModel(withSampleShapes(trainable, [samples.inputShape]));
  return { job: { designPath, designText, model, samples }, optimizer: settings.optimizer.name };
}
