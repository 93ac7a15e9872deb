import type { Analysis, InstanceAnalysis, LayerAnalysis } from '../../../src/core/analysis';

/** What a card has below its own rows while it trains: nothing, its measures, or these and a strip with its repetitions. */
export type HealthRows = 'none' | 'measures' | 'repetitions';

export const HEALTH_HEIGHT: { readonly [rows in HealthRows]: number } = { none: 0, measures: 25, repetitions: 45 };

/**
 * A block stands for its layers: it has a row where one of them has something to show. Unfolded its layers say it themselves.
 * What is repeated, or stands in a block that is, shows each of its repetitions.
 *
 * @param healthy names of the layers with something to show
 */
export function healthRows(
  layer: LayerAnalysis,
  unfolded: boolean,
  healthy: ReadonlySet<string>,
  instances: Analysis['instances'],
): HealthRows {
  if (healthy.size === 0) return 'none';
  const own = 'members' in layer ? (layer as InstanceAnalysis) : undefined;
  const measured = own ? own.members.some((id) => healthy.has(id)) : healthy.has(layer.name);
  const repeated = (own?.repeat ?? 1) > 1;
  if (!measured || (unfolded && !repeated)) return 'none';
  return repeated || isAmongSeveral(layer, instances) ? 'repetitions' : 'measures';
}

/** Whether one of the blocks around it is repeated. */
function isAmongSeveral(layer: LayerAnalysis, instances: Analysis['instances']): boolean {
  for (let at = instances[layer.origin?.instance ?? -1]; at; at = instances[at.origin?.instance ?? -1]) if (at.repeat > 1) return true;
  return false;
}
