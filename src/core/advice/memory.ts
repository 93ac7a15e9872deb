import * as l10n from '@vscode/l10n';
import type { Analysis } from '../analysis';
import { costsOf } from '../costs/costs';
import { onTraining, type Advice } from './advice';
import type { Known } from './known';

/** What a step takes, against what a run may hold on this machine. */
export function adviseMemory(analysis: Analysis, { memory }: Known): Advice[] {
  if (memory === undefined || !analysis.design?.training) return [];
  const { training: needed, activations, passing, batchSize, weights } = costsOf(analysis);
  if (needed <= memory) return [];
  const each = (activations + passing) / batchSize;
  const most = each > 0 ? (memory - (needed - activations - passing)) / each : 0;
  // A power of 2, as batch sizes mostly are.
  const fitting = most >= 1 ? 2 ** Math.floor(Math.log2(Math.min(most, batchSize - 1))) : 0;
  const fixes =
    fitting >= 1
      ? [{ title: l10n.t`Use a batch_size of ${fitting}`, edit: { type: 'setTraining', path: ['batch_size'], value: fitting } as const }]
      : [];
  const path = analysis.design.training.batch_size === undefined ? [] : ['batch_size'];
  return [onTraining('memory.too-large', path, { facts: { needed, memory, weights, batchSize }, fixes })];
}
