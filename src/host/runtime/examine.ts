import * as l10n from '@vscode/l10n';
import { Failure } from '../../core/failure';
import type { Examination } from '../../protocol/examination';
import type { Places } from '../../protocol/places';
import type { StartTrainer, TrainerStart } from '../runs/trainerProcess';
import { askChild } from './askChild';

/** For a child that is to look at the runtimes. */
export interface RuntimeRequest extends TrainerStart {
  readonly places: Places;
  readonly signal?: AbortSignal;
}

/**
 * Has a child try every runtime: one that crashes takes only the child with it. TensorFlow is the only one that can; the
 * others are then told all the same. Rejects with the signal's reason, or with a `Failure`.
 */
export async function examine(request: RuntimeRequest, start: StartTrainer, log: (line: string) => void): Promise<Examination> {
  const ask = ({ places, ...rest }: RuntimeRequest) =>
    askChild(
      {
        ...rest,
        message: { type: 'examine', places },
        answer: (message) => (message.type === 'examined' ? message.examination : undefined),
      },
      start,
      log,
    );
  const first = await ask(request);
  if (typeof first !== 'string') return first;
  const rest = await ask({ ...request, places: {} });
  if (typeof rest === 'string')
    throw new Failure(l10n.t('The runtimes could not be examined.'), { reason: rest, next: l10n.t('See the log.') });
  const crashed = { name: 'tensorflow', available: false, reason: first } as const;
  return { ...rest, runtimes: rest.runtimes.map((probe) => (probe.name === 'tensorflow' ? crashed : probe)) };
}
