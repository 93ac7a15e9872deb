// How the figures of a layer that trains are drawn, on a card and in the training panel.

/** From this share of dead units on it is a problem. */
export const MANY_DEAD = 0.2;

/** The scale of update : weight; about 1e-3 is healthy. */
const RATIO_FROM = -5;
const RATIO_TO = -1;
/** From 0 to 1 on that scale; 0 for what is no number. */
export const ratioPosition = (ratio: number): number =>
  ratio > 0 ? Math.min(1, Math.max(0, (Math.log10(ratio) - RATIO_FROM) / (RATIO_TO - RATIO_FROM))) : 0;
export const isHealthyRatio = (ratio: number): boolean => ratio >= 1e-4 && ratio <= 1e-2;

/** A line of values on a log scale, within `width` × `height`; at most three decades, so that a calm line looks calm. */
export function sparkline(
  values: readonly number[],
  width: number,
  height: number,
): { readonly path: string; readonly end: readonly [number, number] } | undefined {
  const logs = values.filter((value) => value > 0 && Number.isFinite(value)).map(Math.log10);
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
