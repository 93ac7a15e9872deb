import type { Repetition } from '../../../src/core/blocks/repetitions';
import type { Health } from '../../../src/core/training/events';
import { isHealthyRatio, MANY_DEAD } from '../../shared/layerHealth';

/** What a card shows of a layer while it trains, or of several as one. */
export interface LayerHealth {
  /** Of several: that of all their weights together. */
  readonly gradient?: number;
  /** The last gradient norms, oldest first; not finite ones are left out. */
  readonly gradients: readonly number[];
  /** Of several: the one farthest from the healthy band. */
  readonly updateRatio?: number;
  /** Share of units that never fire. Of several: the largest. */
  readonly dead?: number;
  /** Of several: whose ratio and whose share these are. */
  readonly updateOf?: string;
  readonly deadOf?: string;
}

type Reported = Health['layers'][number];

/** Reports on a card's line. */
const KEPT = 22;

const known = new WeakMap<Health, ReadonlyMap<string, Reported>>();

function reported(event: Health): ReadonlyMap<string, Reported> {
  const before = known.get(event);
  if (before) return before;
  const layers = new Map(event.layers.map((layer) => [layer.name, layer]));
  known.set(event, layers);
  return layers;
}

const reportsOf = (event: Health, names: readonly string[]): readonly Reported[] => {
  const layers = reported(event);
  return names.flatMap((name) => layers.get(name) ?? []);
};

/** Of one layer, or of several as one. Absent: nothing was reported of them. */
export function layerHealth(events: readonly Health[], names: readonly string[], kept = KEPT): LayerHealth | undefined {
  const all = events.slice(-kept).flatMap((event) => {
    const reports = reportsOf(event, names);
    return reports.length > 0 ? [{ reports, gradient: normOf(reports) }] : [];
  });
  const last = all.at(-1);
  if (!last) return undefined;
  const gradients = all.flatMap(({ gradient }) => (gradient !== undefined && Number.isFinite(gradient) ? [gradient] : []));
  const update = most(last.reports, ({ updateRatio }) => updateRatio, strangeness);
  const dead = most(last.reports, (layer) => layer.dead, (share) => share); // prettier-ignore
  const several = names.length > 1;
  return {
    gradients,
    gradient: last.gradient,
    updateRatio: update?.updateRatio,
    dead: dead?.dead,
    ...(several && update && { updateOf: update.name }),
    ...(several && dead && { deadOf: dead.name }),
  };
}

/** All of their weights taken together, as the norm of a layer is that of all of its own. */
function normOf(reports: readonly Reported[]): number | undefined {
  const norms = reports.flatMap(({ gradientNorm }) => gradientNorm ?? []);
  return norms.length === 0 ? undefined : norms.length === 1 ? norms[0] : Math.hypot(...norms);
}

/** How far from where it is healthy, up or down. */
const strangeness = (ratio: number): number => (Number.isFinite(ratio) && ratio > 0 ? Math.abs(Math.log10(ratio) + 3) : Infinity);

function most(reports: readonly Reported[], of: (layer: Reported) => number | undefined, weigh: (value: number) => number) {
  let worst: Reported | undefined;
  for (const layer of reports) {
    const value = of(layer);
    if (value !== undefined && (!worst || weigh(value) > weigh(of(worst) ?? 0))) worst = layer;
  }
  return worst;
}

/** How one repetition does, and whether it asks for a look. */
export interface RepetitionHealth extends LayerHealth {
  readonly name: string;
  readonly bad: boolean;
  /** Its gradient among those of the others, from 0 to 1 on a log scale; absent: it has none that can be drawn. */
  readonly height?: number;
}

/** A calm row of repetitions looks calm: less than a decade between them does not fill the strip. */
const LEAST_DECADES = 1;

/** At the last report, in the order of the data. */
export function repetitionsHealth(events: readonly Health[], repetitions: readonly Repetition[]): readonly RepetitionHealth[] {
  const last = events.slice(-1);
  const all = repetitions.map(({ name, layers }) => ({ name, ...(layerHealth(last, layers) ?? { gradients: [] }) }));
  const logs = all.map(({ gradient }) =>
    gradient !== undefined && gradient > 0 && Number.isFinite(gradient) ? Math.log10(gradient) : NaN,
  );
  const drawn = logs.filter(Number.isFinite);
  const top = Math.max(...drawn);
  const reach = Math.max(LEAST_DECADES, top - Math.min(...drawn));
  return all.map((one, i) => {
    const { gradient, updateRatio, dead } = one;
    const bad =
      (gradient !== undefined && !Number.isFinite(gradient)) ||
      (updateRatio !== undefined && !isHealthyRatio(updateRatio)) ||
      (dead !== undefined && dead >= MANY_DEAD);
    return { ...one, bad, ...(Number.isFinite(logs[i]) && { height: 1 - (top - logs[i]!) / reach }) };
  });
}

/** Names of the layers that have something to show. */
export const healthyNames = (events: readonly Health[]): readonly string[] =>
  (events.at(-1)?.layers ?? [])
    .filter(({ gradientNorm, updateRatio }) => gradientNorm !== undefined || updateRatio !== undefined)
    .map(({ name }) => name);
