import type { RuntimeName } from '../../core/training/events';
import type { LoadedData } from '../data/loadedData';
import type { Learner } from '../learning/learner';
import { eagerSteps, type Steps } from '../learning/steps';
import { WasmSteps } from '../plan/wasmSteps';
import { wasmHeap } from '../runtime/wasm';
import { GuardedSteps } from './guardedSteps';
import { NotCapturable } from './notCapturable';
import { captureOnTensorflow } from './tensorflow/captureOnTensorflow';
import type { CaptureListener } from './tensorflow/compilation';

/** How the steps of a run are computed on its runtime. `learnChecked`: as `GuardedSteps` has it, where steps are captured. */
export type RunSteps = Steps & Partial<Pick<GuardedSteps, 'learnChecked'>>;

/**
 * Captured steps where the runtime has them, else steps computed as they come. `told` hears why steps are not, or no
 * longer, captured; `listener` how they are.
 */
export async function makeSteps(
  runtime: RuntimeName,
  learner: Learner,
  data: LoadedData,
  batchSize: number,
  told: (reason: string) => void,
  listener?: CaptureListener,
): Promise<RunSteps> {
  try {
    const captured = await capture(runtime, learner, data, batchSize, listener);
    if (captured) return new GuardedSteps(learner, data, batchSize, captured, told);
  } catch (error) {
    if (!(error instanceof NotCapturable)) throw error;
    told(error.message);
  }
  return eagerSteps(learner, data, batchSize);
}

async function capture(
  runtime: RuntimeName,
  learner: Learner,
  data: LoadedData,
  batchSize: number,
  listener?: CaptureListener,
): Promise<Steps | undefined> {
  if (runtime === 'tensorflow') return captureOnTensorflow(learner, data, batchSize, listener);
  if (runtime !== 'wasm') return undefined;
  const heap = await wasmHeap();
  return heap && new WasmSteps(heap, learner, data, batchSize);
}
