import { readFileSync } from 'node:fs';
import type { Shape } from '../../src/core/diagnostics';
import type { Json, JsonObject } from '../../src/core/document';
import type { Inference } from '../../src/core/layers/layerType';
import { layerTypes } from '../../src/core/layers/index';
import { readValues } from '../../src/core/layers/values';

/** Cases that differ in some of their fields: every combination of `on` and of the values in `vary`. */
export interface Group {
  readonly type: string;
  /** Why Layerwise refuses what Keras takes. */
  readonly stricter?: string;
  /** Shapes of the inputs of one case each. */
  readonly on: readonly (readonly Shape[])[];
  readonly base?: JsonObject;
  readonly vary?: { readonly [field: string]: readonly Json[] };
}

export interface Case {
  readonly layer: JsonObject & { readonly type: string };
  readonly inputs: readonly Shape[];
}

export const golden = <Kind>(name: string): Kind =>
  JSON.parse(readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), 'utf8')) as Kind;

/** In the order of `goldens.py`: inputs first, the last field fastest. */
export function expand({ type, on, base, vary = {} }: Group): readonly Case[] {
  const combinations = Object.entries(vary).reduce<readonly JsonObject[]>(
    (made, [field, values]) => made.flatMap((object) => values.map((value) => ({ ...object, [field]: value }))),
    [{}],
  );
  return on.flatMap((inputs) => combinations.map((fields) => ({ layer: { type, ...base, ...fields }, inputs })));
}

const written = (shape: Shape): string => shape.map((size) => size ?? '?').join(',');

/** What Layerwise says of a case, in the words of `layers.json`, and for a refusal the reason (not in the goldens). */
export function describeCase({ layer, inputs }: Case): { readonly line: string; readonly reason?: string; readonly made?: Inference } {
  const type = layerTypes.get(layer.type);
  if (!type) return { line: 'no such type' };
  const { values, problems } = readValues(type, layer);
  if (problems.length > 0) return { line: '!', reason: JSON.stringify(problems) };
  const inputNames = inputs.map((_, i) => `in${i}`);
  const fitting = type.arity === 'many' ? inputs.length >= 2 : inputs.length === type.arity;
  if (!fitting) return { line: '!', reason: 'arity' };
  const made = type.infer({ name: 'it', values, inputNames, inputs });
  if ('problem' in made) return { line: '!', reason: JSON.stringify(made) };
  const counted = (trainable: boolean): number =>
    made.weights
      .filter((weight) => weight.trainable === trainable)
      .reduce((sum, { shape }) => sum + shape.reduce((all, size) => all * size, 1), 0);
  const weights = made.weights.map(({ name, shape }) => `${name} ${written(shape)}`.trim()).join(';');
  return { line: `${written(made.output)}|${weights}|${counted(true)} ${counted(false)}`, made };
}
