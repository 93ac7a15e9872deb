import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import type { RunState } from '../../../src/core/training/run';
import { epochsDone } from '../charts/series';
import { epochsText } from '../../../src/core/countWords';

/** More epochs than this are one bar: segments would be thinner than their gaps. */
const SEGMENTS = 40;

export function EpochBar({ run }: { readonly run: RunState | undefined }): ReactElement {
  const epochs = run?.epochs ?? 0;
  const done = run ? epochsDone(run) : 0;
  const segments = epochs > 0 && epochs <= SEGMENTS ? epochs : 1;
  const whole = epochs / segments || 1;
  return (
    <div
      className="epochs"
      role="progressbar"
      aria-label={l10n.t('Epochs')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={epochs > 0 ? Math.round((100 * done) / epochs) : 0}
      aria-valuetext={epochs > 0 ? l10n.t`${run?.epochLogs.length ?? 0} of ${epochsText(epochs)}` : l10n.t('Nothing is training')}
      style={{ gridTemplateColumns: `repeat(${segments}, 1fr)` }}
    >
      {Array.from({ length: segments }, (_, i) => (
        <div key={i}>
          <i style={{ width: `${100 * Math.min(1, Math.max(0, done / whole - i))}%` }} />
        </div>
      ))}
    </div>
  );
}
