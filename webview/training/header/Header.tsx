import * as l10n from '@vscode/l10n';
import { memo, type ReactElement, type ReactNode } from 'react';
import { formatCount } from '../../../src/core/format';
import { endOf } from '../../../src/core/training/place';
import type { RunState } from '../../../src/core/training/run';
import { secondsLeft } from '../../../src/core/training/timeLeft';
import { Button } from '../../shared/controls';
import { Icon } from '../../shared/icons';
import { formatSeconds } from '../../shared/format';
import { duration } from '../format';
import { EpochBar } from './EpochBar';
import { RuntimeChip } from './RuntimeChip';
import { phaseWord } from './words';
import { epochsText } from '../../../src/core/countWords';

export type Request = 'startTraining' | 'resumeRun' | 'pauseTraining' | 'resumeTraining' | 'stopTraining';

export interface HeaderProps {
  readonly run: RunState | undefined;
  /** What a person calls it. */
  readonly label: string | undefined;
  readonly known: boolean;
  readonly trusted: boolean;
  readonly elsewhere: boolean | undefined;
  /** Asked of the host and not yet answered. */
  readonly pending: Request | undefined;
  readonly ask: (request: Request) => void;
  readonly openDesign: () => void;
  /** Look at what the run's model makes of samples that it did not learn from. */
  readonly evaluate: () => void;
}

export function Header({ run, label, known, trusted, elsewhere, pending, ask, openDesign, evaluate }: HeaderProps): ReactElement {
  return (
    <header>
      <div className="head1">
        <div className="who">
          <h1>
            {run ? (
              <button type="button" className="title" title={l10n.t('Open the design')} onClick={openDesign}>
                {label ?? run.name}
              </button>
            ) : (
              <span className="title">{known ? l10n.t('Training') : ''}</span>
            )}
          </h1>
          {run?.startedAt && <StartTime iso={run.startedAt} />}
          {run?.runtime && <RuntimeChip runtime={run.runtime} />}
          {run && (
            <span className={`state ${run.phase}`}>
              <i />
              {phaseWord(run)}
            </span>
          )}
        </div>
        {run && run.stepsPerEpoch > 0 && <Numbers run={run} />}
        <div className="actions">
          {run && trusted && hasWeights(run) && (
            <Button
              kind="secondary"
              aria-label={l10n.t('Evaluate')}
              onClick={evaluate}
              title={l10n.t('What the model makes of the test samples, one by one, and of pictures of your own')}
            >
              <Icon name="table" />
              <span className="word">{l10n.t('Evaluate')}</span>
            </Button>
          )}
          {known && (elsewhere ? <Elsewhere /> : <Actions run={run} trusted={trusted} pending={pending} ask={ask} />)}
        </div>
      </div>
      <EpochBar run={run} />
    </header>
  );
}

/** A run of today by its time, an older one by its day too. */
const StartTime = memo(function StartTime({ iso }: { readonly iso: string }): ReactElement {
  const time = new Date(iso);
  const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const day =
    time.toDateString() === new Date().toDateString() ? '' : `${time.toLocaleDateString([], { day: 'numeric', month: 'short' })}, `;
  return (
    <span className="dim when">
      {day}
      {clock}
    </span>
  );
});

function Numbers({ run }: { readonly run: RunState }): ReactElement {
  const left = secondsLeft(run);
  const { epochs, epochLogs, step, samplesPerSecond, seconds } = run;
  const epoch = Math.min(epochs, Math.max(1, run.epoch));
  const from = endOf(run, epoch - 1);
  const stepsOfEpoch = endOf(run, epoch) - from;
  const inEpoch = Math.min(stepsOfEpoch, step - from);
  return (
    <div className="numbers">
      <Num before={l10n.t('epoch')} value={String(epoch)} after={l10n.t`of ${formatCount(epochs)}`} widest={String(epochs)} />
      <Num
        before={l10n.t('step')}
        value={formatCount(Math.max(0, inEpoch))}
        after={l10n.t`of ${formatCount(stepsOfEpoch)}`}
        widest={formatCount(stepsOfEpoch)}
      />
      {samplesPerSecond !== undefined && <Num value={formatCount(Math.round(samplesPerSecond))} after={l10n.t('samples/s')} />}
      {left !== undefined && <Num value={formatSeconds(left)} after={l10n.t('left')} widest="00 s" />}
      {seconds !== undefined && <Num value={duration(seconds)} after={l10n.t`for ${epochsText(epochLogs.length)}`} />}
    </div>
  );
}

/** Keeps the room of its widest value, so that its neighbours stay where they are. */
function Num({ before, value, after, widest }: { before?: string; value: string; after: string; widest?: string }): ReactElement {
  return (
    <span className="num">
      {before && <span>{before}</span>}
      <b style={widest ? { minWidth: `${widest.length * 0.58}em` } : undefined}>{value}</b>
      <span>{after}</span>
    </span>
  );
}

/** What stands where the buttons would be. */
const Elsewhere = (): ReactElement => (
  <span className="dim" title={l10n.t('Stop or pause it there')}>
    {l10n.t('Trains in another window or a terminal')}
  </span>
);

/** Weights are saved at the end of an epoch; while it trains the machine is left to it. */
const hasWeights = ({ phase, epochLogs }: RunState): boolean => epochLogs.length > 0 && phase !== 'running' && phase !== 'starting';

/** What starts a process. */
const STARTS: ReadonlySet<Request> = new Set(['startTraining', 'resumeRun']);
const TITLES: { readonly [request in Request]?: string } = {
  resumeTraining: l10n.t('Goes on with what has changed in the design: learning rate, batch size, dropout, frozen layers, epochs'),
};

function Actions({ run, trusted, pending, ask }: Pick<HeaderProps, 'run' | 'trusted' | 'pending' | 'ask'>): ReactNode {
  const button = (request: Request, kind: 'primary' | 'secondary', icon: 'play' | 'pause' | 'stop', text: string, waiting: string) => (
    <Button
      kind={kind}
      disabled={pending !== undefined || (STARTS.has(request) && !trusted)}
      onClick={() => ask(request)}
      title={STARTS.has(request) && !trusted ? l10n.t('Training needs a trusted workspace') : TITLES[request]}
    >
      <Icon name={icon} />
      {pending === request ? waiting : text}
    </Button>
  );
  const stop = button('stopTraining', 'secondary', 'stop', l10n.t('Stop'), l10n.t('Stopping'));
  switch (run?.phase) {
    case undefined:
      return button('startTraining', 'primary', 'play', l10n.t('Train'), l10n.t('Starting'));
    case 'starting':
      return stop;
    case 'running':
      return (
        <>
          {button('pauseTraining', 'secondary', 'pause', l10n.t('Pause'), l10n.t('Pausing'))}
          {stop}
        </>
      );
    case 'paused':
      return (
        <>
          {button('resumeTraining', 'primary', 'play', l10n.t('Resume'), l10n.t('Resuming'))}
          {stop}
        </>
      );
    case 'stopped':
    case 'failed':
      if (run.step === 0) return button('startTraining', 'primary', 'play', l10n.t('Train again'), l10n.t('Starting'));
      return (
        <>
          {button('resumeRun', 'primary', 'play', l10n.t('Resume'), l10n.t('Resuming'))}
          {button('startTraining', 'secondary', 'play', l10n.t('Train again'), l10n.t('Starting'))}
        </>
      );
    case 'finished':
      return button('startTraining', 'primary', 'play', l10n.t('Train again'), l10n.t('Starting'));
  }
}
