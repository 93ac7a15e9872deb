import * as l10n from '@vscode/l10n';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import type { Family } from '../../../src/core/layers/layerType';
import { Icon, type IconName } from '../../shared/icons';

export interface PickItem {
  readonly id: string;
  readonly name: string;
  readonly marks: readonly (readonly [number, number])[];
  readonly icon: IconName;
  readonly family: Family | 'unknown';
  readonly detail: string;
  /** At the right, in the editor's font. */
  readonly effect: string;
  /** In a column of its own behind the effect. */
  readonly cost?: string;
  readonly title?: string;
  /** Cannot be chosen here. */
  readonly off?: boolean;
}
export interface PickGroup {
  readonly title: string;
  readonly items: readonly PickItem[];
}

interface PickProps {
  readonly label: string;
  readonly placeholder: string;
  readonly groups: (query: string) => readonly PickGroup[];
  readonly onPick: (id: string) => void;
  /** By a key: focus goes back to where it came from. */
  readonly onClose: () => void;
  /** Focus went elsewhere, where a person put it. */
  readonly onLeave: () => void;
  /** Called as the marked row changes, for a preview. */
  readonly onMark?: (id: string | undefined) => void;
  readonly style?: CSSProperties;
}

const PAGE = 8;

/** A searchable list in the shape of VS Code's quick pick. */
export function Pick({ label, placeholder, groups, onPick, onClose, onLeave, onMark, style }: PickProps): ReactElement {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => groups(query), [groups, query]);
  const open = useMemo(() => shown.flatMap(({ items }) => items.filter(({ off }) => !off)), [shown]);
  const marked = open[Math.min(at, open.length - 1)];

  useEffect(() => {
    input.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    onMark?.(marked?.id);
    rows.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest' });
  }, [marked, onMark]);

  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt((Math.min(at, open.length - 1) + 1) % Math.max(1, open.length)),
    ArrowUp: () => setAt((Math.min(at, open.length - 1) - 1 + open.length) % Math.max(1, open.length)),
    PageDown: () => setAt(Math.min(open.length - 1, at + PAGE)),
    PageUp: () => setAt(Math.max(0, at - PAGE)),
    Enter: () => marked && onPick(marked.id),
    Escape: onClose,
    Tab: onClose,
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const act = keys[event.key];
    if (!act || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act();
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) onLeave();
  };
  const rowId = (id: string): string => `${list}-${id}`;
  return (
    <div className="pick nowheel" style={style} onBlur={onBlur} onPointerDown={(event) => event.stopPropagation()}>
      <input
        ref={input}
        className="field"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={marked && rowId(marked.id)}
        placeholder={placeholder}
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="rows" id={list} role="listbox" aria-label={label} ref={rows} tabIndex={-1}>
        {shown.map(({ title, items }) => (
          <div key={title} role="group" aria-label={title} className="set">
            <div className="group" aria-hidden="true">
              {title}
            </div>
            {items.map((item) => (
              <div
                key={item.id}
                id={rowId(item.id)}
                role="option"
                aria-selected={item === marked}
                aria-disabled={item.off === true}
                aria-label={[item.name, item.detail, item.effect, item.cost].filter(Boolean).join(', ')}
                title={item.title}
                className={`row f-${item.family} ${item === marked ? 'on' : ''} ${item.off ? 'off' : ''}`}
                onPointerMove={() => !item.off && item !== marked && setAt(open.indexOf(item))}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => !item.off && onPick(item.id)}
              >
                <Icon name={item.icon} className={item.off ? '' : 'fico'} />
                <Marked text={item.name} marks={item.marks} />
                <span className="dim small detail">{item.detail}</span>
                <span className="mono">{item.effect}</span>
                {item.cost !== undefined && <span className="mono cost">{item.cost}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {open.length === 0 && (
        <div className="none" role="status">
          {shown.length === 0 ? l10n.t('Nothing has this name.') : l10n.t('None of these fits here.')}
        </div>
      )}
    </div>
  );
}

function Marked({ text, marks }: { readonly text: string; readonly marks: PickItem['marks'] }): ReactElement {
  const parts: ReactElement[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    parts.push(<span key={at}>{text.slice(at, from)}</span>, <mark key={`m${from}`}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return (
    <span className="word">
      {parts}
      {text.slice(at)}
    </span>
  );
}
