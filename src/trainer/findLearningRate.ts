import path from 'node:path';
import type { RuntimeReport } from '../core/training/events';
import { addPoint, isOver, rangeRate, readRange, type RangePoint, type RangeResult } from '../core/training/rangeTest';
import type { RateSearch } from '../protocol/rateSearch';
import { makeSteps } from './capture/makeSteps';
import { loadData } from './data/loadData';
import { Failure } from './failure';
import { cutBatches, sampleOrder } from './learning/batches';
import { withFrozen } from './phases';
import { checkDesign, checkMetrics, endsOf, makeLearner, settingsOf, withSampleShapes } from './prepare';
import { Streams } from './random/streams';
import { readSourceWeights, reuseWeights } from './reuse/reuseWeights';
import { startRuntime } from './runtime/runtime';

/**
 * Tries learning rates on a design, one a step, each larger than the last: with the optimizer and the frozen layers of its
 * first phase, and the weights that it begins with. Writes nothing and keeps nothing. `told` hears of each step. Rejects
 * with a `Failure`.
 */
export async function findLearningRate(
  { designPath, designText, runtime: asked, places, seed, limit, datasetCache, least = 1e-6, most = 10, steps: count = 200 }: RateSearch,
  told: (point: RangePoint) => void = () => undefined,
): Promise<RangeResult & { readonly runtime: RuntimeReport }> {
  if (!(least > 0 && most > least)) throw new Failure(`Learning rates from ${least} to ${most} do not grow.`, { next: 'Give a least one above 0 and a larger most.' }); // prettier-ignore
  const design = checkDesign(designText, designPath);
  const settings = settingsOf(design, { seed });
  const runtime = await startRuntime(asked, places);
  const data = await loadData(design.data, {
    folder: path.dirname(designPath),
    ...endsOf(design, settings),
    limit,
    cache: datasetCache,
  });
  const analysis = withSampleShapes(design, data.sampleShapes);
  checkMetrics(settings, data, analysis);
  const streams = new Streams(settings.seed);
  const source = settings.weights && (await readSourceWeights(settings.weights, path.dirname(designPath)));
  const { freeze, optimizer } = settings.phases[0]!;
  const learner = makeLearner(withFrozen(analysis, freeze), { ...settings, optimizer }, data.targets, streams, count);
  const steps = await makeSteps(runtime.name, learner, data, settings.batchSize, () => undefined);
  try {
    if (source) reuseWeights(source, learner, steps);
    let points: readonly RangePoint[] = [];
    let batches: readonly Int32Array[] = [];
    for (let step = 0; step < count && !isOver(points); step++) {
      if (batches.length === 0)
        batches = [...cutBatches(sampleOrder(data.training.count, streams.stream('shuffling')), settings.batchSize)];
      learner.optimizer.learningRate = rangeRate(step, count, least, most);
      const [row] = steps.learn(data.training, [batches[0]!], false);
      batches = batches.slice(1);
      points = addPoint(points, rangeRate(step, count, least, most), row!.values[0]!);
      told(points.at(-1)!);
      // So that a stop is heard, and what was told leaves the process.
      if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return { ...readRange(points), runtime };
  } finally {
    steps.dispose();
    learner.dispose();
  }
}
