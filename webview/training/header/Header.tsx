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

export type Request = 'startTraining' | 'resumeRun' | 'pauseTraining' | 'resumeTraining' | 'stopTraining';

export interface HeaderProps {
  readonly run: RunState | undefined;
  readonly known: boolean;
  readonly trusted: boolean;
  readonly elsewhere: boolean | undefined;
  /** Asked of the host and not yet answered. */
  readonly pending: Request | undefined;
  readonly ask: (request: Request) => void;
  readonly openDesign: () => void;
}

export function Header({ run, known, trusted, elsewhere, pending, ask, openDesign }: HeaderProps): ReactElement {
  return (
    <header>
      <div className="head1">
        <div className="who">
          <h1>
            {run ? (
              <button type="button" className="title" title="Open the design" onClick={openDesign}>
                {run.name}
              </button>
            ) : (
              <span className="title">{known ? 'Training' : ''}</span>
            )}
          </h1>
          {run?.startedAt && <StartTime iso={run.startedAt} />}
          {run?.runtime && <RuntimeChip runtime={run.runtime} />}
          {run && (
            <span className={`state ${run.phase}`}>
              <i className={run.phase === 'running' ? 'pulse' : ''} />
              {phaseWord(run)}
            </span>
          )}
        </div>
        {run && run.stepsPerEpoch > 0 && <Numbers run={run} />}
        <div className="actions">
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
      <Num before="epoch" value={String(epoch)} after={`of ${formatCount(epochs)}`} widest={String(epochs)} />
      <Num
        before="step"
        value={formatCount(Math.max(0, inEpoch))}
        after={`of ${formatCount(stepsOfEpoch)}`}
        widest={formatCount(stepsOfEpoch)}
      />
      {samplesPerSecond !== undefined && <Num value={formatCount(Math.round(samplesPerSecond))} after="samples/s" />}
      {left !== undefined && <Num value={formatSeconds(left)} after="left" widest="00 s" />}
      {seconds !== undefined && (
        <Num value={duration(seconds)} after={`for ${epochLogs.length} ${epochLogs.length === 1 ? 'epoch' : 'epochs'}`} />
      )}
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
  <span className="dim" title="Stop or pause it there">
    Trains in another window or a terminal
  </span>
);

/** What starts a process. */
const STARTS: ReadonlySet<Request> = new Set(['startTraining', 'resumeRun']);
const TITLES: { readonly [request in Request]?: string } = {
  resumeTraining: 'Goes on with what has changed in the design: learning rate, batch size, dropout, frozen layers, epochs',
};

function Actions({ run, trusted, pending, ask }: Pick<HeaderProps, 'run' | 'trusted' | 'pending' | 'ask'>): ReactNode {
  const button = (request: Request, kind: 'primary' | 'secondary', icon: 'play' | 'pause' | 'stop', text: string, waiting: string) => (
    <Button
      kind={kind}
      disabled={pending !== undefined || (STARTS.has(request) && !trusted)}
      onClick={() => ask(request)}
      title={STARTS.has(request) && !trusted ? 'Training needs a trusted workspace' : TITLES[request]}
    >
      <Icon name={icon} />
      {pending === request ? waiting : text}
    </Button>
  );
  const stop = button('stopTraining', 'secondary', 'stop', 'Stop', 'Stopping');
  switch (run?.phase) {
    case undefined:
      return button('startTraining', 'primary', 'play', 'Train', 'Starting');
    case 'starting':
      return stop;
    case 'running':
      return (
        <>
          {button('pauseTraining', 'secondary', 'pause', 'Pause', 'Pausing')}
          {stop}
        </>
      );
    case 'paused':
      return (
        <>
          {button('resumeTraining', 'primary', 'play', 'Resume', 'Resuming')}
          {stop}
        </>
      );
    case 'stopped':
    case 'failed':
      if (run.step === 0) return button('startTraining', 'primary', 'play', 'Train again', 'Starting');
      return (
        <>
          {button('resumeRun', 'primary', 'play', 'Resume', 'Resuming')}
          {button('startTraining', 'secondary', 'play', 'Train again', 'Starting')}
        </>
      );
    case 'finished':
      return button('startTraining', 'primary', 'play', 'Train again', 'Starting');
  }
}
