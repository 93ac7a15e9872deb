import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode } from 'react';
import type { PanelState } from '../panelState';
import type { Store } from '../../shared/store';
import { toggleLogAxis, type ViewState } from '../viewState';
import { LEFT, RIGHT } from './chart';
import { createChartGroup, type ChartGroup } from './chartGroup';
import { MetricChart } from './MetricChart';
import { placeAt, placeByKey, spoken, type Place } from './reading';
import { RateChart } from './RateChart';
import { epochsKnown, readScene } from './scene';
import { epochsDone, sharedEnd } from './series';
import { useZoom } from './useZoom';
import { spanText } from './ViewControls';
import { including, type Span } from './zoom';

const BEFORE_ANY_RUN = ['loss', 'accuracy'];

/** What VS Code's menu of the charts goes by. */
const MENU = JSON.stringify({ webviewSection: 'charts', preventDefaultContextMenuItems: true });

/** Where the crosshair is, and the chart that it was put there in. */
export interface Cross {
  readonly place: Place;
  readonly plot: string;
}

export interface ChartsProps {
  readonly store: Store<PanelState>;
  readonly panel: PanelState;
  readonly change: (next: (view: ViewState) => ViewState) => void;
  /** Shown over the first chart while there is nothing to draw. */
  readonly notice?: ReactNode;
}

export function Charts({ store, panel, change, notice }: ChartsProps): ReactElement {
  const probe = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const [group, setGroup] = useState<ChartGroup>();
  const [cross, setCross] = useState<Cross>();
  const scene = readScene(panel);
  const known = epochsKnown(scene);
  const run = panel.run;
  // Where reading by key begins: at the last epoch of the shown run, or of the part that is seen.
  const start = run?.epochLogs.length || known;
  // Before an epoch has ended there is one place to read: where the run is now.
  const here: Place = start > 0 || !run ? { x: start, epoch: start } : { x: epochsDone(run) };
  const metrics = run && run.metrics.length > 0 ? run.metrics : BEFORE_ANY_RUN;

  useEffect(() => {
    if (!probe.current) return undefined;
    const made = createChartGroup(store, readScene, probe.current);
    setGroup(made);
    return () => made.stop();
  }, [store]);
  const { compared, logAxes, smoothing, zoom } = panel.view;
  useEffect(() => group?.refresh(), [group, panel.fetched, compared, logAxes, smoothing, zoom]);

  const seen = { from: scene.xFrom, to: scene.xEnd };
  const setZoom = (next: Span | undefined) => change(({ zoom: _zoom, ...view }) => (next ? { ...view, zoom: next } : view));
  const zooming = useZoom({ run, seen, end: sharedEnd(run, scene.compared), setZoom });
  const controls = {
    logAxes,
    toggleLog: (metric: string) => change((view) => toggleLogAxis(view, metric)),
    smoothing,
    smooth: (batches: number) => change((view) => ({ ...view, smoothing: batches })),
    zoom: zooming.zoomed ? seen : undefined,
    showAll: () => {
      zooming.all();
      // The button for it is gone now: who goes by keys goes on with the charts.
      slider.current?.focus();
    },
  };

  const find = (event: PointerEvent<HTMLElement>) => {
    const plot =
      (event.target as Element).closest<HTMLElement>('[data-plot]') ?? event.currentTarget.querySelector<HTMLElement>('[data-plot]');
    if (!plot) return undefined;
    const { left, width } = plot.getBoundingClientRect();
    const share = (event.clientX - left - LEFT) / (width - LEFT - RIGHT);
    return { x: seen.from + Math.min(1, Math.max(0, share)) * (seen.to - seen.from), plot: plot.dataset.plot ?? '' };
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const at = find(event);
    if (!at) return;
    zooming.move(event, at.x);
    if (!(event.target as Element).closest('[data-plot]')) return;
    const place = placeAt(at.x, run, known, seen.to - seen.from);
    setCross(place && { place, plot: at.plot });
  };
  const press = (event: KeyboardEvent) => {
    // Those are the workbench's: Ctrl and plus makes the whole window larger.
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = cross?.place ?? { x: Math.min(start, Math.max(1, Math.floor(seen.to))) + 1 };
    if (event.key === 'Escape') {
      if (cross) setCross(undefined);
      else zooming.all();
    }
    const middle = (seen.from + seen.to) / 2;
    // Where most of the axis is still ahead, the curves are at its beginning.
    const held = Math.max(known, run ? epochsDone(run) : 0) < middle ? seen.from : middle;
    if (zooming.press(event, cross?.place.x ?? held)) return event.preventDefault();
    const place = known > 0 ? placeByKey(event.key, at, known) : event.key === 'End' ? here : undefined;
    if (!place) return;
    event.preventDefault();
    if (zooming.zoomed) setZoom(including(place.x, seen));
    setCross({ place, plot: metrics[0] ?? '' });
  };

  return (
    <section className="charts" aria-label={l10n.t('Charts')} data-vscode-context={MENU}>
      <div ref={probe} className="probe" aria-hidden="true" />
      <div
        className={`stack ${metrics.length > 2 ? 'many' : ''}`}
        onPointerMove={point}
        onPointerDown={(event) => {
          const at = (event.target as Element).closest('[data-plot]') && find(event);
          if (at) zooming.down(event, at.x);
          point(event);
        }}
        onPointerUp={zooming.up}
        onPointerCancel={zooming.cancel}
        onPointerLeave={() => setCross(undefined)}
        onDoubleClick={({ target }) => {
          if ((target as Element).closest('[data-plot]')) zooming.all();
        }}
      >
        {(known > 0 || (run !== undefined && run.step > 0)) && (
          <div
            ref={slider}
            className="slider"
            role="slider"
            tabIndex={0}
            aria-label={l10n.t('Epoch that the charts are read at')}
            aria-description={l10n.t('Plus and minus zoom, Shift and the arrow keys move what is seen, 0 shows all epochs')}
            aria-orientation="horizontal"
            aria-valuemin={known > 0 ? 1 : 0}
            aria-valuemax={known}
            aria-valuenow={cross?.place.epoch ?? Math.min(start, known)}
            aria-valuetext={spoken(scene, metrics, cross?.place ?? here)}
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
            brush={zooming.brush}
            controls={controls}
          />
        ))}
        <RateChart scene={scene} group={group} cross={cross} brush={zooming.brush} controls={controls} />
        {notice}
        <div className="hidden" role="status">
          {controls.zoom && spanText(controls.zoom)}
        </div>
      </div>
    </section>
  );
}
