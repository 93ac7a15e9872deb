import type { ReactElement } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { KerasText } from './KerasText';
import { LogTable } from './LogTable';
import { kerasText, tableText } from './rows';

export interface LogProps {
  readonly run: RunState | undefined;
  readonly view: 'table' | 'keras';
  readonly choose: (view: 'table' | 'keras') => void;
  readonly copy: (text: string) => void;
}

const VIEWS = [
  ['table', 'Table'],
  ['keras', 'Keras text'],
] as const;

export function Log({ run, view, choose, copy }: LogProps): ReactElement {
  const label = view === 'table' ? 'Copy the table' : 'Copy the text';
  return (
    <section className="log" aria-label="Log">
      <div className="h">
        <h2>Log</h2>
        <span className="r">
          <span className="seg" role="group" aria-label="Show the log as">
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
