import * as l10n from '@vscode/l10n';
import type { ReactElement, ReactNode } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { KerasText } from './KerasText';
import { LogTable } from './LogTable';
import { kerasText, tableText } from './rows';

export interface LogProps {
  readonly tabs: ReactNode;
  readonly run: RunState | undefined;
  readonly view: 'table' | 'keras';
  readonly choose: (view: 'table' | 'keras') => void;
  readonly copy: (text: string) => void;
}

const VIEWS = [
  ['table', l10n.t('Table')],
  ['keras', l10n.t('Keras text')],
] as const;

export function Log({ tabs, run, view, choose, copy }: LogProps): ReactElement {
  const label = view === 'table' ? l10n.t('Copy the table') : l10n.t('Copy the text');
  return (
    <section className="log" aria-label={l10n.t('Log')}>
      <div className="h">
        {tabs}
        <span className="r">
          <span className="seg" role="group" aria-label={l10n.t('Show the log as')}>
            {VIEWS.map(([key, name]) => (
              <button key={key} type="button" aria-pressed={view === key} onClick={() => choose(key)}>
                {name}
              </button>
            ))}
          </span>
          <Button
            kind="icon"
            aria-label={label}
            title={label}
            disabled={!run || run.step === 0}
            onClick={() => run && copy(view === 'table' ? tableText(run) : kerasText(run))}
          >
            <Icon name="copy" />
          </Button>
        </span>
      </div>
      {view === 'table' ? <LogTable run={run} /> : <KerasText run={run} />}
    </section>
  );
}
