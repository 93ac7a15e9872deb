import * as l10n from '@vscode/l10n';
import type { ReactElement } from 'react';
import { stepAt } from '../../../src/core/training/place';
import { rate } from '../format';
import type { ChartLook } from './chart';
import type { Compose } from './chartGroup';
import { Brush, Crosshair } from './Crosshair';
import { EpochLabels } from './EpochLabels';
import type { ChartProps } from './MetricChart';
import { Plot } from './Plot';
import { placeTitle } from './reading';
import { RATE, rateData } from './series';
import { LogSwitch, ZoomChip } from './ViewControls';

/** What is longer than the room beside the axis is said with an exponent. */
const label = (tick: number): string => (rate(tick).length > 5 ? tick.toExponential() : rate(tick));
const LOOK: ChartLook = { labels: (ticks) => ticks.map(label), top: 4, bottom: 18 };
const compose: Compose = (scene, reduce, columns) => rateData(scene, reduce, columns);

/** The learning rate, and below it the x axis of all charts. */
export function RateChart({ scene, group, cross, brush, controls }: ChartProps): ReactElement {
  const run = scene.shown?.run;
  const rates = run?.steps.learningRate ?? [];
  const index = run && cross ? Math.round(stepAt(run, cross.place.x)) - 1 : rates.length - 1;
  const value = rates[index];
  const title = l10n.t('Learning rate');
  return (
    <>
      <div className="ct">
        <h3>{title}</h3>
        <span className="mono">{value === undefined ? '' : rate(value)}</span>
        <span className="dim">{run && cross ? placeTitle(cross.place, run) : ''}</span>
        <span className="controls">
          <ZoomChip {...controls} />
          {rates.length > 0 && <LogSwitch {...controls} metric={RATE} title={title} />}
        </span>
      </div>
      <Plot
        group={group}
        name={RATE}
        look={LOOK}
        compose={compose}
        overlay={(geometry) => (
          <>
            <EpochLabels geometry={geometry} />
            {brush && <Brush brush={brush} geometry={geometry} />}
            {cross && !brush && <Crosshair cross={cross} scene={scene} geometry={geometry} />}
          </>
        )}
      />
    </>
  );
}
