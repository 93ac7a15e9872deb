import uPlot from 'uplot';
import { align } from './align';
import { epochTicks } from './axis';
import { drawDots, drawGround, drawMarks } from './drawMarks';
import type { Palette } from './palette';
import type { ChartData, Curve } from './series';
import { tickLabels } from '../format';

/** Room for the labels of the y axis, and beyond the last epoch: the same in every chart, so that they stand in line. */
export const LEFT = 44;
export const RIGHT = 10;

export interface ChartLook {
  /** The labels of a share are in per cent. */
  readonly share: boolean;
  readonly epochLabels: boolean;
  readonly padding: number;
}

export interface Chart {
  draw(data: ChartData, palette: Palette): void;
  resize(width: number, height: number): void;
  destroy(): void;
}

export const EPOCH_LABELS = 18;

/** uPlot draws axes and lines; what is particular to training (dots, rings, the best epoch, what lies ahead) is in `marks`. */
export function createChart(place: HTMLElement, look: ChartLook): Chart {
  let plot: uPlot | undefined;
  let made = '';
  let data: ChartData | undefined;
  let size = { width: 0, height: 0 };

  function make(next: ChartData, palette: Palette): uPlot {
    const axes: uPlot.Axis[] = [
      {
        show: look.epochLabels,
        size: EPOCH_LABELS,
        gap: 4,
        font: palette.font,
        stroke: palette.text,
        grid: { show: false },
        ticks: { show: false },
        splits: (u) => epochTicks(data?.xEnd ?? 1, Math.min(10, u.bbox.width / uPlot.pxRatio / 46)),
        values: (_u, splits) => epochLabels(splits, data?.xEnd ?? 1),
      },
      {
        side: 3,
        size: LEFT,
        gap: 8,
        font: palette.font,
        stroke: palette.text,
        grid: { stroke: palette.grid, width: 0.7 },
        ticks: { show: false },
        splits: () => [...(data?.axis.ticks ?? [])],
        values: (_u, splits) => tickLabels(splits, look.share),
      },
    ];
    return new uPlot(
      {
        ...size,
        padding: [look.padding, RIGHT, look.epochLabels ? 0 : look.padding, 0],
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        scales: {
          x: { time: false, range: () => [0, data?.xEnd ?? 1] },
          y: { range: () => [data?.axis.min ?? 0, data?.axis.max ?? 1] },
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
      data = next;
      if (size.width <= LEFT + RIGHT || size.height < 8) return;
      const looks = JSON.stringify([next.curves.map(({ kind, color }) => [kind, color]), palette]);
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

function lineLook({ kind, color }: Curve, palette: Palette): uPlot.Series {
  const stroke = palette.runs[color] ?? palette.text;
  const points = { show: false };
  switch (kind) {
    case 'batch':
      return { stroke, width: 0.8, alpha: 0.4, points };
    case 'train':
      return { stroke, width: 1.7, points };
    case 'validation':
      return { stroke, width: 1.7, dash: [5, 3], points };
    case 'compared':
      return { stroke, width: 1.2, dash: [5, 3], points };
    case 'rate':
      return { stroke: palette.rate, width: 1.2, fill: palette.ahead, points };
  }
}

/** The last one says what is counted. */
function epochLabels(ticks: readonly number[], end: number): string[] {
  const unit = end === 1 ? 'epoch' : 'epochs';
  return ticks.map((tick, i) => (i === ticks.length - 1 ? `${tick} ${unit}` : String(tick)));
}

/** The ends of the axis come first, with no curve of their own: uPlot wants a point even where nothing is known yet. */
function columns({ xEnd, curves }: ChartData): uPlot.AlignedData {
  return align([{ x: [0, xEnd], y: [null, null] }, ...curves]) as uPlot.AlignedData;
}
