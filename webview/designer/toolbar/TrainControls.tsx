import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { DesignerRun } from '../../../src/protocol/designer';
import { formatSeconds } from '../../shared/format';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { useDesigner, useDesignerState, type DesignerState } from '../state/designer';
import { startTraining } from '../state/startTraining';

export const isUnderWay = (run: DesignerRun | undefined): run is DesignerRun =>
  run !== undefined && (run.phase === 'starting' || run.phase === 'running' || run.phase === 'paused');

/** Why training cannot start now. */
function obstacle({ session, trusted, untrustedReason }: DesignerState): string | undefined {
  if (!trusted) return untrustedReason ?? l10n.t('Training runs only in a workspace that you trust.');
  if (!session.analysis.design) return l10n.t('The file cannot be read as a design.');
  if (session.analysis.layers.length === 0) return l10n.t('There are no layers to train yet.');
  const errors = session.analysis.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return undefined;
  return errors === 1 ? l10n.t('One error has to be put right first.') : l10n.t`${errors} errors have to be put right first.`;
}

/** Train, and while a run is under way: where it is, pause and stop. What is only looked at becomes a design first. */
export function TrainControls(): ReactElement {
  const run = useDesignerState((state) => state.run);
  const viewed = useDesignerState((state) => state.viewed !== undefined);
  if (viewed) return <ImportViewed />;
  return isUnderWay(run) ? <UnderWay run={run} /> : <Start run={run} />;
}

function ImportViewed(): ReactElement {
  const designer = useDesigner();
  return (
    <Button
      kind="primary"
      className="train"
      title={l10n.t('Make a design of this model, with its weights')}
      onClick={() => designer.post({ type: 'importViewed' })}
    >
      {l10n.t('Import as Design')}
    </Button>
  );
}

function Start({ run }: { readonly run: DesignerRun | undefined }): ReactElement {
  const designer = useDesigner();
  const runtime = useDesignerState(({ runtimeLabel }) => runtimeLabel);
  const reason = useDesignerState(obstacle);
  return (
    <>
      {run && (
        <Button className="wide" onClick={() => designer.post({ type: 'showTraining' })}>
          {l10n.t('Open training')}
        </Button>
      )}
      {runtime !== '' && (
        <Button
          className="wide"
          title={l10n.t('Where training runs')}
          aria-label={l10n.t`Runtime: ${runtime}`}
          onClick={() => designer.post({ type: 'chooseRuntime' })}
        >
          <Icon name="chip" />
          {runtime}
          <Icon name="down" className="down" />
        </Button>
      )}
      <Button
        kind="primary"
        className="train"
        disabled={reason !== undefined}
        title={reason ?? l10n.t('Train this model')}
        aria-label={reason === undefined ? l10n.t('Train') : l10n.t`Train. ${reason}`}
        onClick={() => startTraining(designer)}
      >
        <Icon name="play" />
        {l10n.t('Train')}
      </Button>
    </>
  );
}

function UnderWay({ run }: { readonly run: DesignerRun }): ReactElement {
  const designer = useDesigner();
  const { phase, epoch, epochs, step, stepsPerEpoch, samplesPerSecond, secondsLeft, runtime } = run;
  const paused = phase === 'paused';
  const pace = [
    ...(samplesPerSecond ? [l10n.t`${formatCount(Math.round(samplesPerSecond))} samples/s`] : []),
    ...(secondsLeft !== undefined && !paused ? [l10n.t`${formatSeconds(secondsLeft)} left`] : []),
  ].join(' · ');
  return (
    <>
      {runtime && (
        <span className="dim pace where" title={l10n.t('Where this run trains')}>
          <Icon name="chip" />
          {runtime}
        </span>
      )}
      <span className="chip">
        <i className={`dot ${paused ? 'paused' : ''}`} />
        {phase === 'starting' ? (
          l10n.t('Starting')
        ) : (
          <>
            {paused ? l10n.t`Paused at epoch ${epoch} ∕ ${epochs}` : l10n.t`Epoch ${epoch} ∕ ${epochs}`}
            <span className="dim">
              {formatCount(step)} ∕ {formatCount(stepsPerEpoch)}
            </span>
          </>
        )}
      </span>
      <span className="dim pace wide">{pace}</span>
      <Button className="wide" onClick={() => designer.post({ type: 'showTraining' })}>
        {l10n.t('Open training')}
      </Button>
      <span className="sep" />
      <Button
        kind="icon"
        aria-label={paused ? l10n.t('Resume') : l10n.t('Pause')}
        title={paused ? l10n.t('Resume, with what has changed in learning rate, batch size, dropout and frozen layers') : l10n.t('Pause')}
        disabled={phase === 'starting'}
        onClick={() => designer.post({ type: paused ? 'resumeTraining' : 'pauseTraining' })}
      >
        <Icon name={paused ? 'play' : 'pause'} />
      </Button>
      <Button kind="secondary" onClick={() => designer.post({ type: 'stopTraining' })}>
        <Icon name="stop" />
        {l10n.t('Stop')}
      </Button>
    </>
  );
}

/** The share of the run that is done, as a line below the toolbar. */
export function Progress(): ReactElement | null {
  const run = useDesignerState((state) => state.run);
  if (!isUnderWay(run) || run.epochs === 0 || run.stepsPerEpoch === 0) return null;
  const done = (run.epoch - 1 + run.step / run.stepsPerEpoch) / run.epochs;
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={l10n.t('Training')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(done * 100)}
    >
      <i style={{ width: `${done * 100}%` }} />
    </div>
  );
}
