import * as l10n from '@vscode/l10n';
import { useState, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';
import { useDesigner, useDesignerState, type Overlay } from '../state/designer';
import { leave } from './leave';

/** A name that no block has yet. */
function freeName(taken: readonly string[]): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? 'block' : `block_${i}`;
    if (!taken.includes(name)) return name;
  }
}

/** Asks for the name of a block, in the shape of VS Code's input box. */
export function NameBox({
  overlay,
  style,
}: {
  readonly overlay: Extract<Overlay, { kind: 'name' }>;
  readonly style: CSSProperties;
}): ReactElement {
  const designer = useDesigner();
  const blocks = useDesignerState(({ session }) => session.shown.written?.blocks);
  const taken = Object.keys(blocks ?? {});
  const { wrap, block } = overlay;
  const [name, setName] = useState(() => block ?? freeName(taken));
  const [reason, setReason] = useState<string>();
  const close = (): void => {
    designer.open(undefined);
    designer.view?.focus();
  };
  const take = (): void => {
    const wanted = name.trim();
    if (wanted === block) return close();
    const made = wrap
      ? designer.commit({ type: 'wrapLayers', layers: wrap, block: wanted }, l10n.t`Made the block ${wanted}.`)
      : designer.commit({ type: 'renameBlock', block: block ?? '', name: wanted }, l10n.t`Renamed to ${wanted}.`);
    if (!made) return setReason(designer.store.get().refusal?.reason);
    close();
    const now = designer.store.get().selection.at(-1);
    if (now !== undefined) requestAnimationFrame(() => designer.view?.reveal(now));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') take();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
  };
  const label = wrap ? l10n.t('Name of the block') : l10n.t`New name of the block ${block ?? ''}`;
  return (
    <div
      className="pick nowheel"
      style={style}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && leave(designer, overlay)}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <input
        className="field"
        aria-label={label}
        aria-describedby="name-box-words"
        aria-invalid={reason !== undefined}
        spellCheck={false}
        autoFocus
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setName(event.target.value);
          setReason(undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="none" id="name-box-words" role={reason === undefined ? undefined : 'alert'}>
        {reason ?? l10n.t`${label}. Enter takes it, Escape leaves it.`}
      </div>
    </div>
  );
}
