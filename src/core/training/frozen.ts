import type { Analysis, InstanceAnalysis, LayerAnalysis, Parameters } from '../analysis';
import { namesLikeAny } from './phases';

/** The same analysis as it holds in a phase that freezes the layers these patterns mean: their weights do not learn. */
export function withFrozen(analysis: Analysis, patterns: readonly string[]): Analysis {
  const names = new Set(
    namesLikeAny(
      patterns,
      analysis.layers.map(({ name }) => name),
    ),
  );
  if (names.size === 0) return analysis;
  let moved = 0;
  const layers = analysis.layers.map((layer): LayerAnalysis => {
    const { parameters } = layer;
    // A layer without weights has nothing to freeze.
    if (!names.has(layer.name) || layer.frozen || !parameters || parameters.total === 0) return layer;
    if (layer.used) moved += parameters.trainable;
    const weights = layer.weights?.map((weight) => ({ ...weight, trainable: false }));
    return { ...layer, frozen: true, ...(weights && { weights }), parameters: still(parameters) };
  });
  const { totals } = analysis;
  return {
    ...analysis,
    layers,
    instances: analysis.instances.map((instance) => instanceOf(instance, analysis, layers)),
    totals: { ...totals, trainable: totals.trainable - moved, nonTrainable: totals.nonTrainable + moved },
  };
}

const still = ({ total }: Parameters): Parameters => ({ total, trainable: 0, nonTrainable: total });

/** A block is frozen where none of its layers learns; its sum follows them. */
function instanceOf(instance: InstanceAnalysis, before: Analysis, layers: readonly LayerAnalysis[]): InstanceAnalysis {
  const { index, members, parameters } = instance;
  const count = (all: readonly LayerAnalysis[]): number =>
    all.slice(index, index + members.length).reduce((sum, layer) => sum + (layer.parameters?.trainable ?? 0), 0);
  const moved = count(before.layers) - count(layers);
  if (moved === 0 || !parameters) return instance;
  const { total, trainable, nonTrainable } = parameters;
  const left = { total, trainable: trainable - moved, nonTrainable: nonTrainable + moved };
  return { ...instance, frozen: instance.frozen || left.trainable === 0, parameters: left };
}
