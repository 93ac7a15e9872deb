import { stat } from 'node:fs/promises';
import path from 'node:path';

/** What a person names a run by: its folder (or the design's file, where that goes too), its id, or its design's name, of which the newest run is taken. */
export async function runSource(name: string): Promise<string> {
  const given = path.resolve(name);
  if (await stat(given).catch(() => undefined)) return given;
  const { runsNamed } = await import('../trainer/reuse/reuseWeights');
  return (await runsNamed(name, process.cwd()))[0] ?? given;
}
