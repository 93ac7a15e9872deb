import { access } from 'node:fs/promises';
import path from 'node:path';
import type { RunRecord } from '../protocol/runFolder';

/** The way from a run's folder to its design, as it is kept in the record: with slashes on every system. */
export const wayToDesign = (folder: string, designPath: string): string => path.relative(folder, designPath).replaceAll(path.sep, '/');

/**
 * Where a run's design is now. A folder that was moved, copied or sent to somebody holds both, so the way between them counts;
 * where it leads nowhere, the place that the design had counts.
 */
export async function designPlace(folder: string, { designPath, designFromRun }: RunRecord): Promise<string> {
  if (designFromRun === undefined) return designPath;
  const near = path.resolve(folder, designFromRun);
  if (near === designPath || (await isThere(near))) return near;
  if (await isThere(designPath)) return designPath;
  // The design has another name by now or is gone, but its data are beside it.
  return (await isThere(path.dirname(near))) && !(await isThere(path.dirname(designPath))) ? near : designPath;
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
