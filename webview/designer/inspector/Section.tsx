import { useId, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState } from '../state/designer';

interface SectionProps {
  /** What is remembered about it. */
  readonly id: string;
  readonly title: string;
  /** Beside the title: what is in it, in few words. */
  readonly summary?: string;
  readonly openAtFirst?: boolean;
  readonly children: ReactNode;
}

/** A part of the inspector that opens and closes; it stays as it was left. */
export function Section({ id, title, summary, openAtFirst = true, children }: SectionProps): ReactElement {
  const designer = useDesigner();
  const open = useDesignerState(({ folds }) => folds[id] ?? openAtFirst);
  const body = useId();
  return (
    <section className="section" aria-label={title}>
      <h3>
        <button
          type="button"
          className="sect"
          aria-expanded={open}
          aria-controls={open ? body : undefined}
          onClick={() => designer.fold(id, !open)}
        >
          <Icon name={open ? 'down' : 'right'} />
          {title}
          {summary !== undefined && <span className="sum">{summary}</span>}
        </button>
      </h3>
      {open && (
        <div className="rows" id={body}>
          {children}
        </div>
      )}
    </section>
  );
}
