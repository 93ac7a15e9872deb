// What is downloaded once and kept for every clone of the repository on this machine.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The user's cache folder; `LAYERWISE_CACHE` takes its place. */
export function cacheFolder() {
  if (process.env.LAYERWISE_CACHE) return path.resolve(process.env.LAYERWISE_CACHE);
  if (process.platform === 'win32') return path.join(process.env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'layerwise');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'layerwise');
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'layerwise');
}

/**
 * A folder of the cache, filled by `fill` the first time. It is filled under another name and then renamed, so that a
 * broken installation never counts and two that run at once don't meet.
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 */
export async function cached(name, fill) {
  const folder = path.join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const unfinished = mkdtempSync(path.join(cacheFolder(), `${name}.`));
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Whether the address answers within a few seconds: many machines reach package registries and nothing else. */
export async function reachable(address) {
  try {
    const response = await fetch(address, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4000) });
    return response.status < 500;
  } catch {
    return false;
  }
}
