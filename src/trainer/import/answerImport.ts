import { IMPORT_MEMORY, type ImportAnswer, type ImportRequest } from '../../protocol/modelImport';
import { Failure } from '../failure';
import { limitMemory } from '../watchdog';
import { importModel } from './importModel';

/** Imports a file; a process of its own for that is ended where it takes more memory than it may. */
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
