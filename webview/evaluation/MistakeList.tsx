import * as l10n from '@vscode/l10n';
import { useState, type ReactElement } from 'react';
import type { Confusion } from '../../src/core/evaluation/confusion';
import { formatCount } from '../../src/core/format';
import type { Pair } from './Matrix';

interface MistakeListProps {
  readonly confusion: Confusion;
  readonly names: readonly string[];
  readonly pair: Pair | undefined;
  /** Absent where a line has nothing to show. */
  readonly choose: ((pair: Pair | undefined) => void) | undefined;
}

const FEW = 20;

/** Of more classes than fit a square: which are taken for which most often. A line shows its samples. */
export function MistakeList({ confusion: { mistakes, kinds }, names, pair, choose }: MistakeListProps): ReactElement {
  const [more, setMore] = useState(false);
  const shown = more ? mistakes : mistakes.slice(0, FEW);
  return (
    <div className="mistakes">
      <p className="dim small">
        {kinds > shown.length
          ? l10n.t`The ${formatCount(shown.length)} most frequent mistakes of ${formatCount(kinds)}: a class, and what it was taken for`
          : l10n.t('All mistakes, the most frequent first: a class, and what it was taken for')}
      </p>
      {kinds === 0 && <p>{l10n.t('There is no mistake among these samples.')}</p>}
      <ul>
        {shown.map(({ truth, guess, count }) => {
          const chosen = pair?.truth === truth && pair.guess === guess;
          return (
            <li key={`${truth} ${guess}`}>
              <button
                type="button"
                disabled={!choose}
                aria-pressed={choose && chosen}
                aria-label={l10n.t`${names[truth]!} taken for ${names[guess]!}: ${formatCount(count)}`}
                title={`${names[truth]!} → ${names[guess]!}`}
                onClick={() => choose?.(chosen ? undefined : { truth, guess })}
              >
                <span className="mono">{formatCount(count)}</span>
                <span className="names">
                  {names[truth]} → {names[guess]}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {mistakes.length > FEW && (
        <button type="button" className="link" aria-expanded={more} onClick={() => setMore(!more)}>
          {more
            ? l10n.t('Fewer')
            : mistakes.length < kinds
              ? l10n.t`The first ${formatCount(mistakes.length)}`
              : l10n.t`All ${formatCount(kinds)}`}
        </button>
      )}
    </div>
  );
}
