import type { ReactElement } from 'react';
import { formatCount } from '../../../src/core/format';
import type { RunState } from '../../../src/core/training/run';
import { Icon } from '../../shared/icons';
import { metricValue, stepTime } from '../format';
import { RuntimeFacts } from '../header/RuntimeChip';

/** The saved weights: of the best epoch and of the last. */
export function Checkpoints({ run, revealFolder }: { readonly run: RunState; readonly revealFolder: () => void }): ReactElement | null {
  const order = { best: 0, last: 1, epoch: 2 } as const;
  const titles = { best: 'Best, epoch', last: 'Last, epoch', epoch: 'Epoch' } as const;
  const checkpoints = [...run.checkpoints].sort((a, b) => order[a.kind] - order[b.kind]);
  if (checkpoints.length === 0) return null;
  return (
    <section aria-label="Checkpoints">
      <div className="h line">
        <h2>Checkpoints</h2>
        <span className="r">
          <button type="button" className="link" onClick={revealFolder}>
            Show folder
          </button>
        </span>
      </div>
      {checkpoints.map(({ kind, epoch, file }) => {
        const logs = run.epochLogs.find((log) => log.epoch === epoch)?.logs ?? {};
        const key = 'val_loss' in logs ? 'val_loss' : 'loss';
        return (
          <div className="ck" key={file} title={file}>
            <Icon name={kind === 'best' ? 'star' : 'clock'} />
            <span>
              {titles[kind]} {epoch}
            </span>
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

export function Machine({ run }: { readonly run: RunState }): ReactElement | null {
  const { runtime, samplesPerSecond, batchSize, samples, validationSamples, parameters } = run;
  if (!runtime) return null;
  const rows: readonly (readonly [string, string])[] = [
    ['Runtime', runtime.label],
    ['Device', runtime.device],
    ['Step', samplesPerSecond ? stepTime(batchSize / samplesPerSecond) : ''],
    ['Samples', `${formatCount(samples)}${validationSamples > 0 ? `, ${formatCount(validationSamples)} to validate` : ''}`],
    ['Batch', formatCount(batchSize)],
    ['Parameters', formatCount(parameters)],
  ];
  return (
    <section aria-label="Machine">
      <div className="h line">
        <h2>Machine</h2>
      </div>
      <dl className="kv">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="why">
        <RuntimeFacts runtime={runtime} />
      </div>
    </section>
  );
}
