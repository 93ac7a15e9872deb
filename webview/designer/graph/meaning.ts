import * as l10n from '@vscode/l10n';
import type { Analysis, LayerAnalysis } from '../../../src/core/analysis';
import { BYTES_OF_FLOAT } from '../../../src/core/analyzeLayer';
import { axisNames } from '../../../src/core/axisNames';
import { batchSizeOf } from '../../../src/core/costs/costs';
import { formatBytes, formatCount } from '../../../src/core/format';

/** `height × width × channels, 98.00 KB for 32 samples`; empty where nothing is known. */
export function outputMeaning(analysis: Analysis, { id, output }: LayerAnalysis): string {
  if (!output) return '';
  const names = axisNames(analysis, id)?.join(' × ');
  const batch = batchSizeOf(analysis);
  const values = output.reduce<number>((all, size) => all * (size ?? 1), 1);
  const size = l10n.t`${formatBytes(BYTES_OF_FLOAT * batch * values)} for ${formatCount(batch)} samples`;
  const each = output.includes(null) ? l10n.t`${size} and each place` : size;
  return names === undefined ? each : `${names}, ${each}`;
}
