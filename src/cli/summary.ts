import type { Analysis } from '../core/analysis';
import { costsText } from '../core/costs/costsText';
import type { Shape } from '../core/diagnostics';
import { summaryTable } from '../core/summary';
import { heldMemory } from '../machine/memory';
import { costsJson } from './costsJson';
import type { Output } from './print';

/** What `layerwise summary --json` prints: a shape with the batch dimension as `null`, as in Keras. */
export interface SummaryJson {
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly outputShape: Shape | null;
    readonly parameters: number | null;
  }[];
  readonly parameters: { readonly total: number; readonly trainable: number; readonly nonTrainable: number };
}

/** The layers of the model in the order of the file; those that lead to no output are not part of it. */
function summaryJson({ layers, totals: { total, trainable, nonTrainable } }: Analysis): SummaryJson {
  const used = layers.filter((layer) => layer.used);
  return {
    layers: used.map(({ name, type, output, parameters }) => ({
      name,
      type,
      outputShape: output ? [null, ...output] : null,
      parameters: parameters?.total ?? null,
    })),
    parameters: { total, trainable, nonTrainable },
  };
}

/** Prints the table that Keras prints, or its facts as JSON; with `costs` what each layer and the model cost, too. */
export function summary(analysis: Analysis, { json, costs }: { json?: boolean; costs?: boolean }, output: Output): void {
  if (json) return output.print(JSON.stringify({ ...summaryJson(analysis), ...(costs && { costs: costsJson(analysis) }) }, undefined, 2));
  output.print(summaryTable(analysis));
  if (costs) output.print(`\n${costsText(analysis, heldMemory())}`);
}
