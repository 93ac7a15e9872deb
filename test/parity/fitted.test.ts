import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent, RuntimeName } from '../../src/core/training/events';
import { readSafetensors } from '../../src/trainer/safetensors';
import { train } from '../../src/trainer/train';
import { temporaryFolder } from '../unit/trainer/data/makeFiles';
import { all } from '../unit/trainer/tinyDesign';
import { tensorflowPlaces } from '../unit/trainer/tensorflow';
import { kerasPython } from './kerasPython';

/** What `fitted.py` writes of a case. */
interface Fitted {
  readonly design: object;
  readonly history: { readonly [key: string]: readonly number[] };
  readonly weights: { readonly [name: string]: readonly number[] };
  /** The learning rate that each epoch had. */
  readonly rates?: readonly number[];
}

const CASES = [
  ['two', 'two outputs with weights of samples and losses, a clipped norm and a schedule that warms up'],
  ['called', 'weights of classes, penalties, a rate that is reduced, and an early end with the best weights'],
  ['phases', 'three phases, each with its frozen layers, clipping and schedule, and an average at the end'],
] as const;
const runtimes: readonly RuntimeName[] = tensorflowPlaces ? ['wasm', 'tensorflow'] : ['wasm'];
const folder = temporaryFolder();

beforeAll(() => {
  if (!kerasPython) return;
  const { status, stderr } = spawnSync(kerasPython, [path.join(import.meta.dirname, 'fitted.py'), folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}, 300_000);

describe.skipIf(!kerasPython)("a training is Keras's fit, epoch by epoch, with", () => {
  for (const [name, title] of CASES)
    it.each(runtimes)(`${title} (%s)`, async (runtime) => {
      const { design, history, weights, rates } = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Fitted;
      const run = path.join(folder, `${name}-${runtime}`);
      const events: RunEvent[] = [];
      const options = { designText: JSON.stringify(design), designPath: path.join(folder, 'it.layerwise.json'), folder: run, runtime };
      await train({ ...options, ...(tensorflowPlaces && { places: tensorflowPlaces }) }, (event) => events.push(event));
      const ended = events.at(-1)!;
      if (ended.type !== 'finished') throw new Error(JSON.stringify(ended));
      for (const [key, values] of Object.entries(history)) {
        expect(ended.history[key], key).toHaveLength(values.length);
        values.forEach((value, i) => expect(Math.abs(ended.history[key]![i]! - value), `${key} of epoch ${i + 1}`).toBeLessThan(1e-4));
      }
      const learned = all(events, 'epoch').map(({ learningRate }) => learningRate);
      rates?.forEach((rate, i) => expect(learned[i]! / rate, `rate of epoch ${i + 1}`).toBeCloseTo(1, 5));
      const { arrays } = readSafetensors(readFileSync(path.join(run, 'checkpoints/last.safetensors')));
      expect(arrays.map((array) => array.name).sort()).toEqual(Object.keys(weights).sort());
      for (const array of arrays)
        array.values.forEach((value, i) => expect(Math.abs(value - weights[array.name]![i]!), array.name).toBeLessThan(1e-4));
    });
});
