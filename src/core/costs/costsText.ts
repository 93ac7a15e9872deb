import * as l10n from '@vscode/l10n';
import type { Analysis } from '../analysis';
import { layerCosts, modelCosts, type CostRow } from './describeCosts';

/** What every layer and the whole model cost, as lines for a terminal. `memory`: bytes that a run may hold. */
export function costsText(analysis: Analysis, memory?: number): string {
  const layers = analysis.layers.filter(({ used }) => used).map((layer) => ({ layer, rows: layerCosts(analysis, layer) }));
  const all = modelCosts(analysis, memory);
  const width = Math.max(...[...layers.flatMap(({ rows }) => rows), ...all].map(({ title }) => title.length));
  const lines = (rows: readonly CostRow[]): string[] => rows.map((row) => `  ${row.title.padEnd(width)}  ${worked(row)}`);
  return [
    ...layers.flatMap(({ layer, rows }) => (rows.length === 0 ? [] : [`${layer.name} (${layer.type})`, ...lines(rows)])),
    l10n.t('The whole model'),
    ...lines(all),
  ].join('\n');
}

/** `320 × 4 B = 1.25 KB`; a part of something stands behind the result. */
const worked = ({ sum, result, whole }: CostRow): string =>
  whole !== undefined ? `${result} ${whole}` : sum === undefined ? result : `${sum} = ${result}`;
