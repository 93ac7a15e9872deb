import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json } from '../../../src/core/document';
import type { RegistryName } from '../../../src/core/layers/fields';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner } from '../state/designer';
import { Choice } from './Choice';
import type { EditorProps } from './FieldRow';
import { beginning, nameOf, optionsOf } from './NamedEditor';

/** Several things chosen by name: each with a button that takes it out, and a choice of what else there is. */
export function ListEditor({
  value,
  toEdit,
  locked,
  name,
  registry,
  offers,
}: EditorProps & { readonly registry: RegistryName }): ReactElement {
  const designer = useDesigner();
  const items = Array.isArray(value) ? (value as readonly Json[]) : [];
  const names = items.map(nameOf);
  const others = optionsOf(registry, offers).filter(({ id }) => !names.includes(id));
  const put = (next: readonly Json[], words: string): void => void designer.commit(toEdit(next.length === 0 ? undefined : next), words);
  return (
    <div className="list">
      {locked && items.length === 0 && <span className="dim mono">{l10n.t('none')}</span>}
      {items.map((item, i) => (
        <span className="token item" key={`${nameOf(item)} ${i}`}>
          {nameOf(item) || JSON.stringify(item)}
          {!locked && (
            <Button
              kind="icon"
              className="tiny"
              aria-label={l10n.t`Remove ${nameOf(item)} from ${name}`}
              onClick={() =>
                put(
                  items.filter((_, at) => at !== i),
                  l10n.t`Removed ${nameOf(item)}.`,
                )
              }
            >
              <Icon name="close" />
            </Button>
          )}
        </span>
      ))}
      {!locked && others.length > 0 && (
        <Choice
          label={l10n.t`Add to ${name}`}
          options={others}
          value=""
          fallback={items.length === 0 ? l10n.t('none') : l10n.t('add…')}
          dim
          onChoose={(id) =>
            put([...items, offers?.find((offer) => offer.name === id)?.value ?? beginning(registry, id)], l10n.t`Added ${id}.`)
          }
        />
      )}
    </div>
  );
}
