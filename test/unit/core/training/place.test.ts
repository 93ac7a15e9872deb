import { describe, expect, it } from 'vitest';
import { endOf, epochsAt, placeOfStep, stepAt } from '../../../../src/core/training/place';
import type { RunState } from '../../../../src/core/training/run';

type Course = Pick<RunState, 'stepsPerEpoch' | 'epochLogs' | 'changes'>;

const EVEN: Course = { stepsPerEpoch: 10, epochLogs: [], changes: [] };
/** Ten steps an epoch; after step 14 twice the batch, so that the second epoch ends three steps later. */
const UNEVEN = {
  stepsPerEpoch: 5,
  epochLogs: [{ step: 10 }, { step: 17 }, { step: 22 }],
  changes: [{ step: 14, epochEnd: 17 }],
} as unknown as Course;

describe('a step among the epochs', () => {
  it('is counted where all epochs are alike', () => {
    expect(epochsAt(EVEN, 25)).toBe(2.5);
    expect(stepAt(EVEN, 2.5)).toBe(25);
    expect(placeOfStep(EVEN, 20)).toEqual({ epoch: 2, step: 10, steps: 10 });
    expect(placeOfStep(EVEN, 21)).toEqual({ epoch: 3, step: 1, steps: 10 });
  });

  it('is found where the batch size has changed', () => {
    expect([0, 10, 17, 22, 27].map((step) => epochsAt(UNEVEN, step))).toEqual([0, 1, 2, 3, 4]);
    expect(placeOfStep(UNEVEN, 17)).toEqual({ epoch: 2, step: 7, steps: 7 });
    expect(placeOfStep(UNEVEN, 24)).toEqual({ epoch: 4, step: 2, steps: 5 });
    expect(endOf(UNEVEN, 5)).toBe(32);
    for (let step = 1; step <= 32; step++) expect(stepAt(UNEVEN, epochsAt(UNEVEN, step))).toBeCloseTo(step, 9);
  });

  it('is expected in the epoch that is under way after a change', () => {
    const under = { ...UNEVEN, epochLogs: UNEVEN.epochLogs.slice(0, 1) };
    expect(epochsAt(under, 17)).toBe(2);
    expect(placeOfStep(under, 15)).toEqual({ epoch: 2, step: 5, steps: 7 });
    expect(endOf(under, 3)).toBe(22);
  });
});
