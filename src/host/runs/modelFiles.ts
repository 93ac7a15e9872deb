import * as l10n from '@vscode/l10n';
import { Failure } from '../../core/failure';
import type { ExportReport, ExportRequest } from '../../protocol/modelExport';
import { NOT_IMPORTED, type ImportReport, type ImportRequest } from '../../protocol/modelImport';
import type { Places } from '../../protocol/places';
import { askChild } from '../runtime/askChild';
import type { StartTrainer, TrainerStart } from './trainerProcess';

/** How the child is started, ended and listened to. */
export interface ModelFileContext {
  readonly how: TrainerStart;
  readonly start: StartTrainer;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** Has a child make a design of a file. Rejects with a `Failure`, or with the signal's reason. */
export async function importFile(request: ImportRequest, { how, start, log, signal }: ModelFileContext): Promise<ImportReport> {
  const outcome = await askChild(
    {
      ...how,
      message: { type: 'importModel', request },
      answer: (message) => (message.type === 'modelImported' ? message : undefined),
      ...(signal && { signal }),
    },
    start,
    log,
  ).catch((error: unknown) => {
    // It took longer than it may.
    if (error instanceof Error && error.name === 'TimeoutError') return '';
    throw error;
  });
  if (typeof outcome === 'string') throw new Failure(l10n.t('The file was not imported.'), { reason: NOT_IMPORTED });
  if ('report' in outcome.answer) return outcome.answer.report;
  const { message, ...details } = outcome.answer.failure;
  throw new Failure(message, details);
}

/** Has a child write a model. Rejects with a `Failure`, or with the signal's reason. */
export async function exportFile(
  request: ExportRequest,
  places: Places,
  { how, start, log, signal }: ModelFileContext,
): Promise<ExportReport> {
  const outcome = await askChild(
    {
      ...how,
      message: { type: 'exportModel', request, places },
      answer: (message) => (message.type === 'modelExported' || message.type === 'refused' ? message : undefined),
      ...(signal && { signal }),
    },
    start,
    log,
  );
  if (typeof outcome === 'string')
    throw new Failure(l10n.t('The model was not exported.'), { reason: outcome, next: l10n.t('Try again; the log may say more.') });
  if (outcome.type === 'modelExported') return outcome.report;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}
