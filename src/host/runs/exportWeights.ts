import * as l10n from '@vscode/l10n';
import { Failure } from '../../core/failure';
import type { ExportedWeights, WeightsRequest } from '../../protocol/weightsExport';
import { askChild } from '../runtime/askChild';
import type { StartTrainer, TrainerStart } from './trainerProcess';

/** Has a child write a run's weights to a file. Rejects with a `Failure`. */
export async function exportRunWeights(
  request: WeightsRequest,
  how: TrainerStart,
  start: StartTrainer,
  log: (line: string) => void,
): Promise<ExportedWeights> {
  const outcome = await askChild(
    {
      ...how,
      message: { type: 'exportWeights', request },
      answer: (message) => (message.type === 'weightsExported' || message.type === 'refused' ? message : undefined),
    },
    start,
    log,
  );
  if (typeof outcome === 'string')
    throw new Failure(l10n.t('The weights were not exported.'), { reason: outcome, next: l10n.t('Try again; the log may say more.') });
  if (outcome.type === 'weightsExported') return outcome.weights;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}
