import type { Health } from '../../../src/core/training/events';

/** What a card shows of a layer while it trains. */
export interface LayerHealth {
  readonly gradient?: number;
  /** The last gradient norms, oldest first; not finite ones are left out. */
  readonly gradients: readonly number[];
  readonly updateRatio?: number;
  /** Share of units that never fire. */
  readonly dead?: number;
}

/** Reports on a card's line. */
const KEPT = 22;

export function layerHealth(events: readonly Health[], name: string, kept = KEPT): LayerHealth | undefined {
  const all = events.slice(-kept).flatMap(({ layers }) => layers.filter((layer) => layer.name === name));
  const last = all.at(-1);
  if (!last) return undefined;
  const gradients = all.flatMap(({ gradientNorm }) => (gradientNorm !== undefined && Number.isFinite(gradientNorm) ? [gradientNorm] : []));
  return { gradients, gradient: last.gradientNorm, updateRatio: last.updateRatio, dead: last.dead };
}

/** Names of the layers that have something to show. */
export const healthyNames = (events: readonly Health[]): readonly string[] =>
  (events.at(-1)?.layers ?? [])
    .filter(({ gradientNorm, updateRatio }) => gradientNorm !== undefined || updateRatio !== undefined)
    .map(({ name }) => name);

/** From this share of dead units on it is a problem. */
export const MANY_DEAD = 0.2;

/** The scale of update : weight; about 1e-3 is healthy. */
const RATIO_FROM = -5;
const RATIO_TO = -1;
export const ratioPosition = (ratio: number): number =>
  Math.min(1, Math.max(0, (Math.log10(ratio) - RATIO_FROM) / (RATIO_TO - RATIO_FROM)));
export const isHealthyRatio = (ratio: number): boolean => ratio >= 1e-4 && ratio <= 1e-2;

/** A line of values on a log scale, within `width` × `height`; at most three decades, so that a calm line looks calm. */
export function sparkline(
  values: readonly number[],
  width: number,
  height: number,
): { readonly path: string; readonly end: readonly [number, number] } | undefined {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  if (logs.length === 0) return undefined;
  const middle = (Math.min(...logs) + Math.max(...logs)) / 2;
  const reach = Math.max(0.5, (Math.max(...logs) - Math.min(...logs)) / 2);
  const at = (log: number, i: number): [number, number] => [
    logs.length === 1 ? width : (i / (logs.length - 1)) * width,
    (0.5 - ((log - middle) / reach) * 0.44) * height,
  ];
  const points = logs.map(at);
  const path = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
  return { path, end: points.at(-1) ?? [width, height / 2] };
}
