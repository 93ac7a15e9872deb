import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import { accuracyOf } from '../../../../src/core/evaluation/confusion';
import type { JudgedClasses, JudgedValues } from '../../../../src/protocol/evaluation';
import { createControl } from '../../../../src/trainer/control';
import { evaluateRun } from '../../../../src/trainer/evaluation/evaluateRun';
import { judgeSample } from '../../../../src/trainer/evaluation/judgeSample';
import { train } from '../../../../src/trainer/train';
import { makeIdx, write } from '../data/makeFiles';
import { tinyDesign, type TinyDesign } from '../tinyDesign';

const SAMPLES = 300;
const files = { inputs: 'inputs.idx', targets: 'targets.idx', validation: { last_fraction: 0.2 } };

async function trained(tiny: TinyDesign): Promise<string> {
  const options = tiny.options();
  await train(options, () => undefined, createControl());
  return options.folder;
}

const ending = (units: number, activation: string): readonly JsonObject[] => [
  { name: 'in', type: 'Input', shape: [6] },
  { name: 'end', type: 'Dense', units, activation },
];

const classes = tinyDesign(SAMPLES);
const logits = tinyDesign(SAMPLES, {
  layers: ending(3, 'linear'),
  training: { loss: { type: 'sparse_categorical_crossentropy', from_logits: true } },
});
const binary = tinyDesign(SAMPLES, {
  layers: ending(1, 'sigmoid'),
  training: { data: { ...files, scale: '1/255', positive: [2] }, loss: 'binary_crossentropy' },
});
const binaryLogits = tinyDesign(SAMPLES, {
  layers: ending(1, 'linear'),
  training: { data: { ...files, scale: '1/255', positive: [2] }, loss: { type: 'binary_crossentropy', from_logits: true }, metrics: [] },
});
const numbers = tinyDesign(SAMPLES, { layers: ending(1, 'linear'), training: { loss: 'mse', metrics: ['mae', 'mse'] } });
const itself = tinyDesign(SAMPLES, {
  layers: ending(6, 'linear'),
  training: { data: { ...files, standardize: 'per_pixel', target: 'input' }, loss: 'mse', metrics: ['mae'] },
});

/** Each of six numbers is 0, 1 or 2, and that is its class. */
const steps = tinyDesign(SAMPLES, {
  layers: [
    { name: 'in', type: 'Input', shape: [6, 1] },
    { name: 'end', type: 'Dense', units: 3, activation: 'softmax' },
  ],
  training: { data: { inputs: 'steps.idx', targets: 'steps.idx', validation: { last_fraction: 0.2 } } },
});
const digits = Uint8Array.from({ length: 6 * SAMPLES }, (_, i) => (i * 7 + Math.floor(i / 5)) % 3);
write(steps.folder, 'steps.idx', makeIdx([SAMPLES, 6], digits));
const diverged = tinyDesign(SAMPLES, { training: { optimizer: { type: 'SGD', learning_rate: 1e38 } } });

