import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/document';
import type { RunEvent } from '../../../src/core/training/events';
import { train } from '../../../src/trainer/train';
import { all, first, tinyDesign } from './tinyDesign';

async function run(training: JsonObject, layers?: JsonObject[]): Promise<RunEvent[]> {
  const still = { optimizer: { type: 'SGD', learning_rate: 0 }, shuffle: false, epochs: 1 };
  const events: RunEvent[] = [];
  await train(tinyDesign(100, { training: { ...still, ...training }, layers }).options(), (event) => events.push(event));
  return events;
}

const logs = async (training: JsonObject) => all(await run(training), 'epoch')[0]!.logs;

it('class weights count in the loss of training, not in that of validation', async () => {
  const plain = await logs({});
  const twice = await logs({ class_weight: [2, 2, 2] });
  expect(twice.loss! / plain.loss!).toBeCloseTo(2, 5);
  expect(twice.val_loss).toBe(plain.val_loss);
  expect(twice.accuracy).toBe(plain.accuracy);
  // The classes share the loss: what each leaves out adds up.
  const parts = await Promise.all(
    [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ].map((class_weight) => logs({ class_weight })),
  );
  expect(parts.reduce((sum, { loss }) => sum + loss!, 0) / plain.loss!).toBeCloseTo(2, 5);
  // Beyond the list a class counts 1.
  expect((await logs({ class_weight: [1] })).loss).toBeCloseTo(plain.loss!, 6);
});

it('class weights that are wrong are told before training', async () => {
  const failed = first(await run({ class_weight: [1, -1] }), 'failed')!;
  expect(failed.message).toMatch(/class_weight should be a list of numbers of at least 0/);
});
