import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/document';
import type { Field, Named, RegistryName } from '../../src/core/layers/fields';
import { layerTypes } from '../../src/core/layers/index';
import { registries } from '../../src/core/layers/registries';
import { isDefault } from '../../src/core/layers/readFields';
import { golden } from './cases';

type Signature = { readonly [argument: string]: Json };
type Signatures = { readonly [name: string]: Signature };

const keras = golden<
  {
    readonly layers: Signatures;
    readonly activations: Signatures;
    readonly names: { readonly [kind: string]: { readonly [alias: string]: string } };
  } & {
    readonly [kind: string]: Signatures;
  }
>('signatures');

/** Arguments of Keras that a design does not have, and why. */
const LEFT_OUT: { readonly [argument: string]: string } = {
  name: 'every layer has it, outside its fields',
  dtype: 'weights are float32; Input has it as a field',
  lora_rank: 'fine-tuning by adapters',
  lora_alpha: 'fine-tuning by adapters',
  quantization_config: 'inference with small integers',
  weights: 'values of weights are not in a design',
  renorm: 'batch renormalization',
  renorm_clipping: 'batch renormalization',
  renorm_momentum: 'batch renormalization',
  synchronized: 'several devices',
  return_state: 'a layer has one output',
  stateful: 'each batch starts anew',
  unroll: 'how it is computed, not what',
  use_cudnn: 'how it is computed, not what',
  batch_size: 'the training section has it',
  batch_shape: 'the training section has the batch',
  sparse: 'inputs are dense',
  ragged: 'inputs are dense',
  tensor: 'a design has no tensors',
  optional: 'every input is needed',
  input_axes: 'Keras finds out by itself',
  output_axes: 'Keras finds out by itself',
  loss_scale_factor: 'not in the trainer',
  gradient_accumulation_steps: 'not in the trainer',
};
const LEFT_OUT_OF_LOSSES: typeof LEFT_OUT = {
  axis: 'classes are along the last axis',
  reduction: 'the mean over the batch',
  ignore_class: 'every class counts',
};
const LEFT_OUT_OF_METRICS: typeof LEFT_OUT = {
  axis: 'directions are along the last axis',
  from_sorted_ids: 'outputs are not sorted',
  top_k: 'the threshold alone says what is an answer',
  thresholds: 'those of a curve are evenly spread',
  multi_label: 'every value of the output counts alike',
  num_labels: 'every value of the output counts alike',
  label_weights: 'every value of the output counts alike',
};
/** Fields that are no argument in Keras, and why. */
const OWN: typeof LEFT_OUT = { exclude_from_weight_decay: 'Keras has a method for it' };
/** Where a default is another one on purpose, and why. */
const OWN_DEFAULT: typeof LEFT_OUT = { 'f1_score average': 'without a mean Keras gives a number for each class, which is no curve' };

/** Where our default is spelled otherwise than Keras's, or is another one on purpose. */
function sameDefault(field: Field, keras: Json): boolean {
  if (keras === 'required') return field.default === undefined;
  // Keras's null is its configuration, which says channels_last unless somebody changed it.
  if (field.name === 'data_format') return keras === null && field.default === 'channels_last';
  if (field.name === 'dtype') return keras === null && field.default === 'float32';
  return field.default === keras || isDefault(field, keras);
}

function compare(fields: readonly Field[], signature: Signature, leftOut = LEFT_OUT) {
  const ours = new Set(fields.map(({ name }) => name));
  return {
    unknownToKeras: [...ours].filter((name) => !(name in signature) && !(name in OWN)),
    missing: Object.keys(signature).filter((name) => !ours.has(name) && !(name in leftOut)),
    otherDefault: fields
      .filter((field) => field.name in signature && !sameDefault(field, signature[field.name] ?? null))
      .map(({ name }) => name),
  };
}
const SAME = { unknownToKeras: [], missing: [], otherDefault: [] };

describe('fields and defaults are those of Keras', () => {
  for (const [name, type] of layerTypes) {
    it(name, () => {
      // Of ours: Keras has no randomized leaky ReLU.
      if (name === 'RReLU') return expect(type.fields.map((field) => field.name)).toEqual(['lower', 'upper', 'seed']);
      if (name === 'ThresholdedReLU') return expect(type.fields.map((field) => [field.name, field.default])).toEqual([['theta', 1]]);
      const { shape, ...signature } = keras.layers[name] ?? {};
      // Keras lets an Input go without a shape, where the batch's shape is given instead.
      const wanted = shape === undefined ? signature : { ...signature, shape: 'required' };
      expect(compare(type.fields, wanted)).toEqual(SAME);
    });
  }

  const CLASSES: readonly (readonly [RegistryName, string])[] = [
    ['initializer', 'initializers'],
    ['regularizer', 'regularizers'],
    ['constraint', 'constraints'],
    ['optimizer', 'optimizers'],
    ['loss', 'losses'],
    ['metric', 'metrics'],
  ];
  for (const [registry, kind] of CLASSES) {
    for (const entry of registries[registry]) {
      if (entry.name === 'accuracy') continue; // Stands for the kind of accuracy that fits the loss.
      it(`${registry} ${entry.name}`, () => {
        const className = classOf(entry, keras[kind] ?? {});
        const more = { loss: LEFT_OUT_OF_LOSSES, metric: LEFT_OUT_OF_METRICS }[registry as string];
        expect(className).not.toBe('none');
        const compared = compare(entry.fields, keras[kind]?.[className] ?? {}, { ...LEFT_OUT, ...more });
        const otherDefault = compared.otherDefault.filter((name) => !(`${entry.name} ${name}` in OWN_DEFAULT));
        expect({ ...compared, otherDefault }).toEqual(SAME);
        const known = keras.names[kind] ?? {};
        const spelled = [entry.name, ...(entry.aliases ?? [])].filter((name) => name in known);
        expect(spelled.map((name) => known[name])).toEqual(spelled.map(() => className));
      });
    }
  }

  for (const entry of registries.activation) {
    it(`activation ${entry.name}`, () => {
      const { axis, ...signature } = keras.activations[entry.name] ?? {};
      expect(compare(entry.fields, axis === undefined ? signature : { ...signature, axis })).toEqual(SAME);
    });
  }
});

/** The class among the names of an entry. */
const classOf = ({ name, aliases = [] }: Named, classes: Signatures): string => [name, ...aliases].find((one) => one in classes) ?? 'none';
