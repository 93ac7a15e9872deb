import type { ImportReport, ImportRequest } from '../../protocol/modelImport';
import { Failure } from '../failure';
import { limitMemory } from '../watchdog';
import { importModel } from './importModel';
import { IMPORT_MEMORY } from './limits';

/** What a process that imports a file has to say to the one that asked. */
export type ImportAnswer =
  { readonly report: ImportReport } | { readonly failure: { readonly message: string; readonly reason?: string; readonly next?: string } };

/** Imports a file, and lets this process be ended where that takes more memory than it may. */
export async function answerImport(request: ImportRequest): Promise<ImportAnswer> {
  const unwatch = process.send === undefined ? () => undefined : limitMemory(IMPORT_MEMORY);
  try {
    return { report: await importModel(request) };
  } catch (error) {
    return { failure: failureOf(error) };
  } finally {
    unwatch();
  }
}

function failureOf(error: unknown): { message: string; reason?: string; next?: string } {
  if (!(error instanceof Failure))
    return { message: `Something went wrong inside Layerwise: ${error instanceof Error ? error.message : String(error)}` };
  const { reason, next } = error.details;
  return { message: error.message, ...(reason !== undefined && { reason }), ...(next !== undefined && { next }) };
}
