import * as l10n from '@vscode/l10n';
import {
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type RefObject,
} from 'react';
import type { DesignDiff } from '../../src/core/diff/designDiff';
import type { Side } from '../../src/protocol/compare';
import { gutterOf, wiresOf } from './lanes';
import { RowView } from './RowView';
import { heightOf, labelOf, type FoldRow, type Row } from './rows';

export interface ListHandle {
  /** Brings a row into view, if it is not. */
  reveal(key: string): void;
  /** The page beside it was scrolled to here. */
  follow(top: number): void;
}

interface ListProps {
  readonly handle: RefObject<ListHandle | null>;
  readonly diff: DesignDiff;
  readonly rows: readonly Row[];
  readonly side: Side | undefined;
  readonly selected: string;
  /** Where it was scrolled to. */
  readonly start: number;
  readonly select: (row: Row | undefined) => void;
  readonly unfold: (fold: FoldRow) => void;
  readonly scrolled: (top: number) => void;
}

/** Rows above and below those in view that are drawn too, in pixels. */
const MARGIN = 400;
const PAD = 12;

/** The rows; only those in view are drawn. One tab stop, in which the arrow keys go from row to row. */
export function List({ handle, diff, rows, side, selected, start, select, unfold, scrolled }: ListProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: start, height: 800 });
  const tops = useMemo(() => {
    let top = PAD;
    return [...rows.map((row) => (top += heightOf(row)) - heightOf(row)), top + PAD];
  }, [rows]);
  const wires = useMemo(
    () => ({ before: wiresOf(rows, diff.before.edges, 'before'), after: wiresOf(rows, diff.after.edges, 'after') }),
    [rows, diff],
  );
  const gutter = gutterOf(Math.max(wires.before.lanes, wires.after.lanes));
  const chosen = rows.findIndex(({ key }) => key === selected);
  const followed = useRef(-1);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = start;
    const watch = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    watch.observe(element);
    return () => watch.disconnect();
    // Only where it begins: afterwards the person scrolls.
  }, []);
  useImperativeHandle(handle, () => ({
    reveal: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const element = box.current;
      if (at < 0 || !element) return;
      const [top, bottom] = [tops[at]!, tops[at + 1]!];
      if (top < element.scrollTop + 20 || bottom > element.scrollTop + element.clientHeight - 20)
        element.scrollTop = Math.max(0, top - element.clientHeight / 3);
    },
    follow: (top) => {
      if (!box.current || Math.abs(box.current.scrollTop - top) < 1) return;
      followed.current = top;
      box.current.scrollTop = top;
    },
  }));
  const onScroll = (): void => {
    const { scrollTop: top = 0, clientHeight: height = 0 } = box.current ?? {};
    setView({ top, height });
    const echo = Math.abs(followed.current - top) < 1;
    followed.current = -1;
    if (!echo) scrolled(top);
  };
  const go = (at: number): void => select(rows[Math.max(0, Math.min(rows.length - 1, at))]);
  const keyDown = (event: KeyboardEvent): void => {
    const row = rows[chosen];
    if (event.key === 'ArrowDown') go(chosen + 1);
    else if (event.key === 'ArrowUp') go(chosen < 0 ? 0 : chosen - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if ((event.key === 'Enter' || event.key === ' ') && row?.kind === 'fold') unfold(row);
    else return;
    event.preventDefault();
  };
  const first = Math.max(0, lastBelow(tops, view.top - MARGIN));
  const last = Math.min(rows.length, lastBelow(tops, view.top + view.height + MARGIN) + 1);
  return (
    <div
      ref={box}
      className="list"
      role="listbox"
      tabIndex={0}
      aria-label={l10n.t('Layers of both designs')}
      aria-activedescendant={chosen >= first && chosen < last ? `row-${chosen}` : undefined}
      onScroll={onScroll}
      onKeyDown={keyDown}
    >
      <div className="rows" role="presentation" style={{ height: tops.at(-1), '--gutter': `${gutter}px` } as CSSProperties}>
        {rows.slice(first, last).map((row, i) => {
          const at = first + i;
          return (
            <div
              key={row.key}
              id={`row-${at}`}
              className={`row ${row.kind} ${at === chosen ? 'on' : ''}`}
              role="option"
              aria-selected={at === chosen}
              aria-posinset={at + 1}
              aria-setsize={rows.length}
              style={{ top: tops[at], height: heightOf(row) }}
              onClick={() => (row.kind === 'fold' ? unfold(row) : select(row))}
            >
              <span className="unseen">{labelOf(row)}</span>
              <RowView row={row} at={at} side={side} wires={wires} gutter={gutter} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The last place whose value is not above the limit; tops rise. */
function lastBelow(tops: readonly number[], limit: number): number {
  let [low, high] = [0, tops.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
