import type { PanelState } from '../panelState';
import type { Store } from '../store';
import { createChart, LEFT, RIGHT, type Chart, type ChartLook } from './chart';
import { watchTheme } from '../../shared/watchTheme';
import { readPalette, type Palette } from './palette';
import { createRedraw } from './redraw';
import { createBatchLine, type ChartData, type Drawn, type ReduceBatches } from './series';

/** At most ten drawings a second while events stream; fewer where the curves of a long run hardly move. */
const INTERVAL = 100;
const SLOW_INTERVAL = 400;

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

/** The runs in the charts, and where their x axis ends. */
export interface Scene {
  readonly shown?: Drawn;
  readonly compared: readonly Drawn[];
  readonly xEnd: number;
}

/** What a chart shows, from what is known now. */
export type Compose = (
  shown: Drawn | undefined,
  compared: readonly Drawn[],
  reduce: ReduceBatches,
  xEnd: number,
  columns: number,
) => ChartData;

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
  let drawnTo = 0;

  const redraw = createRedraw(() => {
    const { shown, compared, xEnd } = read(store.get());
    let to = 0;
    for (const { chart, reduce, compose, width, seen, drawn } of members.values()) {
      if (!seen || width === 0) continue;
      const inner = Math.max(COLUMN, width - LEFT - RIGHT);
      const data = compose(shown, compared, reduce, xEnd, Math.round(inner / COLUMN));
      chart.draw(data, palette);
      drawn(data, inner);
      to = Math.max(to, (data.now / xEnd) * inner);
    }
    const moved = Math.abs(to - drawnTo);
    drawnTo = to;
    return moved < 1 ? SLOW_INTERVAL : INTERVAL;
  });

  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const member = members.get(target);
      if (!member) continue;
      member.width = contentRect.width;
      member.chart.resize(contentRect.width, contentRect.height);
    }
    redraw.request(true);
  });
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const member = members.get(target);
      if (member) member.seen = isIntersecting;
    }
    redraw.request(true);
  });
  const unwatchStore = store.watch(() => redraw.request());
  const unwatchTheme = watchTheme(() => {
    palette = readPalette(probe);
    redraw.request(true);
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
    refresh: () => redraw.request(true),
    stop() {
      redraw.stop();
      unwatchStore();
      unwatchTheme();
      sizes.disconnect();
      sight.disconnect();
    },
  };
}
