import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isProblem, resolveNamed } from '../../src/core/layers/registries';
import type { JsonObject } from '../../src/core/document';
import type { Callback, RunActions } from '../../src/trainer/callbacks/callback';
import { earlyStopping } from '../../src/trainer/callbacks/earlyStopping';
import { reduceOnPlateau } from '../../src/trainer/callbacks/reduceOnPlateau';

/** Made by callbacks.py. */
interface Case {
  readonly type: 'EarlyStopping' | 'ReduceLROnPlateau';
  readonly fields: JsonObject & { readonly monitor: string };
  readonly values: readonly (number | 'nan')[];
  readonly epochs: number;
  /** After each epoch. */
  readonly rates: readonly number[];
  /** The epoch whose weights the model ends with; 0: the last. */
  readonly weights: number;
}
const cases = JSON.parse(readFileSync(new URL('goldens/callbacks.json', import.meta.url), 'utf8')) as readonly Case[];

/** A callback and a run that is nothing but numbers. With `cut`, both are made anew after each epoch from what was kept. */
function follow({ type, fields, values }: Case, cut: boolean): Pick<Case, 'epochs' | 'rates' | 'weights'> {
  const resolved = resolveNamed('callback', { type, ...fields });
  if (isProblem(resolved)) throw new Error(JSON.stringify(resolved.problems));
  let [ended, epoch, weights] = [false, 0, 0];
  const run: RunActions = {
    folder: '/run',
    learningRate: 0.1,
    end: () => (ended = true),
    tell: () => undefined,
    weights: () => [{ name: 'w', shape: [], values: Float32Array.of(epoch) }],
    setWeights: ([array]) => (weights = array!.values[0]!),
    saveEpoch: () => Promise.resolve(),
  };
  const make = (): Callback => ({ EarlyStopping: earlyStopping, ReduceLROnPlateau: reduceOnPlateau })[type](resolved.values, run);
  let callback = make();
  const rates: number[] = [];
  for (const value of values) {
    epoch++;
    void callback.epochEnded!({
      epoch,
      inPhase: epoch,
      step: epoch,
      logs: { [fields.monitor]: Number(value) },
      learningRate: run.learningRate,
    });
    rates.push(run.learningRate);
    if (ended) break;
    if (!cut) continue;
    const { state, arrays = [] } = callback;
    run.learningRate = 0.1;
    callback = make();
    void callback.restore!(
      JSON.parse(
        JSON.stringify(state, (_key, item: unknown) => (Number.isNaN(item) ? 'NaN' : item)),
        revive,
      ),
      arrays,
    );
  }
  callback.trainingEnded?.();
  return { epochs: rates.length, rates, weights };
}

const revive = (_key: string, item: unknown): unknown => (item === 'NaN' ? NaN : item);

it.each([false, true])('callbacks end and reduce where those of Keras do, also made anew after each epoch: %s', (cut) => {
  for (const each of cases) {
    const found = follow(each, cut);
    const words = JSON.stringify([each.type, each.fields, each.values]);
    expect([found.epochs, found.weights], words).toEqual([each.epochs, each.weights]);
    found.rates.forEach((rate, i) => expect(rate, words).toBeCloseTo(each.rates[i]!, 9));
  }
  expect(cases.length).toBe(60);
});
