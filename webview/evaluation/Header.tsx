import * as l10n from '@vscode/l10n';
import { useState, type ReactElement } from 'react';
import { formatCount } from '../../src/core/format';
import type { EvaluationReport } from '../../src/protocol/evaluation';
import type { EvaluationChoice, FromEvaluation } from '../../src/protocol/evaluationPage';
import { Button, TextField } from '../shared/controls';
import { Icon } from '../shared/icons';
import type { Told } from './App';

const PASSES = 100;
const MOST_PASSES = 10_000;

interface HeaderProps {
  readonly told: Told;
  readonly seen: EvaluationReport | undefined;
  readonly post: (message: FromEvaluation) => void;
}

/** Which weights, on what, and how they are evaluated. */
export function Header({ told: { run, choice, type }, seen, post }: HeaderProps): ReactElement {
  const evaluate = (change: Partial<EvaluationChoice>): void => post({ type: 'evaluate', choice: { ...choice, ...change } });
  const busy = type === 'evaluating';
  return (
    <header>
      <h1>
        <button
          type="button"
          className="title"
          title={l10n.t('Open the design as it was trained')}
          onClick={() => post({ type: 'openDesign' })}
        >
          {run.name}
        </button>
      </h1>
      {run.startedAt && (
        <span className="dim">
          {new Date(run.startedAt).toLocaleString([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}
        </span>
      )}
      {seen && <span className="dim">{what(seen)}</span>}
      <div className="controls">
        <span className="seg" role="group" aria-label={l10n.t('Weights')}>
          {(['best', 'last'] as const).map((checkpoint) => (
            <button
              key={checkpoint}
              type="button"
              aria-pressed={choice.checkpoint === checkpoint}
              disabled={busy}
              onClick={() => choice.checkpoint !== checkpoint && evaluate({ checkpoint })}
            >
              {checkpoint === 'best' ? l10n.t('Best weights') : l10n.t('Last weights')}
            </button>
          ))}
        </span>
        {(seen?.random || choice.passes !== undefined) && (
          <Passes passes={choice.passes} busy={busy} set={(passes) => evaluate({ passes })} />
        )}
        <Button kind="secondary" onClick={() => post({ type: 'showTraining' })}>
          <Icon name="graph" />
          {l10n.t('Training')}
        </Button>
      </div>
    </header>
  );
}

function what({ samples, part, checkpoint, epoch, runtime }: EvaluationReport): string {
  const count = formatCount(samples);
  const on = part === 'test' ? l10n.t`${count} test samples` : l10n.t`${count} validation samples`;
  const weights = checkpoint === 'best' ? l10n.t`best weights, of epoch ${epoch}` : l10n.t`last weights, of epoch ${epoch}`;
  return `${on} · ${weights} · ${runtime}`;
}

interface PassesProps {
  readonly passes: number | undefined;
  readonly busy: boolean;
  readonly set: (passes: number | undefined) => void;
}

/** Monte Carlo dropout: on or off, and how many passes. */
function Passes({ passes, busy, set }: PassesProps): ReactElement {
  const [text, setText] = useState(String(passes ?? PASSES));
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  const valid = count >= 1 && count <= MOST_PASSES;
  const take = (): void => {
    if (valid && passes !== undefined && count !== passes) set(count);
  };
  return (
    <span className="passes" title={l10n.t('Monte Carlo dropout: the mean of many passes with dropout at work, and how far they vary')}>
      <span className="seg" role="group" aria-label={l10n.t('Dropout')}>
        <button type="button" aria-pressed={passes === undefined} disabled={busy} onClick={() => passes !== undefined && set(undefined)}>
          {l10n.t('Dropout off')}
        </button>
        <button
          type="button"
          aria-pressed={passes !== undefined}
          disabled={busy || !valid}
          onClick={() => passes === undefined && set(count)}
        >
          {l10n.t('Dropout on')}
        </button>
      </span>
      <TextField
        className="count"
        value={text}
        aria-label={l10n.t('Passes')}
        invalid={!valid}
        disabled={busy}
        onInput={setText}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      <span className="dim">{l10n.t('passes')}</span>
    </span>
  );
}
