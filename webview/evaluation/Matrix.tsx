import * as l10n from '@vscode/l10n';
import { useId, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactElement } from 'react';
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
  /** Absent where a cell has nothing to show. */
  readonly choose: ((pair: Pair | undefined) => void) | undefined;
}

const STEPS: { readonly [key: string]: readonly [number, number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Longer names than this stand upright above their columns. */
const SHORT_NAME = 5;

/** The confusion matrix. A cell shows its samples; one tab stop, arrows go from cell to cell. */
export function Matrix({ square, names, pair, choose }: MatrixProps): ReactElement {
  const table = useRef<HTMLTableElement>(null);
  const explained = useId();
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
    <div className="matrix" style={{ '--classes': names.length } as CSSProperties}>
      <p id={explained} className="dim small">
        {l10n.t('Rows are what samples are, columns what they were taken for')}
      </p>
      <table ref={table} aria-describedby={explained} {...(choose && { onKeyDown: move })}>
        <thead className={names.some(({ length }) => length > SHORT_NAME) ? 'upright' : ''}>
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
                  const look = {
                    className: `cell ${truth === guess ? 'hit' : count > 0 ? 'miss' : 'none'}`,
                    style: { '--share': `${Math.round(100 * Math.sqrt(count / all))}%` } as CSSProperties,
                  };
                  const text = count === 0 ? '·' : formatCount(count);
                  if (!choose)
                    return (
                      <td key={guess}>
                        <span {...look}>{text}</span>
                      </td>
                    );
                  return (
                    <td key={guess}>
                      <button
                        type="button"
                        {...look}
                        data-cell={`${truth} ${guess}`}
                        tabIndex={stop.truth === truth && stop.guess === guess ? 0 : -1}
                        aria-pressed={chosen}
                        aria-label={l10n.t`${names[truth]!} taken for ${names[guess]!}: ${formatCount(count)}`}
                        onFocus={() => setStop({ truth, guess })}
                        onClick={() => choose(chosen ? undefined : { truth, guess })}
                      >
                        {text}
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
