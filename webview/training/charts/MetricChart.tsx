import * as l10n from '@vscode/l10n';
import { useCallback, type ReactElement } from 'react';
import { logTickLabels, metricValue, tickLabels } from '../format';
import type { ChartLook } from './chart';
import type { ChartGroup, Compose } from './chartGroup';
import type { Cross } from './Charts';
import { Brush, Crosshair } from './Crosshair';
import { Keys } from './Keys';
import { MarkLabels } from './MarkLabels';
import { metricLook } from './metric';
import { Plot } from './Plot';
import { placeTitle, readMetric } from './reading';
import { metricData, runningMean, type Scene } from './series';
import { ChartsMenu, LogSwitch, Smoothing, type ViewControlsProps } from './ViewControls';
import type { Span } from './zoom';

const SHARE_LOOK: ChartLook = { labels: (ticks) => tickLabels(ticks, true), top: 6, bottom: 6 };
const PLAIN_LOOK: ChartLook = {
  labels: (ticks, known, log) => (!known ? ticks.map(() => '') : log ? logTickLabels(ticks) : tickLabels(ticks, false)),
  top: 6,
  bottom: 6,
};

export interface ChartProps {
  readonly scene: Scene;
  readonly group: ChartGroup | undefined;
  readonly cross: Cross | undefined;
  /** What is marked to be zoomed into. */
  readonly brush: Span | undefined;
  readonly controls: ViewControlsProps;
}

interface MetricChartProps extends ChartProps {
  readonly metric: string;
  readonly first: boolean;
  readonly last: boolean;
}

export function MetricChart({ metric, first, last, scene, group, cross, brush, controls }: MetricChartProps): ReactElement {
  const look = metricLook(metric);
  const compose = useCallback<Compose>((now, reduce, columns) => metricData(metric, now, reduce, columns), [metric]);
  const run = scene.shown?.run;
  // Where another chart is pointed at, this one's heading says its own values there.
  const away =
    cross && cross.plot !== metric && run ? { ...readMetric(run, metric, cross.place), at: placeTitle(cross.place, run) } : undefined;
  const now = run && (runningMean(run, metric) ?? run.epochLogs.at(-1)?.logs[metric]);
  const value = away ? (away.train ?? away.batch) : now;
  const validation = away ? away.validation : run?.epochLogs.at(-1)?.logs[`val_${metric}`];
  const begun = run !== undefined && run.step > 0;
  return (
    <>
      <div className="ct">
        <h3 className={look.inFile ? 'mono' : ''}>{look.title}</h3>
        <span className={`mono ${value !== undefined && !Number.isFinite(value) ? 'err' : ''}`}>{metricValue(value)}</span>
        <span className="dim">
          {[validation !== undefined && l10n.t`validation ${metricValue(validation)}`, away?.at].filter(Boolean).join(' · ')}
        </span>
        {first && begun && <Keys scene={scene} />}
        <span className="controls">
          {first && begun && <Smoothing {...controls} />}
          {!look.share && begun && <LogSwitch {...controls} metric={metric} title={look.title} />}
          {first && begun && <ChartsMenu />}
        </span>
      </div>
      <Plot
        group={group}
        name={metric}
        look={look.share ? SHARE_LOOK : PLAIN_LOOK}
        compose={compose}
        overlay={(geometry) => (
          <>
            <MarkLabels geometry={geometry} label={last} rising={look.share} run={run} />
            {brush && <Brush brush={brush} geometry={geometry} />}
            {cross && !brush && <Crosshair cross={cross} metric={metric} scene={scene} geometry={geometry} />}
          </>
        )}
      />
    </>
  );
}
