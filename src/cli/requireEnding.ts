import path from 'node:path';
import { Failure } from '../core/failure';
import { EXPORT_FORMATS, type ExportFormat } from '../protocol/modelExport';

const KINDS: readonly ExportFormat[] = EXPORT_FORMATS;

/** Throws where a file is named as if it were of another kind than what is to be written; `to`: a kind's id. */
export function requireEnding(to: string, file: string | undefined): void {
  const other = KINDS.find(({ ending }) => ending !== '' && file?.endsWith(ending));
  if (!file || !other || other.id === to || to.endsWith(other.ending)) return;
  const wanted = KINDS.find(({ id }) => id === to);
  throw new Failure(
    `${path.basename(file)} is the name of a ${other.title}, and --to ${to} writes a ${wanted?.title ?? 'file of weights'}.`,
    {
      next: `Take --to ${other.id}, or another name${wanted?.ending ? ` (${wanted.ending})` : ''}.`,
    },
  );
}
