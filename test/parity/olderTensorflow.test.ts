import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { olderTensorflow } from '../../scripts/testTensorflow.mjs';
import type { addonsFor as Addons } from '../../src/machine/tensorflow/addon';
import { findTensorflow, type FoundTensorflow } from '../../src/machine/tensorflow/find';
import { readyTensorflow } from '../../src/machine/tensorflow/ready';
import { captureOnTensorflow } from '../../src/trainer/capture/tensorflow/captureOnTensorflow';
import { startRuntime } from '../../src/trainer/runtime/runtime';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { BATCH, dense, expectSame, input, problemsWith, type Capture } from './problems';

const folder = olderTensorflow();
const both = folder !== undefined && existsSync(folder) && tensorflowPlaces !== undefined;
const older = { ...tensorflowPlaces, python: undefined, folder };

// Whatever is asked for: the addon that the newer TensorFlow has, shipped or built with its headers.
vi.mock('../../src/machine/tensorflow/addon', async (load) => {
  const { addonsFor } = await load<{ addonsFor: typeof Addons }>();
  return {
    addonsFor: async function* (_: FoundTensorflow, storage: string) {
      yield* addonsFor((await findTensorflow(tensorflowPlaces!)).found!, storage);
    },
  };
});

describe.skipIf(!both)('the addon of a newer TensorFlow serves an older one', () => {
  let version: string;
  beforeAll(async () => {
    ({ version } = await startRuntime('tensorflow', older));
  });

  it('the same file', async () => {
    const [one, other] = await Promise.all([readyTensorflow(tensorflowPlaces!), readyTensorflow(older)]);
    expect(other.rejected).toEqual([]);
    expect(other.ready!.loadable.binding).toBe(one.ready!.loadable.binding);
    expect(other.ready!.found.version).not.toBe(one.ready!.found.version);
    expect(version).toContain(other.ready!.found.version);
  });

  it.each([
    ['at once and in a graph', undefined],
    ['compiled', 0],
  ])('steps are the same, %s', async (_, compiledFrom) => {
    const capture: Capture = (learner, data) => Promise.resolve(captureOnTensorflow(learner, data, BATCH, undefined, compiledFrom));
    const steady = { optimizer: { type: 'SGD', learning_rate: 0.02, momentum: 0.9 } };
    for (const type of ['Conv2D', 'BatchNormalization', 'Dropout', 'LSTM', 'MaxPooling2D'])
      await expectSame({ ...problemsWith(type, 1)[0]!, steps: 50, training: steady }, capture);
    await expectSame({ layers: [input(6), dense(5, { activation: 'selu' }), dense(3)], training: { optimizer: 'Adam' } }, capture);
  });
});
