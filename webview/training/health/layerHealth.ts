import type { Health } from '../../../src/core/training/events';

/** How one layer does, over the last measurements. */
export interface LayerHealth {
  readonly name: string;
  readonly gradientNorm?: number;
  /** Base-10 logarithms, oldest first; `null` where the norm was 0 or no number. */
  readonly trace: readonly (number | null)[];
  readonly updateRatio?: number;
  /** Share of units, from 0 to 1. */
  readonly dead?: number;
}

const TRACE = 40;

/** From this share on a layer's dead units are a problem. */
export const MANY_DEAD = 0.2;

/** The layers of the last measurement, in the model's order. */
export function layerHealth(health: readonly Health[]): LayerHealth[] {
  const last = health.at(-1);
  if (!last) return [];
  const recent = health.slice(-TRACE);
  return last.layers.map((layer, i) => {
    const norms = recent.map(
      ({ layers }) => (layers[i]?.name === layer.name ? layers[i] : layers.find(({ name }) => name === layer.name))?.gradientNorm,
    );
    return { ...layer, trace: norms.map((norm) => (norm !== undefined && norm > 0 && Number.isFinite(norm) ? Math.log10(norm) : null)) };
  });
}

/** Steps between two measurements. */
export function healthInterval(health: readonly Health[]): number | undefined {
  const [before, last] = health.slice(-2);
  return before && last ? last.step - before.step : undefined;
}

/** Where a ratio of update to weight stands between 1e-5 and 1e-1 on a log scale, from 0 to 1. */
export const ratioPlace = (ratio: number): number => (ratio > 0 ? Math.min(1, Math.max(0, (Math.log10(ratio) + 5) / 4)) : 0);
