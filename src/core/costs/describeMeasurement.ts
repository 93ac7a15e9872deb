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
      ? `took ${formatBytes(measured)} on ${runtime}`
      : `made the process ${formatBytes(Math.max(0, measured))} larger on ${runtime}, whose own buffers are among them`;
  const samples = `${formatCount(batchSize)} sample${batchSize === 1 ? '' : 's'}`;
  return (
    `A step of ${samples} ${took}; estimated were ${formatBytes(estimated)}. ` +
    `The process held ${formatBytes(most)} at most, and a step lasted ${milliseconds < 10 ? milliseconds.toPrecision(2) : Math.round(milliseconds)} ms.`
  );
}