describe('evaluation sample by sample', () => {
  test.each([
    ['softmax', classes],
    ['logits', logits],
    ['sigmoid', binary],
  ])('counts of %s give the accuracy that the metrics give', async (_, tiny) => {
    const { outputs, logs, samples, part } = await evaluateRun({ folder: await trained(tiny), runtime: 'cpu' });
    const [judged] = outputs as JudgedClasses[];
    expect([part, samples]).toEqual(['validation', 60]);
    expect(judged!.confusion.samples.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(accuracyOf(judged!.confusion)).toBeCloseTo(logs.accuracy!, 6);
  });

  test.each([
    ['softmax', classes],
    ['logits', logits],
    ['sigmoid', binary],
    ['one logit', binaryLogits],
  ])('probabilities of %s add up to 1, and the likeliest is the guess', async (_, tiny) => {
    const { outputs } = await evaluateRun({ folder: await trained(tiny), runtime: 'cpu' });
    for (const { guess, truth, likely } of (outputs as JudgedClasses[])[0]!.shown) {
      expect(likely[0]!.id).toBe(guess);
      expect(likely.map(({ id }) => id)).toContain(truth);
      expect(likely.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
    }
  });

  test('passes with dropout give a deviation, which a model without randomness has not', async () => {
    const random = await evaluateRun({ folder: await trained(classes), runtime: 'cpu', passes: 20, first: 10 });
    const fixed = await evaluateRun({ folder: await trained(logits), runtime: 'cpu', passes: 3 });
    const deviations = ({ outputs }: typeof random) =>
      (outputs as JudgedClasses[])[0]!.shown.flatMap(({ likely }) => likely.map(({ deviation }) => deviation!));
    expect([random.random, random.passes, random.samples]).toEqual([true, 20, 10]);
    expect(Math.max(...deviations(random))).toBeGreaterThan(0.01);
    expect(fixed.random).toBe(false);
    expect(Math.max(...deviations(fixed))).toBeLessThan(1e-6);
  });

  test('numbers are measured as the metrics measure them, the worst first', async () => {
    const { outputs, logs } = await evaluateRun({ folder: await trained(numbers), runtime: 'cpu' });
    const [judged] = outputs as JudgedValues[];
    expect(judged!.meanAbsoluteError).toBeCloseTo(logs.mean_absolute_error ?? logs.mae!, 5);
    expect(judged!.rootMeanSquareError ** 2).toBeCloseTo(logs.loss!, 4);
    const errors = judged!.shown.map(({ error }) => error);
    expect(errors).toEqual([...errors].sort((a, b) => b - a));
    expect(errors[0]).toBeCloseTo(Math.abs(judged!.shown[0]!.target[0]! - judged!.shown[0]!.output[0]!), 5);
  });

  test('samples are shown as they are in the file, however they go into the model', async () => {
    const { outputs, input } = await evaluateRun({ folder: await trained(itself), runtime: 'cpu' });
    const shown = (outputs as JudgedValues[])[0]!.shown[0]!;
    for (const value of shown.numbers!) expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-3);
    expect(input!.spread.most).toBeLessThanOrEqual(251);
  });
});

describe('classes of a sequence', () => {
  test('are counted place by place, and give the accuracy that the metric gives', async () => {
    const folder = await trained(steps);
    const { outputs, logs } = await evaluateRun({ folder, runtime: 'cpu' });
    const [judged] = outputs as JudgedClasses[];
    expect(judged).toMatchObject({ kind: 'classes', places: 6, shown: [] });
    expect(judged!.confusion.samples.reduce((sum, count) => sum + count, 0)).toBe(360);
    expect(accuracyOf(judged!.confusion)).toBeCloseTo(logs.accuracy!, 6);
    const answer = await judgeSample({ folder, runtime: 'cpu', values: [0, 1, 2, 0, 1, 2] });
    expect(answer.outputs[0]!.kind).toBe('values');
  });
});

test('a run whose loss was no number has only last weights, which are taken, or said to be there', async () => {
  const folder = await trained(diverged);
  const { checkpoint, logs } = await evaluateRun({ folder, runtime: 'cpu' });
  expect([checkpoint, logs.loss]).toEqual(['last', NaN]);
  await expect(evaluateRun({ folder, runtime: 'cpu', checkpoint: 'best' })).rejects.toMatchObject({
    details: { next: 'Take the last weights, which are there.' },
  });
});

describe('one sample', () => {
  test.each([
    ['scaled', classes],
    ['standardized', itself],
  ])('of numbers as in the file, %s, is judged as that of the file', async (_, tiny) => {
    const folder = await trained(tiny);
    const { outputs } = await evaluateRun({ folder, runtime: 'cpu' });
    const [report] = outputs;
    const shown = report!.shown[0]!;
    const answer = await judgeSample({ folder, runtime: 'cpu', values: shown.numbers!.map(Math.round) });
    const [judged] = answer.outputs;
    if (judged?.kind === 'classes' && 'likely' in shown)
      judged.likely.forEach(({ probability }, i) => expect(probability).toBeCloseTo(shown.likely[i]!.probability, 5));
    else if (judged?.kind === 'values' && 'output' in shown)
      judged.output.forEach((value, i) => expect(value).toBeCloseTo(shown.output[i]!, 4));
    else throw new Error('The two are not of one kind.');
  });

  test('of another size is refused', async () => {
    const folder = await trained(classes);
    await expect(judgeSample({ folder, runtime: 'cpu', values: [1, 2] })).rejects.toThrow('A sample of 2 numbers does not fit the model');
  });
});
