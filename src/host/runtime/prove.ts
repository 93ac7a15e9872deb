import * as l10n from '@vscode/l10n';
import { Failure } from '../../core/failure';
import type { Proof } from '../../protocol/proof';
import type { StartTrainer } from '../runs/trainerProcess';
import { askChild } from './askChild';
import type { RuntimeRequest } from './examine';

/** Has a child train on TensorFlow and on the embedded runtime. Rejects with a `Failure` where it cannot, or the losses are not the same. */
export async function proveTensorflow(
  { places, ...how }: RuntimeRequest,
  start: StartTrainer,
  log: (line: string) => void,
): Promise<Proof> {
  const outcome = await askChild(
    {
      ...how,
      message: { type: 'prove', places },
      answer: (message) => (message.type === 'proved' || message.type === 'refused' ? message : undefined),
    },
    start,
    log,
  );
  if (typeof outcome === 'string') {
    throw new Failure(l10n.t('TensorFlow was set up, but trying it ended a process.'), {
      reason: outcome,
      next: l10n.t('Training goes on with the embedded runtime. "Layerwise: Check Runtimes" shows what there is.'),
    });
  }
  if (outcome.type === 'proved') return outcome.proof;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}
