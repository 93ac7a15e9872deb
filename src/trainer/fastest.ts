import * as tf from '@tensorflow/tfjs-core';
import type { RuntimeName, RuntimeReport } from '../core/training/events';
import type { RunSteps } from './capture/makeSteps';
import type { LoadedData } from './data/loadedData';
import { inWords } from './failure';
import type { Learner } from './learning/learner';
import type { Streams } from './random/streams';

/** What learns on one runtime. */
export interface Apprentice {
  readonly runtime: RuntimeReport;
  readonly streams: Streams;
  readonly learner: Learner;
  readonly steps: RunSteps;
}

/** So many steps are measured on each runtime, in two turns. */
const STEPS = 20;
/** A turn ends early after so long, in milliseconds. */
const LONGEST_TURN = 300;

/**
 * Which of two runtimes takes the steps of this very model faster: small nets are often slower on a GPU, and a graph of
 * TensorFlow is not always faster than WebAssembly. Each takes some steps from the data; the faster one is given back as it
 * was before them, and the other is disposed of. Whichever it is, its tfjs backend is the current one. Where one of them fails,
 * the other trains, and its report says why.
 */
export function fasterOf(one: Apprentice, other: Apprentice, data: LoadedData, batchSize: number): Apprentice {
  const both = [one, other].map((apprentice) => ({ apprentice, start: snapshot(apprentice), times: [] as number[] }));
  for (let turn = 0; turn < 3; turn++)
    for (const { apprentice, times } of both)
      try {
        use(apprentice);
        const time = measure(apprentice, data, batchSize);
        // The first turn records the steps and warms up.
        if (turn > 0) times.push(time);
      } catch (error) {
        const left = both.find((each) => each.apprentice !== apprentice)!;
        discard(apprentice);
        use(left.apprentice);
        restore(left.apprentice, left.start);
        return withTried(left.apprentice, apprentice.runtime.name, error);
      }
  const ranked = both
    .map(({ apprentice, start, times }) => ({ apprentice, start, time: Math.min(...times) }))
    .sort((a, b) => a.time - b.time);
  const [best, worst] = ranked as [(typeof ranked)[0], (typeof ranked)[0]];
  discard(worst.apprentice);
  use(best.apprentice);
  restore(best.apprentice, best.start);
  const measured = ranked.map(({ apprentice, time }) => ({ name: apprentice.runtime.name, stepMilliseconds: Number(time.toPrecision(3)) }));
  const figures = ranked.map(({ apprentice, time }) => `${Number(time.toPrecision(2))} ms on ${apprentice.runtime.label}`).join(', ');
  const why = `The faster one for this model: a step takes ${figures}.`;
  return { ...best.apprentice, runtime: { ...best.apprentice.runtime, why, measured } };
}

/** One that trains because another could not: its report says which, and why. */
export function withTried(apprentice: Apprentice, name: RuntimeName, error: unknown): Apprentice {
  const { runtime } = apprentice;
  return {
    ...apprentice,
    runtime: {
      ...runtime,
      why: `The one of two that could take steps of this model: ${name} failed.`,
      tried: [...runtime.tried, { name, reason: inWords(error) }],
    },
  };
}

/** What failed may fail at this too; its process ends with the run. */
function discard(apprentice: Apprentice): void {
  try {
    use(apprentice);
    dispose(apprentice);
  } catch {
    // Nothing is left to be done about it.
  }
}

/** Makes the runtime's backend tfjs's current one; both have been started. */
function use({ runtime }: Pick<Apprentice, 'runtime'>): void {
  const backend: Record<RuntimeName, string> = { tensorflow: 'tensorflow', wasm: 'wasm', cpu: 'cpu' };
  void tf.setBackend(backend[runtime.name]);
}

/** Milliseconds a step, over half of the steps. */
function measure({ steps }: Apprentice, { training }: LoadedData, batchSize: number): number {
  const size = Math.min(batchSize, training.count);
  const batch = (step: number) => Int32Array.from({ length: size }, (_, i) => (step * size + i) % training.count);
  const from = performance.now();
  let taken = 0;
  while (taken < STEPS / 2 && performance.now() - from < LONGEST_TURN) {
    const count = Math.min(Math.max(1, steps.atOnce), STEPS / 2 - taken);
    steps.learn(
      training,
      Array.from({ length: count }, (_, i) => batch(taken + i)),
      false,
    );
    taken += count;
  }
  return (performance.now() - from) / taken;
}

interface Snapshot {
  readonly values: readonly Float32Array[];
  readonly numbers: Learner['numbers'];
}

const snapshot = (apprentice: Apprentice): Snapshot => {
  use(apprentice);
  const { learner } = apprentice;
  return { values: learner.values, numbers: learner.numbers };
};

function restore({ learner, steps }: Apprentice, { values, numbers }: Snapshot): void {
  learner.values = values;
  learner.numbers = numbers;
  steps.load();
}

export function dispose({ learner, steps }: Apprentice): void {
  steps.dispose();
  learner.dispose();
}
