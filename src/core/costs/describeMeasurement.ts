import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount } from '../format';
import type { StepTimes } from './stepTimes';

/** What a measured step took, in bytes. */
interface Measured {
  readonly batchSize: number;
  readonly estimated: number;
  readonly measured: number;
  readonly by: 'planned' | 'process';
  readonly most: number;
  readonly milliseconds: number;
  readonly times: Pick<StepTimes, 'runtime'>;
}

/** A measured step in words: what it took, against what was expected. */
export function describeMeasurement({ batchSize, estimated, measured, by, most, milliseconds, times: { runtime } }: Measured): string {
  const took =
    by === 'planned'
      ? l10n.t`took ${formatBytes(measured)} on ${runtime}`
      : l10n.t`made the process ${formatBytes(Math.max(0, measured))} larger on ${runtime}, whose own buffers are among them`;
  const samples = batchSize === 1 ? l10n.t('1 sample') : l10n.t`${formatCount(batchSize)} samples`;
  return (
    l10n.t`A step of ${samples} ${took}; estimated were ${formatBytes(estimated)}. ` +
    l10n.t`The process held ${formatBytes(most)} at most, and a step lasted ${milliseconds < 10 ? milliseconds.toPrecision(2) : Math.round(milliseconds)} ms.`
  );
}
