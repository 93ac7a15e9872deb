import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';

interface EntryCardProps {
  readonly title: string;
  /** Beside the title, in few words. */
  readonly detail?: string;
  readonly help?: string;
  readonly locked: boolean;
  readonly remove: () => void;
  readonly children?: ReactNode;
}

/** One of several things in the training section, with its fields and a way to take it out. */
export function EntryCard({ title, detail, help, locked, remove, children }: EntryCardProps): ReactElement {
  return (
    <div className="entry" role="group" aria-label={title}>
      <div className="cardhead">
        <span className="mono strong">{title}</span>
        {detail !== undefined && (
          <span className="dim small grow detail" title={detail}>
            {detail}
          </span>
        )}
        {!locked && (
          <span className="tools">
            <Button kind="icon" className="tiny" aria-label={l10n.t`Remove ${title}`} title={l10n.t`Remove ${title}`} onClick={remove}>
              <Icon name="close" />
            </Button>
          </span>
        )}
      </div>
      {help !== undefined && <div className="help">{help}</div>}
      {children}
    </div>
  );
}
