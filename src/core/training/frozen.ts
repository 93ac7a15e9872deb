import type { Analysis, LayerAnalysis } from '../analysis';
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
    if (!names.has(layer.name) || layer.frozen) return layer;
    const { parameters } = layer;
    // A layer without weights has nothing to freeze.
    if (!parameters || parameters.total === 0) return layer;
    if (layer.used) moved += parameters.trainable;
    const weights = layer.weights?.map((weight) => ({ ...weight, trainable: false }));
    return {
      ...layer,
      frozen: true,
      ...(weights && { weights }),
      parameters: { total: parameters.total, trainable: 0, nonTrainable: parameters.total },
    };
  });
  const { totals } = analysis;
  return {
    ...analysis,
    layers,
    totals: { ...totals, trainable: totals.trainable - moved, nonTrainable: totals.nonTrainable + moved },
  };
}
