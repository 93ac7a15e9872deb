import type { RunState } from '../../../src/core/training/run';
import type { PanelState } from '../panelState';
import { createChart, LEFT, RIGHT, type Chart, type ChartLook } from './chart';
import type { Store } from '../../shared/store';
import { watchTheme } from '../../shared/watchTheme';
import { readPalette, type Palette } from './palette';
import { createBatchLine, epochsDone, type ChartData, type ReduceBatches, type Scene } from './series';

/** Milliseconds after which curves are drawn again though they have hardly moved. */
const LONG_AGO = 2000;

/** Width of the columns (CSS pixels) whose extremes are drawn: still a line, where each pixel's extremes would be a block. */
const COLUMN = 2;

interface Member {
  readonly chart: Chart;
  readonly reduce: ReduceBatches;
  readonly compose: Compose;
  readonly drawn: (data: ChartData, width: number) => void;
  width: number;
  seen: boolean;
}

/** What a chart shows, from what is known now. */
export type Compose = (scene: Scene, reduce: ReduceBatches, columns: number) => ChartData;

/** The charts that share an x axis, drawn together. */
export interface ChartGroup {
  add(place: HTMLElement, look: ChartLook, compose: Compose, drawn: (data: ChartData, width: number) => void): () => void;
  /** Draw in the next frame. */
  refresh(): void;
  stop(): void;
}

export function createChartGroup(store: Store<PanelState>, read: (panel: PanelState) => Scene, probe: HTMLElement): ChartGroup {
  const members = new Map<Element, Member>();
  let palette: Palette = readPalette(probe);
  let frame = 0;
  let last: { readonly run: RunState | undefined; readonly at: number } = { run: undefined, at: -Infinity };

  function draw() {
    frame = 0;
    const scene = read(store.get());
    last = { run: scene.shown?.run, at: performance.now() };
    for (const { chart, reduce, compose, width, seen, drawn } of members.values()) {
      if (!seen || width === 0) continue;
      const inner = Math.max(COLUMN, width - LEFT - RIGHT);
      const data = compose(scene, reduce, Math.round(inner / COLUMN));
      chart.draw(data, palette);
      drawn(data, inner);
    }
  }
  const request = () => {
    frame ||= requestAnimationFrame(draw);
  };
  function changed() {
    const { shown, xFrom, xEnd } = read(store.get());
    const widest = Math.max(0, ...[...members.values()].map(({ width }) => width));
    const still = shown && hardlyMoved(last.run, shown.run, widest / (xEnd - xFrom));
    if (!still || performance.now() - last.at > LONG_AGO) request();
  }

  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const member = members.get(target);
      if (!member) continue;
      member.width = contentRect.width;
      member.chart.resize(contentRect.width, contentRect.height);
    }
    request();
  });
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const member = members.get(target);
      if (member) member.seen = isIntersecting;
    }
    request();
  });
  const unwatchStore = store.subscribe(changed);
  const unwatchTheme = watchTheme(() => {
    palette = readPalette(probe);
    request();
  });

  return {
    add(place, look, compose, drawn) {
      const chart = createChart(place, look);
      members.set(place, { chart, reduce: createBatchLine(), compose, width: 0, seen: true, drawn });
      sizes.observe(place);
      sight.observe(place);
      return () => {
        members.delete(place);
        sizes.unobserve(place);
        sight.unobserve(place);
        chart.destroy();
      };
    },
    refresh: () => request(),
    stop() {
      cancelAnimationFrame(frame);
      unwatchStore();
      unwatchTheme();
      sizes.disconnect();
      sight.disconnect();
    },
  };
}

/** What is said of a run as it goes on, and only shows in a chart by how far the curves have come. */
const STREAMED: ReadonlySet<string> = new Set<keyof RunState>(['epoch', 'step', 'samplesPerSecond', 'health']);

/** Nothing has happened since but steps, and those by less than a pixel. */
function hardlyMoved(before: RunState | undefined, now: RunState, pixelsPerEpoch: number): boolean {
  if (!before || Math.abs(epochsDone(now) - epochsDone(before)) * pixelsPerEpoch >= 1) return false;
  return (Object.keys(now) as (keyof RunState)[]).every((key) => STREAMED.has(key) || now[key] === before[key]);
}
