import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import type { RangePoint } from '../../../src/core/training/rangeTest';
import { findLearningRate } from '../../../src/trainer/findLearningRate';
import { all, tinyDesign } from './tinyDesign';
import { train } from '../../../src/trainer/train';
import type { RunEvent } from '../../../src/core/training/events';

describe('the learning-rate range test', () => {
  it('finds a rate that a small net learns well with, the same one for the same seed, and writes nothing', async () => {
    const tiny = tinyDesign(2000, { training: { optimizer: { type: 'SGD', momentum: 0.9 } } });
    const before = readdirSync(tiny.folder);
    const search = { ...tiny.options({ runtime: 'wasm' as const }), most: 100, steps: 300 };
    const found = await findLearningRate(search);
    expect((await findLearningRate(search)).points).toEqual(found.points);
    expect(readdirSync(tiny.folder)).toEqual(before);
    expect(found.suggestion).toBeGreaterThan(1e-4);
    expect(found.points.at(-1)!.learningRate).toBeLessThanOrEqual(100);
    const lossWith = async (learning_rate: number): Promise<number> => {
      const events: RunEvent[] = [];
      const other = tinyDesign(2000, { training: { optimizer: { type: 'SGD', momentum: 0.9, learning_rate } } });
      await train(other.options({ runtime: 'wasm', epochs: 3 }), (event) => events.push(event));
      return all(events, 'epoch').at(-1)!.logs.val_loss!;
    };
    const good = await lossWith(found.suggestion!);
    expect(good).toBeLessThan(await lossWith(found.suggestion! / 1000));
    // A loss that is no number is no better.
    expect((await lossWith(found.lowest! * 100)) <= good).toBe(false);
  });

  it('tries the optimizer of the first phase, on the weights that the design begins with', async () => {
    const first = tinyDesign(300);
    const options = first.options();
    await train(options, () => undefined);
    const told: RangePoint[] = [];
    const begun = { weights: { from: options.folder }, optimizer: { type: 'SGD', learning_rate: 1 } };
    const tried = async (training: JsonObject) =>
      (await findLearningRate({ ...tinyDesign(300, { training }).options(), steps: 12 }, (point) => told.push(point))).points;
    const [anew, after] = [await tried({ optimizer: 'SGD' }), await tried(begun)];
    expect(after[0]!.loss).toBeLessThan(anew[0]!.loss);
    expect(told.slice(0, 12)).toEqual(anew);
    const phased = await tried({ ...begun, phases: [{ epochs: 1, optimizer: 'Adam' }, { epochs: 1 }] });
    expect(phased[0]!.loss).toBe(after[0]!.loss);
    expect(phased.at(-1)!.loss).not.toBe(after.at(-1)!.loss);
  });

  it('says what it cannot do', async () => {
    const options = tinyDesign(40).options();
    await expect(findLearningRate({ ...options, least: 1, most: 0.1 })).rejects.toThrow('do not grow');
    await expect(findLearningRate({ ...options, designText: '{' })).rejects.toThrow('tiny.layerwise.json:1:');
  });
});
