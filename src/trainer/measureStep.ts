import { batchSizeOf, costsOf } from '../core/costs/costs';
import type { RuntimeName } from '../core/training/events';
import type { StepMeasurement, StepRequest } from '../protocol/stepMeasurement';
import { makeSteps } from './capture/makeSteps';
import { NotCapturable } from './capture/notCapturable';
import type { DataPart, LoadedData } from './data/loadedData';
import { Failure } from './failure';
import { eagerSteps, type Steps } from './learning/steps';
import type { Learner } from './learning/learner';
import { WasmSteps } from './plan/wasmSteps';
import { checkDesign, makeLearner, settingsOf, type TrainableDesign } from './prepare';
import { Streams } from './random/streams';
import { startRuntime } from './runtime/runtime';
import { wasmHeap } from './runtime/wasm';
import { timeLayers } from './timeLayers';
import { limitMemory } from './watchdog';

const SEED = 1;
/** So many steps are timed after the first ones; the fastest counts. */
const TIMED = 5;

/**
 * Takes a few steps of a design on random samples, so that its data need not be there: how much memory a step takes, and
 * how long each layer. Rejects with a `Failure`. To be called in a process of its own, for what that holds is measured.
 */
export async function measureStep({ designPath, designText, runtime: asked, places, memoryLimit }: StepRequest): Promise<StepMeasurement> {
  const design = checkDesign(designText, designPath);
  const settings = settingsOf(design, { seed: SEED });
  requireFixed(design);
  const { label, name } = await startRuntime(asked, places);
  const unlimit = memoryLimit === undefined ? undefined : limitMemory(memoryLimit);
  const before = process.memoryUsage.rss();
  const batchSize = batchSizeOf(design.analysis);
  const losses = settings.outputs.map(({ loss }) => loss.name);
  const data = randomData(design, losses, batchSize);
  const learner = makeLearner(design.analysis, settings, data.targets, new Streams(SEED));
  try {
    const { steps, step, held } = await stepsOf(name, learner, data, batchSize);
    try {
      const milliseconds = Math.min(...Array.from({ length: TIMED }, () => timeOf(step)));
      const measured = held?.() ?? process.memoryUsage.rss() - before;
      const most = process.resourceUsage().maxRSS * 1024;
      const times = { runtime: label, batchSize, layers: timeLayers(learner.model, batchSize) };
      const by = held ? 'planned' : 'process';
      return { batchSize, estimated: costsOf(design.analysis).training, measured, by, before, most, milliseconds, times };
    } finally {
      steps.dispose();
    }
  } finally {
    unlimit?.();
    learner.dispose();
  }
}

/** `step` has been taken once. `held`: bytes that the steps take, where that is known. */
async function stepsOf(
  runtime: RuntimeName,
  learner: Learner,
  data: LoadedData,
  batchSize: number,
): Promise<{ readonly steps: Steps; readonly step: () => void; readonly held?: () => number }> {
  const batch = Int32Array.from({ length: batchSize }, (_, i) => i);
  const begun = (steps: Steps) => {
    const step = () => void steps.learn(data.training, [batch], false);
    step();
    return { steps, step };
  };
  const heap = runtime === 'wasm' ? await wasmHeap() : undefined;
  if (!heap) return begun(await makeSteps(runtime, learner, data, batchSize, () => undefined));
  const planned = new WasmSteps(heap, learner, data, batchSize);
  try {
    return { ...begun(planned), held: () => heap.held };
  } catch (error) {
    planned.dispose();
    if (!(error instanceof NotCapturable)) throw error;
    return begun(eagerSteps(learner, data, batchSize));
  }
}

/** One batch of random samples, whose targets are 0: one of the classes, and a value that every loss takes. */
function randomData({ inputs, outputs }: TrainableDesign, losses: readonly string[], count: number): LoadedData {
  const sampleShapes = inputs.map(({ output }) => output as readonly number[]);
  const sizes = sampleShapes.map((shape) => shape.reduce((all, size) => all * size, 1));
  const training: DataPart = {
    count,
    readInputs: (indices, out, input = 0) => {
      const size = sizes[input]!;
      for (let i = 0; i < indices.length; i++) fill(out.subarray(i * size, (i + 1) * size), indices[i]!);
    },
    readTargets: (_, out) => void out.fill(0),
  };
  const targets = outputs.map(({ output }, i) => {
    const shape = output as readonly number[];
    return losses[i] === 'sparse_categorical_crossentropy'
      ? ({ kind: 'classes', shape: shape.slice(0, -1), classes: shape.at(-1)! } as const)
      : ({ kind: 'values', shape } as const);
  });
  return { name: 'random samples', sampleShapes, targets, training, test: () => Promise.resolve(undefined) };
}

/** Values from 0 to 1 that look random, and are the same for the same seed: a linear congruential generator (the constants are those of Numerical Recipes). */
function fill(out: Float32Array, seed: number): void {
  let state = Math.imul(seed + 1, 0x2c9277b5);
  for (let i = 0; i < out.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    out[i] = (state >>> 8) / 2 ** 24;
  }
}

function timeOf(step: () => void): number {
  const from = performance.now();
  step();
  return performance.now() - from;
}

function requireFixed({ inputs }: TrainableDesign): void {
  const open = inputs.find(({ output }) => output?.includes(null));
  if (open)
    throw new Failure(`A step can't be measured while the Input ${open.name} has a dimension of any size.`, {
      next: 'Say a size in its shape, for example the length of your sequences.',
    });
}
