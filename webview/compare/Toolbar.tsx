import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { DesignDiff } from '../../src/core/diff/designDiff';
import { countChange, summarySentence } from '../../src/core/diff/describeDiff';
import { formatCount } from '../../src/core/format';
import type { FromCompare } from '../../src/protocol/compare';
import { Button } from '../shared/controls';
import { shortCount } from '../shared/format';
import { Icon } from '../shared/icons';
import type { Compared } from './App';
import { withParts } from '../shared/withParts';

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
    <div className="toolbar" role="toolbar" aria-label={l10n.t('Comparison')}>
      {side !== 'after' && (
        <>
          <Button
            kind="icon"
            title={l10n.t('Previous change (Shift+F7)')}
            aria-label={l10n.t('Previous change')}
            disabled={changes === 0}
            onClick={() => step(-1)}
          >
            <Icon name="up" />
          </Button>
          <Button
            kind="icon"
            title={l10n.t('Next change (F7)')}
            aria-label={l10n.t('Next change')}
            disabled={changes === 0}
            onClick={() => step(1)}
          >
            <Icon name="down" />
          </Button>
          <span className="place dim">{changes > 0 && l10n.t`${place < 0 ? '–' : formatCount(place + 1)} of ${formatCount(changes)}`}</span>
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
            <Button
              kind="icon"
              title={l10n.t('Swap the sides')}
              aria-label={l10n.t('Swap the sides')}
              onClick={() => post({ type: 'swap' })}
            >
              <Icon name="swap" />
            </Button>
          )}
          <Button
            kind="icon"
            title={l10n.t('Compare as text')}
            aria-label={l10n.t('Compare as text')}
            onClick={() => post({ type: 'openTextDiff' })}
          >
            <Icon name="json" />
          </Button>
        </>
      )}
    </div>
  );
}

const KINDS = [
  ['added', 'add', l10n.t('{0} added')],
  ['removed', 'minus', l10n.t('{0} removed')],
  ['changed', 'pencil', l10n.t('{0} changed')],
  ['moved', 'move', l10n.t('{0} moved')],
] as const;

function Counts({ diff: { counts, equal } }: { readonly diff: DesignDiff }): ReactElement {
  if (equal) return <span className="counts">{l10n.t('The same model and training')}</span>;
  return (
    <span className="counts">
      {KINDS.map(
        ([key, icon, words]) =>
          counts[key] > 0 && (
            <span key={key} className={`m-${key}`}>
              <Icon name={icon} />
              {withParts(words, <b>{formatCount(counts[key])}</b>)}
            </span>
          ),
      )}
      {counts.training > 0 && <span>{withParts(l10n.t('{0} in training'), <b>{formatCount(counts.training)}</b>)}</span>}
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
        {withParts(known ? l10n.t('parameters {0}') : l10n.t('known parameters {0}'), <b>{countChange(before.total, after.total)}</b>)}
      </span>
      {work[0] !== work[1] && (
        <span title={countChange(before.multiplyAdds, after.multiplyAdds)}>
          {withParts(l10n.t('multiply-adds {0}'), <b>{work.join(' → ')}</b>)}
        </span>
      )}
    </span>
  );
}
