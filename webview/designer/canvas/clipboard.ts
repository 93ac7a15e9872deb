import * as l10n from '@vscode/l10n';
import { useEffect } from 'react';
import { copyLayers } from '../../../src/core/edit';
import { isLocked, useDesigner, type Designer } from '../state/designer';
import { layersText } from '../../../src/core/countWords';
import { keyName } from '../../shared/keyNames';

/** What is selected as text, or nothing: then it is said why. */
function textOf(designer: Designer): string | undefined {
  const { session, selection } = designer.store.get();
  if (selection.length === 0) return undefined;
  const copied = copyLayers(session.text, selection);
  if (copied.ok) return copied.text;
  designer.set({ refusal: { reason: copied.reason, layer: selection.at(-1) } });
  designer.say(copied.reason);
  return undefined;
}

const counted = (count: number, name: string | undefined): string => (count === 1 ? (name ?? layersText(1)) : layersText(count));

function copied(designer: Designer, cut: boolean): string | undefined {
  const { selection } = designer.store.get();
  if (cut && isLocked(designer.store.get())) return undefined;
  const text = textOf(designer);
  if (text === undefined) return undefined;
  const what = counted(selection.length, selection[0]);
  if (cut) designer.commit({ type: 'deleteLayers', layers: selection }, l10n.t`Cut ${what}.`);
  else designer.say(l10n.t`Copied ${what}.`);
  return text;
}

/** Puts layers of a text behind the selected one, or at the end. */
function paste(designer: Designer, text: string): void {
  const last = designer.store.get().selection.at(-1);
  const made = designer.commit(
    { type: 'pasteLayers', text, position: last === undefined ? { end: true } : { after: last } },
    l10n.t('Pasted.'),
  );
  const now = designer.store.get().selection[0];
  if (made && now !== undefined) requestAnimationFrame(() => designer.view?.reveal(now));
}

/** From the menu, where there is no event of the clipboard. */
export async function copyByMenu(designer: Designer, cut: boolean): Promise<void> {
  const { selection } = designer.store.get();
  const text = textOf(designer);
  if (text === undefined) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return designer.set({ refusal: { reason: l10n.t`The editor does not give the clipboard here. Press ${keyName('Ctrl', cut ? 'X' : 'C')} instead.`, layer: selection.at(-1) } }); // prettier-ignore
  }
  if (cut) designer.commit({ type: 'deleteLayers', layers: selection }, l10n.t`Cut ${counted(selection.length, selection[0])}.`);
  else designer.say(l10n.t`Copied ${counted(selection.length, selection[0])}.`);
}

export async function pasteByMenu(designer: Designer): Promise<void> {
  try {
    paste(designer, await navigator.clipboard.readText());
  } catch {
    const layer = designer.store.get().selection.at(-1);
    designer.set({
      refusal: { reason: l10n.t`The editor does not give the clipboard here. Press ${keyName('Ctrl', 'V')} instead.`, layer },
    });
  }
}

/** Copy, cut and paste of the graph go through the clipboard of the system, as text. A field keeps its own. */
export function useClipboard(): void {
  const designer = useDesigner();
  useEffect(() => {
    const isOurs = (event: ClipboardEvent): boolean => {
      const target = event.target instanceof Element ? event.target : undefined;
      const field = target?.closest('input, textarea, vscode-text-field, [contenteditable], #inspector');
      return !field && document.getSelection()?.isCollapsed !== false;
    };
    const put = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      const text = copied(designer, event.type === 'cut');
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const take = (event: ClipboardEvent): void => {
      if (!isOurs(event)) return;
      event.preventDefault();
      paste(designer, event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('copy', put);
    document.addEventListener('cut', put);
    document.addEventListener('paste', take);
    return () => {
      document.removeEventListener('copy', put);
      document.removeEventListener('cut', put);
      document.removeEventListener('paste', take);
    };
  }, [designer]);
}
