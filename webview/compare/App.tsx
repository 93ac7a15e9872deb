import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { analyzeText } from '../../src/core/analyze';
import { diffDesigns } from '../../src/core/diff/diffDesigns';
import type { FromCompare, SavedComparison, SharedView, ToCompare } from '../../src/protocol/compare';
import type { Channel } from '../shared/channel';
import { Details } from './Details';
import { Heads } from './Heads';
import { List, type ListHandle } from './List';
import { isChange, rowsOf, type Row } from './rows';
import { Toolbar } from './Toolbar';
import { Unreadable } from './Unreadable';
import { useWidth } from './useWidth';

export type Compared = Extract<ToCompare, { type: 'compared' }>;

/** Where a line of the list stops being wide enough for two cards and their lanes. */
const LEAST_CARD = 160;

interface AppProps {
  readonly channel: Channel<ToCompare, FromCompare, SavedComparison>;
}

/** Two designs beside each other, or in a diff editor one of them beside the page with the other. */
export function App({ channel }: AppProps): ReactElement | null {
  const [compared, setCompared] = useState<Compared>();
  const [view, setView] = useState<SharedView>(() => channel.saved() ?? {});
  /** What outlives the page. Where the list is scrolled to changes many times a second: nothing is drawn anew for it. */
  const kept = useRef<SavedComparison>(view);
  const list = useRef<ListHandle>(null);
  useEffect(() => {
    const stop = channel.listen((message) => {
      if (message.type === 'compared') {
        kept.current = { ...kept.current, sources: message.sources };
        channel.save(kept.current);
        return setCompared(message);
      }
      const { top, ...rest } = message.view;
      if (top !== undefined) list.current?.follow(top);
      if (Object.keys(rest).length > 0) setView((before) => ({ ...before, ...rest }));
    });
    channel.post({ type: 'ready' });
    return stop;
  }, [channel]);
  const paired = compared?.side !== undefined;
  const keep = useCallback(
    (change: SharedView) => {
      kept.current = { ...kept.current, ...change };
      channel.save(kept.current);
      if (paired) channel.post({ type: 'moved', view: change });
    },
    [channel, paired],
  );
  const move = useCallback(
    (change: SharedView) => {
      setView((before) => ({ ...before, ...change }));
      keep(change);
    },
    [keep],
  );
  if (!compared) return null;
  return (
    <Shown
      compared={compared}
      view={view}
      list={list}
      move={move}
      scrolled={(top) => keep({ top })}
      post={(message) => channel.post(message)}
    />
  );
}

interface ShownProps {
  readonly compared: Compared;
  readonly view: SharedView;
  readonly list: React.RefObject<ListHandle | null>;
  readonly move: (change: SharedView) => void;
  readonly scrolled: (top: number) => void;
  readonly post: (message: FromCompare) => void;
}

function Shown({ compared, view, list, move, scrolled, post }: ShownProps): ReactElement {
  const { before, after, side } = compared;
  const diff = useMemo(() => diffDesigns(analyzeText(before.text), analyzeText(after.text)), [before.text, after.text]);
  const [measure, width] = useWidth();
  const card = Math.max(LEAST_CARD, (side ? width : width / 2) - 60);
  const { selected = '', unfolded } = view;
  const rows = useMemo(() => rowsOf(diff, new Set(unfolded), card), [diff, unfolded, card]);
  const changes = useMemo(() => rows.filter(isChange), [rows]);
  const select = (row: Row | undefined): void => {
    if (!row) return;
    move({ selected: row.key });
    list.current?.reveal(row.key);
  };
  const step = (direction: 1 | -1): void => {
    const order = rows.findIndex(({ key }) => key === selected);
    const ahead = (row: Row, i: number): boolean => isChange(row) && (order < 0 || (i - order) * direction > 0);
    select(direction === 1 ? (rows.find(ahead) ?? changes[0]) : (rows.findLast(ahead) ?? changes.at(-1)));
  };
  const keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'F7' && !(event.key === 'F5' && event.altKey)) return;
    step(event.shiftKey ? -1 : 1);
    event.preventDefault();
  };
  const unreadable = ([['before', diff.before], ['after', diff.after]] as const).filter(([which, { design }]) => !design && compared[which].text.trim() !== ''); // prettier-ignore
  const chosen = rows.find(({ key }) => key === selected);
  const place = chosen ? changes.indexOf(chosen) : -1;
  return (
    <main className={`compare ${side ?? 'both'}`} onKeyDown={keyDown}>
      <Toolbar diff={diff} compared={compared} changes={changes.length} place={place} step={step} post={post} />
      <Heads compared={compared} />
      <div className="stage" ref={measure}>
        {unreadable.length > 0 ? (
          unreadable.map(([which, analysis]) => (
            <Unreadable
              key={which}
              title={compared[which].title}
              text={compared[which].text}
              analysis={analysis}
              open={(path) => post({ type: 'openAsText', side: which, path })}
            />
          ))
        ) : (
          <List
            handle={list}
            diff={diff}
            rows={rows}
            side={side}
            selected={selected}
            start={view.top ?? 0}
            select={select}
            unfold={({ ends }) => move({ unfolded: [...(unfolded ?? []), ...ends] })}
            scrolled={scrolled}
          />
        )}
      </div>
      {unreadable.length === 0 && <Details diff={diff} row={chosen} side={side} compared={compared} post={post} />}
    </main>
  );
}
