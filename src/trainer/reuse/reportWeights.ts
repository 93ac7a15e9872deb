import path from 'node:path';
import { analyzeText } from '../../core/analyze';
import type { WeightsReused } from '../../core/training/events';
import { Failure } from '../failure';
import { matchWeights } from './matchWeights';
import { readSourceWeights } from './reuseWeights';

/**
 * What would become of each layer with the weights that the design wants to begin with; nothing is trained or kept.
 * Rejects with a `Failure` where they cannot be read.
 */
export async function reportWeights(designPath: string, designText: string): Promise<WeightsReused> {
  const { design, layers } = analyzeText(designText);
  const section = design?.training?.weights;
  if (!section) throw new Failure('The design begins with no weights of another.', { next: 'Name them in "weights": { "from": … }.' });
  const { arrays, metadata, file } = await readSourceWeights(section, path.dirname(designPath));
  const targets = layers
    .filter(({ used }) => used)
    .flatMap(({ name, weights = [] }) => weights.map((weight) => ({ path: `${name}/${weight.name}`, layer: name, shape: weight.shape })));
  const matched = matchWeights(arrays, targets, section);
  return { type: 'weights', from: file, ...(metadata.epoch !== undefined && { epoch: Number(metadata.epoch) }), layers: matched.layers };
}
