import path from 'node:path';
import { Failure } from '../failure';

/** A file or folder that a design names within the run's folder. Fails where it is outside: a design is often somebody else's. */
export function withinRun(folder: string, name: string): string {
  const file = path.resolve(folder, name);
  if (file.startsWith(`${path.resolve(folder)}${path.sep}`)) return file;
  throw new Failure(`${JSON.stringify(name)} is not in the run's folder.`, { next: 'Give a name without ".." and not from the root.' });
}
