import type { ReactElement } from 'react';
import type { DesignDiff } from '../../src/core/diff/designDiff';
import { countChange, summarySentence } from '../../src/core/diff/describeDiff';
import { formatCount } from '../../src/core/format';
import type { FromCompare } from '../../src/protocol/compare';
import { Button } from '../shared/controls';
import { shortCount } from '../shared/format';
import { Icon } from '../shared/icons';
import type { Compared } from './App';

interface ToolbarProps {
  readonly diff: DesignDiff;
  readonly compared: Compared;
  readonly changes: number;
  /** Which of them is selected, from 0; -1: none. */
  readonly place: number;
  readonly step: (direction: 1 | -1) => void;
  readonly post: (message: FromCompare) => void;
}

/** What differs in numbers, and the way from one change to the next. In a diff editor each page has half of it. */
export function Toolbar({ diff, compared, changes, place, step, post }: ToolbarProps): ReactElement {
  const { side } = compared;
  return (
    <div className="toolbar" role="toolbar" aria-label="Comparison">
      {side !== 'after' && (
        <>
          <Button
            kind="icon"
            title="Previous change (Shift+F7)"
            aria-label="Previous change"
            disabled={changes === 0}
            onClick={() => step(-1)}
          >
            <Icon name="up" />
          </Button>
          <Button kind="icon" title="Next change (F7)" aria-label="Next change" disabled={changes === 0} onClick={() => step(1)}>
            <Icon name="down" />
          </Button>
          <span className="place dim">{changes > 0 && `${place < 0 ? '–' : formatCount(place + 1)} of ${formatCount(changes)}`}</span>
          <Counts diff={diff} />
          <span className="unseen" role="status">
            {summarySentence(diff)}
          </span>
        </>
      )}
      <span className="grow" />
      {side !== 'before' && (
        <>
          <Totals diff={diff} />
          <span className="grow" />
          {!side && (
            <Button kind="icon" title="Swap the sides" aria-label="Swap the sides" onClick={() => post({ type: 'swap' })}>
              <Icon name="swap" />
            </Button>
          )}
          <Button kind="icon" title="Compare as text" aria-label="Compare as text" onClick={() => post({ type: 'openTextDiff' })}>
            <Icon name="json" />
          </Button>
        </>
      )}
    </div>
  );
}

const KINDS = [
  ['added', 'add', 'added'],
  ['removed', 'minus', 'removed'],
  ['changed', 'pencil', 'changed'],
  ['moved', 'move', 'moved'],
] as const;

function Counts({ diff: { counts, equal } }: { readonly diff: DesignDiff }): ReactElement {
  if (equal) return <span className="counts">The same model and training</span>;
  return (
    <span className="counts">
      {KINDS.map(
        ([key, icon, word]) =>
          counts[key] > 0 && (
            <span key={key} className={`m-${key}`}>
              <Icon name={icon} />
              <b>{formatCount(counts[key])}</b> {word}
            </span>
          ),
      )}
      {counts.training > 0 && (
        <span>
          <b>{formatCount(counts.training)}</b> in training
        </span>
      )}
    </span>
  );
}

function Totals({ diff: { totals } }: { readonly diff: DesignDiff }): ReactElement {
  const { before, after } = totals;
  const known = before.complete && after.complete;
  const work = [shortCount(before.multiplyAdds), shortCount(after.multiplyAdds)];
  return (
    <span className="totals">
      <span>
        {!known && 'known '}parameters <b>{countChange(before.total, after.total)}</b>
      </span>
      {work[0] !== work[1] && (
        <span title={countChange(before.multiplyAdds, after.multiplyAdds)}>
          multiply-adds <b>{work.join(' → ')}</b>
        </span>
      )}
    </span>
  );
}
