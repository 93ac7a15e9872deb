import uPlot from 'uplot';
import { align } from './align';
import { drawDots, drawGround, drawMarks } from './drawMarks';
import type { Palette } from './palette';
import { DOTTED_FROM } from '../viewState';
import type { ChartData, Curve } from './series';

/** Room for the labels of the y axis, and beyond the last epoch: the same in every chart, so that they stand in line. */
export const LEFT = 44;
export const RIGHT = 10;

/** Opacity of the batches where nothing else is drawn yet. */
const CLEAR = 0.7;

export interface ChartLook {
  /** `known`: there is something on the axis. */
  readonly labels: (ticks: readonly number[], known: boolean, log?: boolean) => string[];
  /** Room above and below the plotting area, in CSS pixels. */
  readonly top: number;
  readonly bottom: number;
}

export interface Chart {
  draw(data: ChartData, palette: Palette): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

/** uPlot draws axes and lines; what is particular to training (dots, rings, the best epoch, what lies ahead) is in `marks`. */
export function createChart(place: HTMLElement, look: ChartLook): Chart {
  let plot: uPlot | undefined;
  let made = '';
  let data: ChartData | undefined;
  let size = { width: 0, height: 0 };

  function make(next: ChartData, palette: Palette): uPlot {
    const axes: uPlot.Axis[] = [
      { show: false },
      {
        side: 3,
        size: LEFT,
        gap: 8,
        font: palette.font,
        stroke: palette.text,
        grid: { stroke: palette.grid, width: 0.7 },
        ticks: { show: false },
        splits: () => [...(data?.axis.ticks ?? [])],
        filter: (_u, splits) => splits,
        values: (_u, splits) => look.labels(splits, (data?.curves.length ?? 0) > 0, data?.axis.log),
      },
    ];
    return new uPlot(
      {
        ...size,
        padding: [look.top, RIGHT, look.bottom, 0],
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        scales: {
          x: { time: false, range: () => [data?.xFrom ?? 0, data?.xEnd ?? 1] },
          y: { range: () => [data?.axis.min ?? 0, data?.axis.max ?? 1], ...(next.axis.log && { distr: 3 }) },
        },
        axes,
        series: [{}, { show: false }, ...next.curves.map((curve) => lineLook(curve, palette))],
        hooks: {
          drawClear: [(u) => data && drawGround(u, data, palette)],
          draw: [
            (u) => {
              if (!data) return;
              drawMarks(u, data, palette);
              drawDots(u, data, palette);
            },
          ],
        },
      },
      columns(next),
      place,
    );
  }

  return {
    draw(next, palette) {
      // What is not drawn is not kept either: uPlot asks for ticks anew when the size changes, and they are those of its own data.
      if (size.width <= LEFT + RIGHT || size.height < 8) return;
      data = next;
      const looks = JSON.stringify([next.curves.map(({ kind, color, faint }) => [kind, color, faint]), palette, next.axis.log]);
      if (plot && made === looks) {
        plot.setData(columns(next));
        return;
      }
      plot?.destroy();
      [plot, made] = [make(next, palette), looks];
    },
    resize(width, height) {
      size = { width, height };
      if (width > LEFT + RIGHT && height >= 8) plot?.setSize(size);
    },
    destroy: () => plot?.destroy(),
  };
}

function lineLook({ kind, color, faint }: Curve, palette: Palette): uPlot.Series {
  const stroke = palette.runs[color] ?? palette.text;
  const common = { points: { show: false }, pxAlign: 0 };
  switch (kind) {
    case 'batch':
      return { stroke, width: 0.8, alpha: faint ? palette.faint : CLEAR, ...common };
    case 'smooth':
      return { stroke, width: 1.2, ...common };
    case 'comparedSmooth':
      return { stroke, width: 0.9, ...common };
    case 'train':
      return { stroke, width: 1.7, ...common };
    case 'validation':
      return { stroke, width: 1.7, dash: [5, 3], ...common };
    case 'compared':
      return { stroke, width: 1.2, dash: color < DOTTED_FROM ? [5, 3] : [1.5, 2.5], ...common };
    case 'rate':
      return { stroke: palette.rate, width: 1.2, fill: palette.area, ...common };
  }
}

/** The ends of the axis come first, with no curve of their own: uPlot wants a point even where nothing is known yet. */
function columns({ xFrom, xEnd, curves }: ChartData): uPlot.AlignedData {
  return align([{ x: [xFrom, xEnd], y: [null, null] }, ...curves]);
}
