import * as l10n from '@vscode/l10n';
import type { JsonObject } from '../document';
import type { Field } from './fields';
import type { Inference, LayerContext, LayerType, Refusal, Values } from './layerType';
import { multiplied, type Work } from './size';
import type { Dimension, Shape } from '../diagnostics';

const doc = (page: string): string => `https://keras.io/api/layers/recurrent_layers/${page}/`;

type Types = ReadonlyMap<string, LayerType>;

/** A layer as a value: its type, and its fields with their defaults (`readFields` makes it). */
type Wrapped = Values & { readonly type: string };

/** Layers around a layer. `types` gives every type that there is: these are among them. */
export function wrapperTypes(types: () => Types): readonly LayerType[] {
  const wrappable = once(() => pick(types(), ({ arity }) => arity === 1));
  const sequences = once(() => pick(types(), ({ fields }) => fields.some(({ name }) => name === 'return_sequences')));
  const layer = (allowed: () => Types, help: string): Field => ({
    name: 'layer',
    value: { kind: 'layer', allowed },
    group: 'essentials',
    help,
  });
  return [
    {
      type: 'Bidirectional',
      family: 'recurrent',
      arity: 1,
      rank: [2, 2],
      axes: 'steps, features',
      fields: [
        layer(sequences, 'The recurrent layer that reads the sequence forward; a second one reads it backward.'),
        {
          name: 'merge_mode',
          value: { kind: 'choice', choices: ['concat', 'sum', 'mul', 'ave'] },
          default: 'concat',
          group: 'essentials',
          help: 'How the two outputs become one.',
        },
        {
          ...layer(sequences, 'The layer that reads backward, where it is not like the other; it has go_backwards.'),
          name: 'backward_layer',
          default: null,
          nullable: true,
          group: 'advanced',
        },
      ],
      help: 'Reads a sequence in both directions.',
      doc: doc('bidirectional'),
      start: { layer: { type: 'LSTM', units: 32 } },
      infer: (context) => bothWays(sequences(), context),
    },
    {
      type: 'TimeDistributed',
      family: 'recurrent',
      arity: 1,
      rank: [2, Infinity],
      fields: [layer(wrappable, 'The layer that each step goes through.')],
      help: 'Applies a layer to every step of a sequence.',
      doc: doc('time_distributed'),
      start: { layer: { type: 'Dense', units: 32 } },
      infer: (context) => eachStep(wrappable(), context),
    },
  ];
}

const pick = (types: Types, wanted: (type: LayerType) => boolean): Types => new Map([...types].filter(([, type]) => wanted(type)));

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function inner(types: Types, layer: Wrapped, { name, inputNames }: LayerContext, input: Shape): Inference | Refusal {
  const type = types.get(layer.type);
  // A type that is not there has been refused with the field; without a rule there is no shape.
  if (!type) return { problem: 'layer.unknown-type', facts: { type: layer.type } };
  return type.infer({ name, values: layer, inputNames, inputs: [input] });
}

function eachStep(types: Types, context: LayerContext): Inference | Refusal {
  const [steps = null, ...step] = context.inputs[0] ?? [];
  const made = inner(types, context.values.layer as Wrapped, context, step);
  if ('problem' in made) return { ...made, field: 'layer' };
  return { ...made, output: [steps, ...made.output], ...each(steps, made) };
}

const each = (steps: Dimension, { multiplyAdds, work = [] }: Work): Work =>
  multiplyAdds === null ? { multiplyAdds } : multiplied(...work.map((sizes) => [...sizes, steps]));

const both = (one: Work, other: Work): Work =>
  one.multiplyAdds === null || other.multiplyAdds === null
    ? { multiplyAdds: null }
    : multiplied(...(one.work ?? []), ...(other.work ?? []));

function bothWays(types: Types, context: LayerContext): Inference | Refusal {
  const { layer, merge_mode, backward_layer } = context.values as { layer: Wrapped; merge_mode: string; backward_layer: Wrapped | null };
  const refusal = directions(layer, backward_layer);
  if (refusal) return refusal;
  const input = context.inputs[0] ?? [];
  const forward = inner(types, layer, context, input);
  if ('problem' in forward) return { ...forward, field: 'layer' };
  const backward = backward_layer ? inner(types, backward_layer, context, input) : forward;
  if ('problem' in backward) return { ...backward, field: 'backward_layer' };
  const [there, back] = [forward.output.at(-1) ?? null, backward.output.at(-1) ?? null];
  if (merge_mode !== 'concat' && there !== back)
    return unlike('units', (layer as JsonObject).units as number, (backward_layer as JsonObject).units as number);
  const last = merge_mode === 'concat' ? (there ?? 0) + (back ?? 0) : there;
  const arithmetic = backward_layer ? `${forward.arithmetic} + ${backward.arithmetic}` : `2 × (${forward.arithmetic})`;
  return {
    output: [...forward.output.slice(0, -1), last],
    weights: [
      ...forward.weights.map((weight) => ({ ...weight, name: `forward/${weight.name}` })),
      ...backward.weights.map((weight) => ({ ...weight, name: `backward/${weight.name}` })),
    ],
    ...both(forward, backward),
    arithmetic,
  };
}

/** The two must read in different directions and give the same kind of output. */
function directions(layer: Wrapped, backward: Wrapped | null): Refusal | undefined {
  const opposite = backward ? backward.go_backwards : true;
  if (layer.go_backwards === opposite) {
    const field = backward ? 'backward_layer' : 'layer';
    const expected = backward ? l10n.t('go_backwards in one of the two layers') : l10n.t('a layer without go_backwards');
    return { problem: 'field.wrong-value', facts: { type: 'Bidirectional', field, expected, found: backward ?? layer }, field };
  }
  if (backward && backward.return_sequences !== layer.return_sequences) {
    return unlike('return_sequences', layer.return_sequences as boolean, backward.return_sequences as boolean);
  }
  return undefined;
}

function unlike(name: string, forward: number | boolean, backward: number | boolean): Refusal {
  const field = 'backward_layer';
  const facts = { type: 'Bidirectional', field, expected: l10n.t`${name} ${forward}, as of layer`, found: `${name} ${backward}` };
  return { problem: 'field.wrong-value', facts, field };
}
