import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../shared/icons';

export interface AdviceBoxProps {
  readonly severity: 'error' | 'warning' | 'info';
  readonly title?: string;
  readonly children?: ReactNode;
  /** Links that do something about it. */
  readonly fixes?: readonly {
    readonly text: string;
    readonly act: () => void;
    /** It does nothing about it: it only hides it. */ readonly quiet?: boolean;
  }[];
}

const LINE = { error: 'e', warning: 'w', info: '' } as const;

/** One box for every severity: the colour is on the icon and the line beside it, never on the text. */
export function AdviceBox({ severity, title, children, fixes = [] }: AdviceBoxProps): ReactElement {
  return (
    <div className={`note advice ${LINE[severity]}`} role="note">
      <Icon name={severity} />
      <div>
        {title !== undefined && <b>{title} </b>}
        {children}
      </div>
      {fixes.length > 0 && (
        <div className="fixes">
          {fixes.map(({ text, act, quiet }) => (
            <button key={text} type="button" className={`link ${quiet ? 'dim' : ''}`} onClick={act}>
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
