import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { TextField } from '../../shared/controls';
import { useDesigner } from '../state/designer';

/** The name of a layer while it is changed on its card: Enter takes it, Escape leaves it. */
export function RenameField({ layer, name }: { readonly layer: string; readonly name: string }): ReactElement {
  const designer = useDesigner();
  const [draft, setDraft] = useState(name);
  const field = useRef<HTMLElement>(null);
  const done = useRef(false);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.shadowRoot?.querySelector('input')?.select();
  }, []);
  const finish = (take: boolean): void => {
    if (done.current) return;
    done.current = true;
    designer.open(undefined);
    if (take && draft.trim() !== '' && draft !== name)
      designer.commit({ type: 'renameLayer', layer, name: draft.trim() }, l10n.t`Renamed to ${draft.trim()}.`);
    designer.view?.focus();
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') finish(true);
    if (event.key === 'Escape') finish(false);
  };
  return (
    <TextField
      ref={field}
      className="rename nodrag"
      aria-label={l10n.t`Name of ${name}`}
      value={draft}
      onInput={setDraft}
      onKeyDown={key}
      onBlur={() => finish(true)}
    />
  );
}
