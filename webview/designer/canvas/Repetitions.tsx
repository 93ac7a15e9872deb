import * as l10n from '@vscode/l10n';
import { useMemo, type ReactElement } from 'react';
import { repetitionsOf } from '../../../src/core/blocks/repetitions';
import { repetitionsHealth } from '../graph/health';
import { repetitionWords } from '../graph/repetitionWords';
import { useDesignerState } from '../state/designer';
import { usePicture } from '../state/pictures';

/** More cells than this nobody tells apart on a card: the inspector lists them all. */
const MOST = 60;

/** One cell for each repetition, as high as its gradient among those of the others; one that asks for a look is hatched. */
export function Repetitions({ id }: { readonly id: string }): ReactElement | null {
  const events = useDesignerState(({ run }) => run?.health);
  const flat = usePicture((picture) => picture?.analysis.flat);
  const repetitions = useMemo(() => (flat ? repetitionsOf(flat, id) : []), [flat, id]);
  const cells = useMemo(() => repetitionsHealth(events ?? [], repetitions), [events, repetitions]);
  const left = cells.length - MOST;
  return (
    <div className="repetitions">
      <span className="dim">{l10n.t('each')}</span>
      <div className="cells">
        {cells.slice(0, MOST).map((cell) => (
          <span key={cell.name} className={cell.bad ? 'bad' : ''} title={repetitionWords(cell)}>
            <i style={{ height: `${cell.height === undefined ? 0 : 15 + 85 * cell.height}%` }} />
          </span>
        ))}
      </div>
      {left > 0 && <span className="dim">+{left}</span>}
    </div>
  );
}
