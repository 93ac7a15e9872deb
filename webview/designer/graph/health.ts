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
