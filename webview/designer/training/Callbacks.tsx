import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import type { Json, JsonObject, TrainingSection } from '../../../src/core/document';
import type { Field } from '../../../src/core/layers/fields';
import { findNamed, registries } from '../../../src/core/layers/registries';
import { logKeys } from '../../../src/core/training/logKeys';
import { isPenalized } from '../../../src/core/training/penalties';
import { Choice } from '../inspector/Choice';
import { FieldRow } from '../inspector/FieldRow';
import { nameOf, optionOf, simplest } from '../inspector/NamedEditor';
import { isLocked, useDesigner, useDesignerState } from '../state/designer';
import { EntryCard } from './EntryCard';
import { helpText } from '../../../src/core/helpText';

const path = ['training', 'callbacks'];

/** What is done beside the steps: a card each, with its fields. */
export function Callbacks({
  training,
  outputs,
}: {
  readonly training: TrainingSection;
  readonly outputs: readonly string[];
}): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const penalized = useDesignerState(({ session }) => isPenalized(session.shown.design?.layers ?? []));
  const { callbacks } = training as JsonObject;
  const items = Array.isArray(callbacks) ? (callbacks as readonly Json[]) : [];
  const watched = useMemo(() => logKeys(training, outputs, penalized), [training, outputs, penalized]);
  const put = (at: readonly (string | number)[], value: Json | undefined, words: string): void =>
    void designer.commit({ type: 'setTraining', path: ['callbacks', ...at], ...(value !== undefined && { value }) }, words);
  const others = registries.callback.filter(({ name }) => !items.some((item) => findNamed('callback', nameOf(item))?.name === name));
  return (
    <>
      {items.map((item, i) => {
        const written = nameOf(item);
        const entry = findNamed('callback', written);
        const args: JsonObject = typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as JsonObject) : {};
        return (
          <EntryCard
            key={`${written} ${i}`}
            title={entry?.name ?? (written || l10n.t('no type'))}
            help={entry && helpText(entry.help)}
            locked={locked}
            remove={() => put(items.length === 1 ? [] : [i], undefined, l10n.t`Removed ${written}.`)}
          >
            {entry?.fields.map((field) => (
              <FieldRow
                key={field.name}
                field={field.name === 'monitor' ? watchedField(field, watched) : field}
                value={args[field.name]}
                path={[...path, i, field.name]}
                locked={locked}
                toEdit={(next) => {
                  const { [field.name]: _, ...rest } = args;
                  const value = simplest(written, next === undefined ? rest : { ...rest, [field.name]: next });
                  return { type: 'setTraining', path: ['callbacks', i], value };
                }}
              />
            ))}
          </EntryCard>
        );
      })}
      {!locked && others.length > 0 && (
        <div className="adder">
          <Choice
            label={l10n.t('Add to callbacks')}
            options={others.map((one) => optionOf('callback', one))}
            value=""
            fallback={l10n.t('Add…')}
            dim
            onChoose={(id) => put([], [...items, id], l10n.t`Added ${id}.`)}
          />
        </div>
      )}
    </>
  );
}

/** What can be watched is what an epoch ends with. */
const watchedField = (field: Field, choices: readonly string[]): Field => ({ ...field, value: { kind: 'choice', choices } });
