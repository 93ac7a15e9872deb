import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { FromEvaluation } from '../../src/protocol/evaluationPage';
import { Button } from '../shared/controls';
import { Icon } from '../shared/icons';
import type { Told } from './App';

interface WaitingProps {
  readonly told: Told;
  /** Whether an earlier evaluation is in view. */
  readonly again: boolean;
  readonly post: (message: FromEvaluation) => void;
}

/** That it is computed, how far it is, or why there is nothing. */
export function Waiting({ told, again, post }: WaitingProps): ReactElement | null {
  if (told.type === 'evaluated') return null;
  if (told.type === 'evaluating')
    return (
      <div className={`waiting ${again ? 'over' : ''}`} role="status">
        <progress value={told.share} aria-label={l10n.t('Evaluating')} />
        <span className="dim">
          {told.choice.passes === undefined ? l10n.t('Evaluating…') : l10n.t`Evaluating, ${told.choice.passes} passes…`}
        </span>
        <button type="button" className="link" onClick={() => post({ type: 'cancel' })}>
          {l10n.t('Cancel')}
        </button>
      </div>
    );
  const { failure, choice } = told;
  return (
    <div className="waiting" role="alert">
      {failure && <Icon name="error" className="err" />}
      <p>{failure ? [failure.message, failure.cause, failure.next].filter(Boolean).join(' ') : l10n.t('Cancelled.')}</p>
      <Button kind="secondary" onClick={() => post({ type: 'evaluate', choice })}>
        {l10n.t('Try again')}
      </Button>
    </div>
  );
}
