import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { RUN_FILES } from '../../protocol/runFolder';
import type { Run } from './run';

/** Writes a line that a child printed into its run's log. */
export function keepLog({ request }: Run, line: string): void {
  try {
    appendFileSync(path.join(request.options.folder, RUN_FILES.log), `${line}\n`);
  } catch {
    // A full disk or a folder that was deleted meanwhile: the output channel has the line too.
  }
}
