import uPlot from 'uplot';
import type { Palette } from './palette';
import type { ChartData, Curve } from './series';

/** Below this distance of two epochs (CSS pixels) a dot for each would be a second, thicker line. */
const DOT_ROOM = 15;
const DOT = 2.6;
const BEST_RING = 5.5;

const px = (value: number) => value * uPlot.pxRatio;

/** What lies ahead of the run is a shade away from the ground. */
export function drawGround(u: uPlot, { now, xFrom, xEnd, curves }: ChartData, palette: Palette): void {
  if (curves.length === 0 || now >= xEnd) return;
  const from = u.valToPos(Math.max(now, xFrom), 'x', true);
  u.ctx.fillStyle = palette.ahead;
  u.ctx.fillRect(from, u.bbox.top, u.bbox.left + u.bbox.width - from, u.bbox.height);
}

/** A dotted line at the best epoch, where parts of training begin or the design has changed, and where the values stopped being numbers. */
export function drawMarks(u: uPlot, { best, broken, phases = [], changes = [] }: ChartData, palette: Palette): void {
  for (const { x } of [...phases, ...changes]) verticalLine(u, x, palette.text, 0.5);
  if (best) verticalLine(u, best.x, palette.runs[best.color] ?? palette.text, 0.75);
  if (broken) verticalLine(u, broken.x, palette.error, 1);
}

function verticalLine(u: uPlot, x: number, color: string, alpha: number): void {
  const { ctx, bbox } = u;
  const at = u.valToPos(x, 'x', true);
  if (at < bbox.left || at > bbox.left + bbox.width) return;
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = color;
  ctx.lineWidth = px(1);
  ctx.setLineDash([px(2), px(3)]);
  ctx.beginPath();
  ctx.moveTo(at, bbox.top);
  ctx.lineTo(at, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

/** A dot for each epoch of the training line, a ring for each of the validation line, and one where the run is now. */
export function drawDots(u: uPlot, { curves, live, best, xFrom, xEnd }: ChartData, palette: Palette): void {
  const room = u.bbox.width / uPlot.pxRatio / (xEnd - xFrom);
  u.ctx.save();
  u.ctx.setLineDash([]); // uPlot leaves that of its last line
  u.ctx.beginPath();
  u.ctx.rect(u.bbox.left - px(6), u.bbox.top - px(3), u.bbox.width + px(12), u.bbox.height + px(6));
  u.ctx.clip();
  for (const curve of curves) {
    if (curve.kind !== 'train' && curve.kind !== 'validation') continue;
    const color = palette.runs[curve.color] ?? palette.text;
    const alone = curve.x.length === 1;
    if (room >= DOT_ROOM || alone) eachPoint(curve, (x, y) => dot(u, x, y, color, curve.kind === 'train' ? color : palette.ground));
    if (curve.kind === 'train' && live) liveEnd(u, curve, live, color, palette.ground);
  }
  if (best?.y !== undefined) bestDot(u, best.x, best.y, palette.runs[best.color] ?? palette.text);
  u.ctx.restore();
}

function eachPoint({ x, y }: Curve, visit: (x: number, y: number) => void): void {
  x.forEach((at, i) => {
    const value = y[i];
    if (value !== null && value !== undefined) visit(at, value);
  });
}

function dot(u: uPlot, x: number, y: number, stroke: string, fill: string, radius = DOT): void {
  const { ctx } = u;
  ctx.beginPath();
  ctx.arc(u.valToPos(x, 'x', true), u.valToPos(y, 'y', true), px(radius), 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = px(1.3);
  ctx.stroke();
}

/** The training line goes on to the mean of the epoch under way. */
function liveEnd(u: uPlot, { x, y }: Curve, live: { readonly x: number; readonly y: number }, color: string, ground: string): void {
  const [lastX, lastY] = [x.at(-1), y.at(-1)];
  if (lastX !== undefined && typeof lastY === 'number') {
    const { ctx } = u;
    ctx.beginPath();
    ctx.moveTo(u.valToPos(lastX, 'x', true), u.valToPos(lastY, 'y', true));
    ctx.lineTo(u.valToPos(live.x, 'x', true), u.valToPos(live.y, 'y', true));
    ctx.strokeStyle = color;
    ctx.lineWidth = px(1.7);
    ctx.stroke();
  }
  dot(u, live.x, live.y, color, ground);
}

function bestDot(u: uPlot, x: number, y: number, color: string): void {
  dot(u, x, y, color, color);
  const { ctx } = u;
  ctx.beginPath();
  ctx.arc(u.valToPos(x, 'x', true), u.valToPos(y, 'y', true), px(BEST_RING), 0, 2 * Math.PI);
  ctx.strokeStyle = color;
  ctx.lineWidth = px(1.3);
  ctx.stroke();
}
