import * as l10n from '@vscode/l10n';
import { useStore as useFlow } from '@xyflow/react';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type CSSProperties,
  type RefObject,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { isLocked, useDesigner, useDesignerState, type Designer, type Overlay } from '../state/designer';
import { placeOf, type InstanceAnalysis } from '../../../src/core/analysis';
import { asTold } from '../../../src/core/blocks/fold';
import { fixesFor } from '../../../src/core/fixes';
import type { Edit } from '../../../src/core/edits';
import { waysOf } from '../graph/beside';
import { copyByMenu, pasteByMenu } from './clipboard';
import { crossingWords } from './moves';
import { runCommand } from './runCommand';
import { useAnchor } from './useAnchor';
import type { Picture } from '../graph/picture';
import { keyName } from '../../shared/keyNames';

interface Entry {
  readonly title: string;
  readonly keys?: readonly string[];
  readonly act: () => void;
  /** Begins a new group. */
  readonly apart?: boolean;
}

const MENU = { width: 232, row: 24 };

function entriesOf(designer: Designer, overlay: Extract<Overlay, { kind: 'menu' }>, picture: Picture, locked: boolean): readonly Entry[] {
  const { layer, fixes } = overlay;
  const layers = picture.analysis.layers;
  const here = layers.find(({ id }) => id === layer);
  const mending = picture.analysis.diagnostics
    .filter((diagnostic) => diagnostic.layer === layer)
    .map((one) => asTold(picture.analysis, one))
    .flatMap(({ diagnostic, layer: told }) => fixesFor(diagnostic, told))
    .map(({ title, edit }): Entry => ({ title, act: () => designer.commit(edit, `${title}.`) }));
  const command = (title: string, name: Parameters<typeof runCommand>[0], ...keys: string[]): Entry => ({
    title,
    keys,
    act: () => runCommand(name, designer, picture),
  });
  const show: Entry = { title: l10n.t('Open as text'), act: () => designer.openAsText(here && placeOf(here)), apart: mending.length > 0 };
  const { tracing } = designer.store.get();
  const trace = command(tracing ? l10n.t('Show all layers alike') : l10n.t('Trace what leads here and on'), 'trace', 'T');
  if (locked) return [show, trace];
  if (fixes) return mending.length > 0 ? mending : [{ ...show, title: l10n.t('No quick fix. Open as text') }];
  const connects: readonly Entry[] = [
    { title: l10n.t('Connect to…'), act: () => designer.open({ kind: 'connect', layer, side: 'output' }), apart: true },
    ...(here?.spec?.arity === 0
      ? []
      : [{ title: l10n.t('Connect an input…'), act: () => designer.open({ kind: 'connect', layer, side: 'input' }) }]),
  ];
  return [
    ...mending,
    { ...command(l10n.t('Add after…'), 'addAfter', 'A'), apart: mending.length > 0 },
    command(l10n.t('Add before…'), 'addBefore', 'Shift', 'A'),
    command(l10n.t('Duplicate'), 'duplicate', 'D'),
    command(l10n.t('Move up'), 'moveUp', 'Alt', '↑'),
    command(l10n.t('Move down'), 'moveDown', 'Alt', '↓'),
    ...moveEntries(designer, layer, picture),
    ...connects,
    ...blockEntries(designer, overlay, picture),
    { title: l10n.t('Cut'), keys: ['Ctrl', 'X'], act: () => void copyByMenu(designer, true), apart: true },
    { title: l10n.t('Copy'), keys: ['Ctrl', 'C'], act: () => void copyByMenu(designer, false) },
    { title: l10n.t('Paste'), keys: ['Ctrl', 'V'], act: () => void pasteByMenu(designer) },
    { ...command(l10n.t('Rename'), 'rename', 'F2'), apart: true },
    command(l10n.t('Edit'), 'edit', 'Enter'),
    { ...show, apart: false },
    trace,
    { ...command(l10n.t('Delete'), 'delete', 'Delete'), apart: true },
  ];
}

/** Into the blocks beside it, and out of its own. */
function moveEntries(designer: Designer, layer: string, { analysis }: Picture): readonly Entry[] {
  const { selection } = designer.store.get();
  const layers = selection.includes(layer) ? selection : [layer];
  return waysOf(analysis, layers).map(({ kind, name, position }) => {
    const words = crossingWords(analysis.flat, layer, position);
    const edit: Edit = layers.length > 1 ? { type: 'moveLayers', layers, position } : { type: 'moveLayer', layer, position };
    return {
      title: kind === 'up' ? l10n.t`Move up into ${name}` : kind === 'down' ? l10n.t`Move down into ${name}` : l10n.t`Move out of ${name}`,
      act: () => {
        if (!designer.commit(edit, words.join(' '))) return;
        const { selection: now } = designer.store.get();
        designer.select(now, { reveal: true });
      },
    };
  });
}

