import * as l10n from '@vscode/l10n';
import { isGlu } from './activationLayers';
import type { LayerContext, LayerType, Refusal, Weight } from './layerType';
import { findNamed } from './registries';
import { isObject } from './readFields';
import type { Json } from '../document';

/**
 * The type with the checks that are the same for every layer, so that each rule sees shapes of a rank that it takes and
 * need not think of them.
 */
export function checked(type: LayerType): LayerType {
  // Keras would count half as many outputs too many.
  const gates =
    type.type === 'Activation' ? [] : type.fields.filter(({ value }) => value.kind === 'named' && value.registry === 'activation');
  const choices = type.fields.filter(({ name }) => /_(initializer|constraint)$/.test(name));
  return {
    ...type,
    infer(context) {
      const refusal = rankRefusal(type, context);
      if (refusal) return refusal;
      const gated = gates.find(({ name }) => isGlu(context.values[name]));
      if (gated) return gluRefusal(type.type, gated.name, context);
      const made = type.infer(context);
      // Nearly every layer has initializers that suit any weight (its own defaults do): looking closer is for the others.
      const particular = choices.some(({ name, default: preset }) => context.values[name] !== preset && isParticular(context.values[name]));
      if ('problem' in made || !particular) return made;
      return weightRefusal(type, context, made.weights) ?? made;
    },
  };
}

function gluRefusal(type: string, field: string, { values }: LayerContext): Refusal {
  const expected = l10n.t('another activation: glu gives half as many values, so it is for an Activation layer of its own');
  return { problem: 'field.wrong-value', facts: { type, field, expected, found: values[field] ?? null }, field };
}

function rankRefusal({ type, rank, axes }: LayerType, { name, inputs }: LayerContext): Refusal | undefined {
  if (!rank) return undefined;
  const [least, most] = rank;
  const found = inputs.find(({ length }) => length < least || length > most);
  if (!found) return undefined;
  const expected = axes ? `${dimensionsText(least, most)} (${axes})` : dimensionsText(least, most);
  return { problem: 'shape.rank-mismatch', facts: { layer: name, type, expected, found } };
}

/** `1 dimension`, `at least 2 dimensions`, `2 to 3 dimensions`. */
function dimensionsText(least: number, most: number): string {
  if (least === most) return least === 1 ? l10n.t('1 dimension') : l10n.t`${least} dimensions`;
  if (most === Infinity) return least === 1 ? l10n.t('at least 1 dimension') : l10n.t`at least ${least} dimensions`;
  return l10n.t`${least} to ${most} dimensions`;
}

/** Matrices only; and what Keras says of anything else. */
const MATRIX: { readonly [initializer: string]: { fits(rank: number): boolean; readonly needs: string } } = {
  identity: { fits: (rank) => rank === 2, needs: l10n.t('identity needs a weight of 2 dimensions') },
  orthogonal: { fits: (rank) => rank >= 2, needs: l10n.t('orthogonal needs a weight of at least 2 dimensions') },
};

const isParticular = (chosen: Json | undefined): boolean =>
  (findNamed('initializer', nameOf(chosen))?.name ?? '') in MATRIX || (isObject(chosen) && 'axis' in chosen);

/** Initializers that cannot make a weight of that rank, and constraints along an axis that it does not have. */
function weightRefusal({ type, fields }: LayerType, { values }: LayerContext, weights: readonly Weight[]): Refusal | undefined {
  for (const { stem, shape } of weights) {
    const rank = shape.length;
    const initializer = `${stem}_initializer`;
    const chosen = values[initializer];
    const matrix = MATRIX[findNamed('initializer', nameOf(chosen))?.name ?? ''];
    if (matrix && !matrix.fits(rank) && fields.some(({ name }) => name === initializer)) {
      const expected = l10n.t`another initializer: ${matrix.needs}, and this one has ${rank}`;
      return { problem: 'field.wrong-value', facts: { type, field: initializer, expected, found: chosen ?? null }, field: initializer };
    }
    const constraint = `${stem}_constraint`;
    const held = values[constraint];
    const axis = isObject(held) ? held.axis : undefined;
    if (typeof axis === 'number' && (axis >= rank || axis < -rank)) {
      const expected = l10n.t`an axis of the weight: 0 to ${rank - 1}`;
      return { problem: 'field.wrong-value', facts: { type, field: constraint, expected, found: axis }, field: constraint };
    }
  }
  return undefined;
}

/** `he_normal` or `{ "type": "he_normal" }`. */
function nameOf(value: Json | undefined): string {
  const name = isObject(value) ? value.type : value;
  return typeof name === 'string' ? name : '';
}
