import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent, RuntimeName } from '../../../../src/core/training/events';
import { createControl } from '../../../../src/trainer/control';
import { Learner } from '../../../../src/trainer/learning/learner';
import { train } from '../../../../src/trainer/train';
import { tensorflowPlaces } from '../tensorflow';
import { all, tinyDesign } from '../tinyDesign';

afterEach(() => vi.restoreAllMocks());

/** Trains with every value of a step multiplied by what `factor` gives when the step is computed; what was noted, and the run's end. */
async function trained(runtime: RuntimeName, factor: (events: readonly RunEvent[]) => number) {
  const compute = Reflect.get(Learner.prototype, 'computeStep');
  const events: RunEvent[] = [];
  vi.spyOn(Learner.prototype, 'computeStep').mockImplementation(function (this: Learner, ...parameters) {
    const { tensors, layout } = compute.apply(this, parameters);
    return { tensors: tensors.map((scalar) => tf.mul(scalar, factor(events))), layout };
  });
  const options = tinyDesign(400, { training: { epochs: 3 } }).options({ runtime, places: tensorflowPlaces });
  await train(options, (event) => void events.push(event), createControl());
  const told = all(events, 'note').map(({ message }) => message);
  const kept = readFileSync(path.join(options.folder, 'metrics.jsonl'), 'utf8');
  for (const message of told) expect(kept).toContain(JSON.stringify(message));
  const steps = all(events, 'steps').flatMap(({ values }) => values.loss!);
  return { told, steps, end: events.at(-1)!.type };
}

const RUNTIMES: readonly RuntimeName[] = ['wasm', ...(tensorflowPlaces ? (['tensorflow'] as const) : [])];
const SLOWLY = 'Steps of this model are computed operation by operation, which is slower than replaying a recorded one.';

describe.each(RUNTIMES)('a step that must not be replayed, on %s', (runtime) => {
  it('is computed as it comes, and the run says why', async () => {
    const { told, steps, end } = await trained(runtime, () => 1 + Math.random());
    expect([steps.length, end]).toEqual([60, 'finished']);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(new RegExp(`^${SLOWLY} .*changes from step to step`));
  });

  it('is found out at the begin of the next epoch where it changes only later, and the run goes on and says so', async () => {
    const { told, steps, end } = await trained(runtime, (events) => (all(events, 'epoch').length > 0 ? 1e6 : 1));
    expect([steps.length, end]).toEqual([60, 'finished']);
    expect(told).toEqual([`${SLOWLY} A step that was replayed gave other values than the same step computed as it comes.`]);
    // As the step itself gives them, from there on.
    expect(Math.max(...steps.slice(0, 20))).toBeLessThan(100);
    expect(Math.min(...steps.slice(20))).toBeGreaterThan(100);
  });

  it('is none where nothing is wrong with it', async () => {
    expect(await trained(runtime, () => 1)).toMatchObject({ told: [], end: 'finished' });
  });
});
