import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json, JsonPath } from '../../../src/core/document';
import type { Edit } from '../../../src/core/edits';
import type { Field } from '../../../src/core/layers/fields';
import { isByName, valueFor } from '../../../src/core/training/each';
import type { Offer } from '../../../src/core/training/fitting';
import { FieldRow } from '../inspector/FieldRow';
import { useDesigner } from '../state/designer';
import { helpText } from '../../../src/core/helpText';

interface EachFieldProps {
  readonly field: Field;
  readonly value: Json | undefined;
  /** Below `training`. */
  readonly path: JsonPath;
  /** Names of the model's inputs and outputs. */
  readonly ends: { readonly input: readonly string[]; readonly output: readonly string[] };
  readonly locked: boolean;
  /** What fits each output, by its name. */
  readonly offers?: (output: string) => readonly Offer[];
}

const setTraining = (path: JsonPath, value: Json | undefined): Edit => ({
  type: 'setTraining',
  path,
  ...(value !== undefined && { value }),
});

/** A field that holds for the whole model, or for each of several inputs or outputs by its name. */
export function EachField({ field, value, path, ends, locked, offers }: EachFieldProps): ReactElement | null {
  const designer = useDesigner();
  const { each, ...one } = field;
  const names = each ? ends[each.of] : [];
  const byName = each !== undefined && (each.only === true || isByName(value));
  const several = names.length > 1;
  const place = ['training', ...path];
  if (!byName)
    return (
      <>
        <FieldRow
          field={one}
          value={value}
          path={place}
          locked={locked}
          offers={offers?.(names[0] ?? '')}
          toEdit={(next) => setTraining(path, next)}
        />
        {several && !locked && each && (
          <div className="links indented">
            <button
              className="link"
              onClick={() => {
                const now = value ?? field.default ?? null;
                const own = Object.fromEntries(names.map((name) => [name, now === null ? (offers?.(name)[0]?.value ?? null) : now]));
                designer.commit(
                  setTraining(path, own),
                  each.of === 'input' ? l10n.t`${field.name} is one for each input.` : l10n.t`${field.name} is one for each output.`,
                );
              }}
            >
              {each.of === 'input' ? l10n.t('One for each input') : l10n.t('One for each output')}
            </button>
          </div>
        )}
      </>
    );
  // Of one output alone there is nothing to weigh.
  if (!several && value === undefined) return null;
  const shared = names.map((name) => valueFor<Json>(value as never, name)).find((own) => own !== undefined);
  return (
    <div role="group" aria-label={field.name}>
      <div className="frow">
        <label title={helpText(field.help)}>
          <span className="name">{field.name}</span>
        </label>
        {!locked && !each.only ? (
          <span className="right">
            <button
              className="link small"
              onClick={() => designer.commit(setTraining(path, shared), l10n.t`${field.name} is one for all.`)}
            >
              {l10n.t('One for all')}
            </button>
          </span>
        ) : (
          <span />
        )}
      </div>
      {names.map((name) => (
        <FieldRow
          key={name}
          field={{ ...one, default: one.default ?? (each.only ? 1 : one.default) }}
          label={name}
          value={valueFor<Json>(value as never, name)}
          path={[...place, name]}
          locked={locked}
          sub
          offers={offers?.(name)}
          toEdit={(next) => setTraining([...path, name], next)}
        />
      ))}
    </div>
  );
}
