import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import { makeSchedule } from '../../../src/core/training/learningRateAt';
import type { RunEvent } from '../../../src/core/training/events';
import { resolveNamed, isProblem } from '../../../src/core/layers/registries';
import { Optimizer } from '../../../src/trainer/learning/optimizers';
import { startRuntime } from '../../../src/trainer/runtime/runtime';
import { readSafetensors } from '../../../src/trainer/safetensors';
import { train } from '../../../src/trainer/train';
import { all, first, tinyDesign } from './tinyDesign';

beforeAll(() => startRuntime('cpu'));

const weight = (path: string, ...values: number[]) => ({ path, variable: tf.variable(tf.tensor(values)) });

function optimizerOf(value: JsonObject, weights: readonly ReturnType<typeof weight>[]): Optimizer {
  const resolved = resolveNamed('optimizer', value);
  if (isProblem(resolved)) throw new Error(JSON.stringify(resolved.problems));
  return new Optimizer(resolved.entry.name, resolved.values, weights);
}

/** Moves all weights by these gradients, as a step does. */
function step(optimizer: Optimizer, weights: readonly ReturnType<typeof weight>[], ...gradients: number[][]): void {
  tf.tidy(() => {
    const rates = optimizer.next().map((rate) => tf.scalar(rate));
    const taken = gradients.map((gradient) => ({ gradient: tf.tensor(gradient) }));
    const clip = optimizer.clip?.(taken);
    weights.forEach((one, i) => one.variable.assign(optimizer.move(one, clip?.(taken[i]!) ?? taken[i]!, rates).moved));
  });
}
const valuesOf = ({ variable }: ReturnType<typeof weight>) => [...variable.dataSync()];

describe('gradients are held to a bound', () => {
  it.each<[string, JsonObject, number[], number[]]>([
    ['each value alone', { clipvalue: 1 }, [-1, -1], [0.5, 0]],
    ['each gradient', { clipnorm: 2.5 }, [-1.5, -2], [0.5, 0]],
    ['all together', { global_clipnorm: 2.5 }, [-3, -4].map((x) => (x * 2.5) / Math.sqrt(25.25)), [0.5 * (2.5 / Math.sqrt(25.25)), 0]],
  ])('%s', (_, clip, first, second) => {
    const weights = [weight('a/kernel', 0, 0), weight('a/bias', 0, 0)];
    step(optimizerOf({ type: 'SGD', learning_rate: 1, ...clip }, weights), weights, [3, 4], [-0.5, 0]);
    first.forEach((value, i) => expect(valuesOf(weights[0]!)[i]).toBeCloseTo(value, 6));
    second.forEach((value, i) => expect(valuesOf(weights[1]!)[i]).toBeCloseTo(value, 6));
  });

  it('that is not reached changes nothing', () => {
    const weights = [weight('a/kernel', 0)];
    step(optimizerOf({ type: 'SGD', learning_rate: 1, clipnorm: 5 }, weights), weights, [3]);
    expect(valuesOf(weights[0]!)).toEqual([-3]);
  });
});

it('weights whose name has one of the texts in it do not decay', () => {
  const weights = [weight('a/kernel', 1), weight('a/bias', 1), weight('bn/gamma', 1)];
  const optimizer = optimizerOf(
    { type: 'AdamW', learning_rate: 0.5, weight_decay: 0.5, exclude_from_weight_decay: ['bias', 'bn/'] },
    weights,
  );
  step(optimizer, weights, [0], [0], [0]);
  expect(weights.map(valuesOf)).toEqual([[0.75], [1], [1]]);
});

it('the moving average begins as the weight itself, and the weight ends as it', () => {
  const weights = [weight('a/kernel', 0)];
  const optimizer = optimizerOf({ type: 'SGD', learning_rate: 1, use_ema: true, ema_momentum: 0.75 }, weights);
  for (let i = 0; i < 3; i++) step(optimizer, weights, [-1]);
  expect(valuesOf(weights[0]!)).toEqual([3]);
  optimizer.finish();
  expect(valuesOf(weights[0]!)).toEqual([0.75 * (0.75 * 1 + 0.25 * 2) + 0.25 * 3]);
});

describe('a run', () => {
  const run = async (training: JsonObject): Promise<{ events: RunEvent[]; weights: () => Map<string, Float32Array> }> => {
    const options = tinyDesign(80, { training }).options();
    const events: RunEvent[] = [];
    await train(options, (event) => events.push(event));
    const bytes = () => readSafetensors(readFileSync(path.join(options.folder, 'checkpoints/last.safetensors')));
    return { events, weights: () => new Map(bytes().arrays.map(({ name, values }) => [name, values])) };
  };

  it('tells the learning rate of each step, from a schedule that takes the whole run', async () => {
    const schedule = { type: 'OneCycle', max_learning_rate: 0.1 };
    const { events } = await run({ optimizer: { type: 'SGD', learning_rate: schedule } });
    expect(first(events, 'finished')).toBeDefined();
    const rates = all(events, 'steps').flatMap(({ learningRate }) => learningRate);
    const at = makeSchedule(schedule, 8);
    expect(rates).toEqual(Array.from({ length: 8 }, (_, i) => at(i).learningRate));
    expect(all(events, 'epoch').map(({ learningRate }) => learningRate)).toEqual([rates[3], rates[7]]);
  });

  it('ends with the moving average of its weights', async () => {
    const still = { type: 'SGD', learning_rate: 0.1 };
    const raw = (await run({ optimizer: still })).weights();
    const { weights } = await run({ optimizer: { ...still, use_ema: true, ema_momentum: 0.5 } });
    const averaged = weights();
    expect(averaged.get('classes/kernel')).not.toEqual(raw.get('classes/kernel'));
    // Without a share of the past the average is the weight.
    const same = (await run({ optimizer: { ...still, use_ema: true, ema_momentum: 0 } })).weights();
    expect(same.get('classes/kernel')).toEqual(raw.get('classes/kernel'));
  });
});
