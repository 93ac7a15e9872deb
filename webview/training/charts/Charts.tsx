import * as l10n from '@vscode/l10n';
import {
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { metricValue, rate, tickLabels } from '../format';
import type { PanelState } from '../panelState';
import type { Store } from '../../shared/store';
import { LEFT, RIGHT, type ChartLook } from './chart';
import { createChartGroup, type ChartGroup, type Compose, type Scene } from './chartGroup';
import { Crosshair } from './Crosshair';
import { EpochLabels } from './EpochLabels';
import { Keys } from './Keys';
import { MarkLabels } from './MarkLabels';
import { stepAt } from '../../../src/core/training/place';
import { metricLook } from './metric';
import { Plot } from './Plot';
import { placeAt, placeByKey, placeTitle, readMetric, spoken, type Place } from './reading';
import { epochsKnown, readScene } from './scene';
import { metricData, rateData, runningMean } from './series';

const SHARE_LOOK: ChartLook = { labels: (ticks) => tickLabels(ticks, true), top: 6, bottom: 6 };
const PLAIN_LOOK: ChartLook = { labels: (ticks, known) => (known ? tickLabels(ticks, false) : ticks.map(() => '')), top: 6, bottom: 6 };
const RATE_LOOK: ChartLook = { labels: (ticks) => ticks.map(rate), top: 4, bottom: 18 };
const BEFORE_ANY_RUN = ['loss', 'accuracy'];

/** Where the crosshair is, and the chart that it was put there in. */
export interface Cross {
  readonly place: Place;
  readonly plot: string;
}

export interface ChartsProps {
  readonly store: Store<PanelState>;
  readonly panel: PanelState;
  /** Shown over the first chart while there is nothing to draw. */
  readonly notice?: ReactNode;
}

export function Charts({ store, panel, notice }: ChartsProps): ReactElement {
  const probe = useRef<HTMLDivElement>(null);
  const [group, setGroup] = useState<ChartGroup>();
  const [cross, setCross] = useState<Cross>();
  const scene = readScene(panel);
  const known = epochsKnown(scene);
  const run = panel.run;
  // Where reading by key begins: at the last epoch of the shown run.
  const start = run?.epochLogs.length || known;
  const metrics = run && run.metrics.length > 0 ? run.metrics : BEFORE_ANY_RUN;

  useEffect(() => {
    if (!probe.current) return undefined;
    const made = createChartGroup(store, readScene, probe.current);
    setGroup(made);
    return () => made.stop();
  }, [store]);
  useEffect(() => group?.refresh(), [group, panel.fetched, panel.view.compared]);

  const point = (event: PointerEvent<HTMLElement>) => {
    const plot = (event.target as Element).closest<HTMLElement>('[data-plot]');
    if (!plot) return;
    const { left, width } = plot.getBoundingClientRect();
    const inner = width - LEFT - RIGHT;
    const x = Math.min(scene.xEnd, Math.max(0, ((event.clientX - left - LEFT) / inner) * scene.xEnd));
    const place = placeAt(x, run, known);
    setCross(place && { place, plot: plot.dataset.plot ?? '' });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setCross(undefined);
    const place = placeByKey(event.key, cross?.place ?? { x: start + 1 }, known);
    if (!place) return;
    event.preventDefault();
    setCross({ place, plot: metrics[0] ?? '' });
  };

  return (
    <section className="charts" aria-label={l10n.t('Charts')}>
      <div ref={probe} className="probe" aria-hidden="true" />
      <div
        className={`stack ${metrics.length > 2 ? 'many' : ''}`}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setCross(undefined)}
      >
        {known > 0 && (
          <div
            className="slider"
            role="slider"
            tabIndex={0}
            aria-label={l10n.t('Epoch that the charts are read at')}
            aria-orientation="horizontal"
            aria-valuemin={1}
            aria-valuemax={known}
            aria-valuenow={cross?.place.epoch ?? start}
            aria-valuetext={spoken(scene, metrics, cross?.place ?? { x: start, epoch: start })}
            onKeyDown={press}
            onBlur={() => setCross(undefined)}
          />
        )}
        {metrics.map((metric, i) => (
          <MetricChart
            key={metric}
            metric={metric}
            first={i === 0}
            last={i === metrics.length - 1}
            scene={scene}
            group={group}
            cross={cross}
          />
        ))}
        <RateChart scene={scene} group={group} cross={cross} />
        {notice}
      </div>
    </section>
  );
}

interface ChartProps {
  readonly scene: Scene;
  readonly group: ChartGroup | undefined;
  readonly cross: Cross | undefined;
}

function MetricChart({
  metric,
  first,
  last,
  scene,
  group,
  cross,
}: ChartProps & { metric: string; first: boolean; last: boolean }): ReactElement {
  const look = metricLook(metric);
  const compose = useCallback<Compose>(
    (shown, compared, reduce, xEnd, columns) => metricData(metric, shown, compared, reduce, xEnd, columns),
    [metric],
  );
  const run = scene.shown?.run;
  // Where another chart is pointed at, this one's heading says its own values there.
  const away =
    cross && cross.plot !== metric && run ? { ...readMetric(run, metric, cross.place), at: placeTitle(cross.place, run) } : undefined;
  const now = run && (runningMean(run, metric) ?? run.epochLogs.at(-1)?.logs[metric]);
  const value = away ? (away.train ?? away.batch) : now;
  const validation = away ? away.validation : run?.epochLogs.at(-1)?.logs[`val_${metric}`];
  return (
    <>
      <div className="ct">
        <h3 className={look.inFile ? 'mono' : ''}>{look.title}</h3>
        <span className={`mono ${value !== undefined && !Number.isFinite(value) ? 'err' : ''}`}>{metricValue(value)}</span>
        <span className="dim">
          {[validation !== undefined && l10n.t`validation ${metricValue(validation)}`, away?.at].filter(Boolean).join(' · ')}
        </span>
        {first && run && run.step > 0 && <Keys scene={scene} />}
      </div>
      <Plot
        group={group}
        name={metric}
        look={look.share ? SHARE_LOOK : PLAIN_LOOK}
        compose={compose}
        overlay={(geometry) => (
          <>
            <MarkLabels geometry={geometry} label={last} rising={look.share} run={run} />
            {cross && <Crosshair cross={cross} metric={metric} scene={scene} geometry={geometry} />}
          </>
        )}
      />
    </>
  );
}

function RateChart({ scene, group, cross }: ChartProps): ReactElement {
  const run = scene.shown?.run;
  const rates = run?.steps.learningRate ?? [];
  const index = run && cross ? Math.round(stepAt(run, cross.place.x)) - 1 : rates.length - 1;
  const value = rates[index];
  const compose = useMemo<Compose>(() => (shown, _compared, reduce, xEnd, columns) => rateData(shown, reduce, xEnd, columns), []);
  return (
    <>
      <div className="ct">
        <h3>{l10n.t('Learning rate')}</h3>
        <span className="mono">{value === undefined ? '' : rate(value)}</span>
        <span className="dim">{run && cross ? placeTitle(cross.place, run) : ''}</span>
      </div>
      <Plot
        group={group}
        name="learning_rate"
        look={RATE_LOOK}
        compose={compose}
        overlay={(geometry) => (
          <>
            <EpochLabels geometry={geometry} />
            {cross && <Crosshair cross={cross} scene={scene} geometry={geometry} />}
          </>
        )}
      />
    </>
  );
}
