import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { RunState } from '../../../src/core/training/run';
import { Icon } from '../../shared/icons';
import { metricValue, stepTime } from '../format';

/** The saved weights: of the best epoch and of the last. */
export function Checkpoints({ run, revealFolder }: { readonly run: RunState; readonly revealFolder: () => void }): ReactElement | null {
  const order = { best: 0, last: 1, epoch: 2 } as const;
  const titles = {
    best: (epoch: number) => l10n.t('Best, epoch {0}', epoch),
    last: (epoch: number) => l10n.t('Last, epoch {0}', epoch),
    epoch: (epoch: number) => l10n.t('Epoch {0}', epoch),
  } as const;
  const checkpoints = [...run.checkpoints].sort((a, b) => order[a.kind] - order[b.kind]);
  if (checkpoints.length === 0) return null;
  return (
    <section aria-label={l10n.t('Checkpoints')}>
      <div className="h line">
        <h2>{l10n.t('Checkpoints')}</h2>
        <span className="r">
          <button type="button" className="link" onClick={revealFolder}>
            {l10n.t('Show folder')}
          </button>
        </span>
      </div>
      {checkpoints.map(({ kind, epoch, file }) => {
        const logs = run.epochLogs.find((log) => log.epoch === epoch)?.logs ?? {};
        const key = 'val_loss' in logs ? 'val_loss' : 'loss';
        return (
          <div className="ck" key={file} title={file}>
            <Icon name={kind === 'best' ? 'star' : 'clock'} />
            <span>{titles[kind](epoch)}</span>
            {logs[key] !== undefined && (
              <span className="mono dim end">
                {key} {metricValue(logs[key])}
              </span>
            )}
          </div>
        );
      })}
    </section>
  );
}

/** A run that failed before it knew its data has none of it. */
const known = (count: number): string => (count === 0 ? '' : formatCount(count));

/** What it runs on; why on this is told whole beside the name of the runtime above. */
export function Machine({ run }: { readonly run: RunState }): ReactElement | null {
  const { runtime, samplesPerSecond, batchSize, samples, validationSamples, parameters } = run;
  if (!runtime) return null;
  const rows: readonly (readonly [string, string])[] = [
    [l10n.t('Runtime'), runtime.label],
    [l10n.t('Version'), runtime.version],
    [l10n.t('Device'), runtime.device],
    [l10n.t('Step'), samplesPerSecond ? stepTime(batchSize / samplesPerSecond) : ''],
    [
      l10n.t('Samples'),
      validationSamples > 0 ? l10n.t`${formatCount(samples)}, ${formatCount(validationSamples)} to validate` : known(samples),
    ],
    [l10n.t('Batch'), known(batchSize)],
    [l10n.t('Parameters'), known(parameters)],
  ];
  return (
    <section aria-label={l10n.t('Machine')}>
      <div className="h line">
        <h2>{l10n.t('Machine')}</h2>
      </div>
      <dl className="kv">
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
      </dl>
      <p className="why">{runtime.why}</p>
    </section>
  );
}
