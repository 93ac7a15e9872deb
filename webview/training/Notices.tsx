import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { RunState } from '../../src/core/training/run';
import { AdviceBox } from './AdviceBox';
import { startProgress } from './header/words';
import { adviceFor } from './health/advice';

export interface NoticesProps {
  readonly run: RunState;
  readonly closed: readonly string[];
  readonly close: (key: string) => void;
  readonly openDesign: (layer?: string) => void;
}

export interface FailureProps {
  readonly run: RunState;
  readonly openLog: () => void;
  readonly checkRuntimes: () => void;
  /** Absent where nothing can be trained. */
  readonly trainEmbedded?: () => void;
}

/** Why a run failed: cause and next step. Where its runtime is to blame, another one is at hand. */
export function Failure({ run, openLog, checkRuntimes, trainEmbedded }: FailureProps): ReactElement | null {
  if (run.phase !== 'failed' || !run.failure) return null;
  const { message, cause, next, runtime } = run.failure;
  const fixes = [
    ...(runtime === 'tensorflow' && trainEmbedded ? [{ text: l10n.t('Train on the embedded runtime'), act: trainEmbedded }] : []),
    ...(runtime === 'tensorflow' ? [{ text: l10n.t('Check runtimes'), act: checkRuntimes }] : []),
    { text: l10n.t('Open log'), act: openLog },
  ];
  return (
    <AdviceBox severity="error" title={message} fixes={fixes}>
      {[cause, next].filter(Boolean).join(' ')}
    </AdviceBox>
  );
}

/** What the run's values say, and what the trainer had to tell. */
export function Notices({ run, closed, close, openDesign }: NoticesProps): ReactElement {
  const found = adviceFor(run);
  const advice = found.filter(({ code }) => !closed.includes(`${run.id} ${code}`));
  const notes = run.notes.filter(({ about }) => !found.some(({ code }) => code === about));
  return (
    <>
      {advice.map(({ code, severity, title, detail, layer }) => (
        <AdviceBox
          key={code}
          severity={severity}
          title={title}
          fixes={[
            ...(layer === undefined ? [] : [{ text: l10n.t('Show in designer'), act: () => openDesign(layer) }]),
            { text: l10n.t('Hide'), quiet: true, act: () => close(`${run.id} ${code}`) },
          ]}
        >
          {detail}
        </AdviceBox>
      ))}
      {notes.map(({ severity, message }, i) => (
        <AdviceBox key={i} severity={severity}>
          {message}
        </AdviceBox>
      ))}
    </>
  );
}

/** In place of curves, until there are some. */
export function Waiting({
  run,
  known,
  trusted,
  manageTrust,
}: {
  run: RunState | undefined;
  known: boolean;
  trusted: boolean;
  manageTrust: () => void;
}): ReactElement | null {
  if (!known) return null;
  if (!trusted)
    return (
      <div className="waiting">
        <AdviceBox
          severity="info"
          title={l10n.t('This workspace is not trusted, so nothing can be trained in it.')}
          fixes={[{ text: l10n.t('Manage workspace trust'), act: manageTrust }]}
        >
          {l10n.t('Training runs code of this machine on files of this folder.')}
        </AdviceBox>
      </div>
    );
  if (!run) return <p className="waiting dim">{l10n.t('Curves appear here while a model trains.')}</p>;
  if (run.phase !== 'starting') return null;
  const { text, amount, share } = startProgress(run);
  return (
    <div className="waiting">
      <p role="status">{text}</p>
      <div
        className="load"
        role="progressbar"
        aria-label={text}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i className={share === undefined ? 'endless' : ''} style={share === undefined ? undefined : { width: `${share * 100}%` }} />
      </div>
      {amount && <p className="dim small">{amount}</p>}
    </div>
  );
}