/** What can be done with blocks here. */
function blockEntries(designer: Designer, { layer }: { readonly layer: string }, picture: Picture): readonly Entry[] {
  const { selection } = designer.store.get();
  const chosen = selection.includes(layer) ? selection : [layer];
  const { analysis, cards } = picture;
  const instance: InstanceAnalysis | undefined = analysis.instances.find(({ id }) => id === layer);
  const isSource = chosen.some((id) => analysis.layers.find((one) => one.id === id)?.spec?.arity === 0);
  const unfolded = cards.get(layer)?.unfolded;
  const { block } = instance ?? {};
  const act = (edit: Edit, words: string) => () => void designer.commit(edit, words);
  const entries: Entry[] = [];
  if (unfolded !== undefined)
    entries.push(
      { title: unfolded ? l10n.t('Fold') : l10n.t('Unfold'), keys: [unfolded ? '←' : '→'], act: () => designer.unfold([layer], !unfolded) },
      { title: l10n.t('Fold all blocks'), keys: ['Shift', '←'], act: () => designer.unfold(undefined, false) },
      { title: l10n.t('Unfold all blocks'), keys: ['Shift', '→'], act: () => designer.unfold(undefined, true) },
    );
  if (!isSource) entries.push({ title: l10n.t('Make a block…'), act: () => designer.open({ kind: 'name', layer, wrap: chosen }) });
  if (chosen.length > 1)
    entries.push({
      title: l10n.t('Make one repeated layer'),
      act: act({ type: 'repeatLayers', layers: chosen }, l10n.t('Made one repeated layer.')),
    });
  if (block !== undefined)
    entries.push({ title: l10n.t`Rename the block ${block}…`, act: () => designer.open({ kind: 'name', layer, block }) });
  if (instance)
    entries.push({
      title: block === undefined ? l10n.t('Write it out') : l10n.t('Take the block apart'),
      act: act({ type: 'unwrapBlock', layer }, l10n.t('Taken apart.')),
    });
  return entries.map((entry, i) => (i === 0 ? { ...entry, apart: true } : entry));
}

/** What can be done with a layer, at the pointer or beside the card. */
export function Menu({
  overlay,
  picture,
}: {
  readonly overlay: Extract<Overlay, { kind: 'menu' }>;
  readonly picture: Picture;
}): ReactElement {
  const designer = useDesigner();
  const locked = useDesignerState(isLocked);
  const menu = useRef<HTMLDivElement>(null);
  const entries = entriesOf(designer, overlay, picture, locked);
  const style = useMenuPlace(menu, overlay, picture, entries);
  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true });
  }, []);

  const close = (): void => {
    designer.open(undefined);
    designer.view?.focus();
  };
  const choose = ({ act }: Entry): void => {
    close();
    act();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const items = [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const goals: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const goal = goals[event.key];
    if (goal !== undefined) items[goal]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={menu}
      className="menu nowheel"
      role="menu"
      aria-label={l10n.t`Actions for ${overlay.layer}`}
      style={style}
      onKeyDown={onKeyDown}
      onBlur={(event) =>
        !event.currentTarget.contains(event.relatedTarget) && designer.store.get().overlay === overlay && designer.open(undefined)
      }
    >
      {entries.map((entry) => (
        <button
          key={entry.title}
          role="menuitem"
          tabIndex={-1}
          className={entry.apart ? 'apart' : ''}
          onClick={() => choose(entry)}
          onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
        >
          <span className="title">{entry.title}</span>
          {entry.keys && <span className="keys">{keyName(...entry.keys)}</span>}
        </button>
      ))}
    </div>
  );
}

function useMenuPlace(
  menu: RefObject<HTMLDivElement | null>,
  { at, layer }: Extract<Overlay, { kind: 'menu' }>,
  picture: Picture,
  entries: readonly Entry[],
): CSSProperties {
  const anchor = useAnchor();
  // As wide as its longest line, which another language and names of blocks make longer.
  const [wide, setWide] = useState(MENU.width);
  useLayoutEffect(() => setWide(menu.current?.offsetWidth ?? MENU.width), [menu, entries.length]);
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const box = anchor(picture.drawing.boxes[layer] ?? { x: 0, y: 0, width: 0, height: 0 });
  const tall = entries.length * MENU.row + entries.filter(({ apart }) => apart).length * 9 + 10;
  const { x, y } = at ?? { x: box.x + 36, y: box.y + box.height + 4 };
  return {
    left: Math.max(4, Math.min(x, width - wide - 4)),
    top: Math.max(4, Math.min(y, height - tall - 4)),
    minWidth: Math.min(MENU.width, width - 8),
    maxWidth: width - 8,
    maxHeight: height - 8,
  };
}
