import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { Json } from '../../../src/core/document';
import type { NumberKind, RegistryName } from '../../../src/core/layers/fields';
import { Choice } from './Choice';
import type { EditorProps } from './FieldRow';
import { NamedEditor, beginning, nameOf, optionsOf } from './NamedEditor';
import { TextEditor } from './TextEditor';
import { useDesigner } from '../state/designer';

const CONSTANT = '';

/** A number, or something chosen by name in its place: a learning rate, or a schedule of it. */
export function NumberOrNamed(props: EditorProps & { readonly registry: RegistryName; readonly number: NumberKind }): ReactElement {
  const { field, value, toEdit, locked, name, registry, number } = props;
  const designer = useDesigner();
  if (nameOf(value) !== '') return <NamedEditor {...props} none={l10n.t('constant')} />;
  const chosen = (id: string): Json | undefined => (id === CONSTANT ? value : beginning(registry, id));
  return (
    <div className="ornumber">
      <TextEditor {...props} field={{ ...field, value: number }} />
      <Choice
        label={l10n.t`Kind of ${name}`}
        options={[{ id: CONSTANT, text: l10n.t('constant') }, ...optionsOf(registry)]}
        value={CONSTANT}
        disabled={locked}
        onChoose={(id) => designer.commit(toEdit(chosen(id)), l10n.t`${name} is ${id || l10n.t('constant')}.`)}
      />
    </div>
  );
}
