import * as l10n from '@vscode/l10n';
import { useId, type KeyboardEvent, type ReactElement } from 'react';
import { TextField } from '../../shared/controls';
import { fieldText, readFieldText, stepped } from './fieldText';
import type { EditorProps } from './FieldRow';
import { useDraft } from './useDraft';

/** Numbers, lists and texts: whatever is typed. */
export function TextEditor({ field, value, toEdit, locked, name, none = l10n.t('none') }: EditorProps): ReactElement {
  const why = useId();
  const draft = useDraft(
    value,
    (shown) => fieldText(shown, field.value),
    (text) => readFieldText(field, text),
    toEdit,
    name,
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    // Saving saves what is typed too: the key goes on to VS Code.
    if (command && event.key === 's') return draft.take(false);
    if (event.key === 'Enter') draft.take(false);
    else if (event.key === 'Escape' || (command && event.key === 'z')) {
      if (!draft.revert()) return;
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const reading = readFieldText(field, draft.text === '' ? fieldText(field.default) : draft.text);
      const next = 'value' in reading ? stepped(field.value, reading.value, event.key === 'ArrowUp' ? 1 : -1, event.shiftKey) : undefined;
      if (next === undefined) return;
      draft.type(String(next));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <TextField
        aria-label={draft.problem === undefined ? name : `${name}. ${draft.problem}`}
        value={draft.text}
        placeholder={field.default === undefined ? '' : fieldText(field.default) || none}
        readOnly={locked}
        invalid={draft.problem !== undefined}
        onInput={draft.type}
        onKeyDown={onKeyDown}
        onBlur={() => draft.take(true)}
      />
      {draft.problem !== undefined && (
        <div className="why wrong" id={why} role="alert">
          {draft.problem}
        </div>
      )}
    </>
  );
}
