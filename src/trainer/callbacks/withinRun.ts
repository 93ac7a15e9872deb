import path from 'node:path';
import { RUN_FILES } from '../../protocol/runFolder';
import { Failure } from '../failure';

/**
 * A file or folder that a design names within the run's folder. Fails where it is outside, or where the run keeps something
 * itself: a design is often somebody else's.
 */
export function withinRun(folder: string, name: string): string {
  const file = path.resolve(folder, name);
  const [first] = path.relative(path.resolve(folder), file).split(path.sep);
  if ((Object.values(RUN_FILES) as string[]).includes(first!.toLowerCase()))
    throw new Failure(`${JSON.stringify(name)} is a file of the run itself.`, { next: 'Give a name of its own, such as "log.csv".' });
  if (file.startsWith(`${path.resolve(folder)}${path.sep}`)) return file;
  throw new Failure(`${JSON.stringify(name)} is not in the run's folder.`, { next: 'Give a name without ".." and not from the root.' });
}
