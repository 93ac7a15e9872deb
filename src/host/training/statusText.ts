import * as l10n from '@vscode/l10n';
import { kerasNumber } from '../../core/training/kerasLog';
import { endOf } from '../../core/training/place';
import type { RunState } from '../../core/training/run';
import { shortRuntime } from '../../core/training/shortRuntime';
import { secondsLeft } from '../../core/training/timeLeft';
import { bestScore, historyOf } from '../runs/score';

/** What the status bar says of a run: `mnist-bn 3/5 · 0.9712`. */
export function statusText(state: RunState): string {
  if (state.phase === 'starting') return `${state.name} ${starting(state)}`;
  const epoch = `${String(state.epoch)}/${String(state.epochs)}`;
  const value = bestScore(historyOf(state))?.value ?? state.steps.values['loss']?.at(-1);
  const parts = [`${state.name} ${epoch}`, value !== undefined && kerasNumber(value), state.phase === 'paused' && l10n.t('paused')];
  return parts.filter(Boolean).join(' · ');
}

function starting({ data, trial }: RunState): string {
  if (trial) return l10n.t('choosing a runtime');
  if (data?.phase !== 'downloading') return l10n.t('starting');
  const percent = data.total ? ` ${Math.floor((100 * (data.received ?? 0)) / data.total)}%` : '';
  return l10n.t`downloading ${data.dataset}${percent}`;
}

/** The longer words of its hover. */
export function statusDetail(state: RunState): string {
  const { phase, step, stepsPerEpoch, epochs, samplesPerSecond, runtime } = state;
  const left = secondsLeft(state);
  const score = bestScore(historyOf(state));
  const facts = [
    `${state.name}: ${phase}`,
    stepsPerEpoch > 0 && l10n.t`Step ${step.toLocaleString('en')} of ${endOf(state, epochs).toLocaleString('en')}`,
    score && l10n.t`Best ${score.metric} ${score.value.toFixed(4)}`,
    samplesPerSecond &&
      [
        l10n.t`${Math.round(samplesPerSecond).toLocaleString('en')} samples/s`,
        ...(left === undefined ? [] : [l10n.t`${clock(left)} left`]),
      ].join(', '),
    runtime && shortRuntime(runtime),
    runtime?.why,
  ];
  return facts.filter(Boolean).join('\n');
}

/** `19 s`, `4:05`, `1:04:10`. */
function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) return `${String(whole)} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${String(minutes)}:${two(whole % 60)}`
    : `${String(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(whole % 60)}`;
}
