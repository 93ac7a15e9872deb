import type { LayerAnalysis } from './analysis';
import type { Diagnostic } from './diagnostics';
import type { Json, JsonObject, TrainingSection } from './document';
import { isObject } from './layers/readFields';
import { suggest } from './suggest';
import { namesLike, namesLikeAny } from './training/phases';

/** What phases freeze: each pattern means a layer, and something is left that learns. */
export function checkPhases(training: TrainingSection, layers: readonly LayerAnalysis[], diagnostics: Diagnostic[]): void {
  const { phases } = training as JsonObject;
  if (!Array.isArray(phases)) return;
  const used = layers.filter((layer) => layer.used);
  const names = used.map(({ name }) => name);
  const learning = used.filter(({ parameters }) => (parameters?.trainable ?? 0) > 0).map(({ name }) => name);
  phases.forEach((phase: Json, i) => {
    const freeze = isObject(phase) ? phase.freeze : undefined;
    if (!Array.isArray(freeze) || !freeze.every((item): item is string => typeof item === 'string')) return;
    const path = ['training', 'phases', i, 'freeze'];
    freeze.forEach((pattern, at) => {
      if (namesLike(pattern, names).length > 0) return;
      const facts = { pattern, suggestion: pattern.includes('*') ? undefined : suggest(pattern, names) };
      diagnostics.push({ code: 'training.freezes-no-layer', severity: 'warning', facts, place: { path: [...path, at] } });
    });
    if (learning.length > 0 && namesLikeAny(freeze, learning).length === learning.length)
      diagnostics.push({ code: 'training.freezes-all', severity: 'error', facts: { phase: i + 1, layers: learning }, place: { path } });
  });
}
