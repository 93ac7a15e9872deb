import * as l10n from '@vscode/l10n';
import { useRef, useState, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';
import { formatCount } from '../../src/core/format';

/** A class and what its samples were taken for. */
export interface Pair {
  readonly truth: number;
  readonly guess: number;
}

interface MatrixProps {
  /** How often samples of a class (a row) were taken for each class. */
  readonly square: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly pair: Pair | undefined;
  readonly choose: (pair: Pair | undefined) => void;
}

const STEPS: { readonly [key: string]: readonly [number, number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The confusion matrix. A cell shows its samples; one tab stop, arrows go from cell to cell. */
export function Matrix({ square, names, pair, choose }: MatrixProps): ReactElement {
  const table = useRef<HTMLTableElement>(null);
  const [stop, setStop] = useState<Pair>({ truth: 0, guess: 0 });
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const within = (place: number): number => Math.min(names.length - 1, Math.max(0, place));
    const next = { truth: within(stop.truth + step[0]), guess: within(stop.guess + step[1]) };
    setStop(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.truth} ${next.guess}"]`)?.focus();
  };
  return (
    <div className="matrix">
      <table ref={table} onKeyDown={move}>
        <caption className="dim small">{l10n.t('Rows are what samples are, columns what they were taken for')}</caption>
        <thead>
          <tr>
            <td />
            {names.map((name, id) => (
              <th key={id} scope="col" title={name}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {square.map((row, truth) => {
            const all = Math.max(1, row.reduce((sum, count) => sum + count, 0)); // prettier-ignore
            return (
              <tr key={truth}>
                <th scope="row" title={names[truth]}>
                  {names[truth]}
                </th>
                {row.map((count, guess) => {
                  const chosen = pair?.truth === truth && pair.guess === guess;
                  return (
                    <td key={guess}>
                      <button
                        type="button"
                        data-cell={`${truth} ${guess}`}
                        className={truth === guess ? 'hit' : count > 0 ? 'miss' : 'none'}
                        style={{ '--share': `${Math.round(55 * Math.sqrt(count / all))}%` } as CSSProperties}
                        tabIndex={stop.truth === truth && stop.guess === guess ? 0 : -1}
                        aria-pressed={chosen}
                        aria-label={l10n.t`${names[truth]!} taken for ${names[guess]!}: ${formatCount(count)}`}
                        onFocus={() => setStop({ truth, guess })}
                        onClick={() => choose(chosen ? undefined : { truth, guess })}
                      >
                        {count === 0 ? '·' : formatCount(count)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
