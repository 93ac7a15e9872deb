import path from 'node:path';
import { formatCount } from '../core/format';
import type { SavedWeights, WeightsFormat } from '../protocol/weightsExport';
import type { Output } from './print';
import { runSource } from './runSource';

/** The options of `layerwise export` with a run. */
export interface ExportWeightsOptions {
  readonly to: WeightsFormat;
  readonly output?: string;
  readonly checkpoint?: SavedWeights;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Writes a run's weights to a file, and says which. Without a name it goes to the folder that the command runs in. */
export async function exportWeights(run: string, options: ExportWeightsOptions, output: Output): Promise<void> {
  const { to, checkpoint, force, json } = options;
  const { exportWeights: write } = await import('../trainer/export/exportWeights');
  const folder = await runSource(run);
  const file = path.resolve(options.output ?? `${path.basename(folder)}.${to}`);
  const result = await write({ folder, format: to, file, checkpoint, overwrite: force });
  if (json) return output.print(JSON.stringify({ ...result, run }));
  output.print(`The ${result.checkpoint} weights (epoch ${result.epoch}), ${formatCount(result.parameters)} numbers, are in ${file}.`);
  if (to === 'weights.h5' && !file.endsWith('.weights.h5'))
    output.complain('Keras loads weights only from a file whose name ends with .weights.h5: rename it for that.');
}
