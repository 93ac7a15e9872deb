import type { LayerAnalysis } from '../analysis';
import type { Json } from '../document';
import type { Edit } from '../edits';
import type { Field } from '../layers/fields';

/** The same penalty or constraint on one or several layers. */
export interface PenaltyGroup {
  readonly field: Field;
  readonly value: Json;
  /** In the order of the file. */
  readonly layers: readonly Pick<LayerAnalysis, 'id' | 'name'>[];
}

const isPenalty = ({ value }: Field): boolean =>
  value.kind === 'named' && (value.registry === 'regularizer' || value.registry === 'constraint');

/** The regularizers and constraints of all layers; those that say the same are one. */
export function penaltiesOf(layers: readonly LayerAnalysis[]): readonly PenaltyGroup[] {
  const groups = new Map<string, { readonly field: Field; readonly value: Json; readonly layers: Pick<LayerAnalysis, 'id' | 'name'>[] }>();
  for (const { id, name, spec, layer } of layers)
    for (const field of spec?.fields ?? []) {
      const value = layer[field.name];
      if (value === undefined || value === null || !isPenalty(field)) continue;
      const key = JSON.stringify([field.name, value]);
      const group = groups.get(key) ?? { field, value, layers: [] };
      groups.set(key, group);
      group.layers.push({ id, name });
    }
  return [...groups.values()];
}

/** Fields that are offered for all layers that have them. */
const OFFERED = ['kernel_regularizer', 'activity_regularizer', 'kernel_constraint'];

/** What can be put on all layers that have weights to learn and the field, and have nothing there yet. */
export function offeredPenalties(
  layers: readonly LayerAnalysis[],
): readonly { readonly field: Field; readonly layers: readonly LayerAnalysis[] }[] {
  return OFFERED.flatMap((name) => {
    const free = layers.filter(
      ({ spec, layer, parameters, used }) =>
        used && (parameters?.total ?? 0) > 0 && spec?.fields.some((field) => field.name === name) && (layer[name] ?? null) === null,
    );
    const field = free[0]?.spec?.fields.find((one) => one.name === name);
    return field ? [{ field, layers: free }] : [];
  });
}

/** Puts a value (or with `undefined` nothing) into a field of several layers, as one step. */
export const setPenalty = (layers: readonly Pick<LayerAnalysis, 'id'>[], field: string, value: Json | undefined): Edit => ({
  type: 'several',
  edits: layers.map(({ id }) => ({ type: 'setField', layer: id, field, ...(value !== undefined && { value }) })),
});
