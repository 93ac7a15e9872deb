import type { Health } from '../../../src/core/training/events';

/** How one layer does, over the last measurements. */
export interface LayerHealth {
  readonly name: string;
  readonly gradientNorm?: number;
  /** The last norms, oldest first. */
  readonly norms: readonly number[];
  readonly updateRatio?: number;
  /** Share of units, from 0 to 1. */
  readonly dead?: number;
}

const TRACE = 40;

/** The layers of the last measurement, in the model's order. */
export function layerHealth(health: readonly Health[]): LayerHealth[] {
  const last = health.at(-1);
  if (!last) return [];
  const recent = health.slice(-TRACE);
  return last.layers.map((layer, i) => {
    const norms = recent.flatMap(
      ({ layers }) => (layers[i]?.name === layer.name ? layers[i] : layers.find(({ name }) => name === layer.name))?.gradientNorm ?? [],
    );
    return { ...layer, norms };
  });
}

/** Steps between two measurements. */
export function healthInterval(health: readonly Health[]): number | undefined {
  const [before, last] = health.slice(-2);
  return before && last ? last.step - before.step : undefined;
}
