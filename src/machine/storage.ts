import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Layerwise's own folder on this machine, for the terminal; the editor has one of its own. Environments and addons are kept
 * in it. `LAYERWISE_CACHE` takes its place.
 */
export function storageFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['LAYERWISE_CACHE']) return path.resolve(env['LAYERWISE_CACHE']);
  switch (process.platform) {
    case 'win32':
      return path.join(env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local'), 'layerwise');
    case 'darwin':
      return path.join(homedir(), 'Library', 'Application Support', 'layerwise');
    default:
      return path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share'), 'layerwise');
  }
}
