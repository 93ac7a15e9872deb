// Desktop VS Code, where it can be downloaded and shown.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { run, step } from '../../scripts/progress.mjs';
import { cacheFolder, reachable } from './folders.mjs';

/** Whether a window can be shown here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** Whether a window can be shown to nobody, which is enough for tests. */
export async function hasVirtualDisplay() {
  return (
    process.platform === 'linux' &&
    (await run('xvfb-run', ['--help'])
      .then(() => true)
      .catch(() => false))
  );
}

/**
 * The program of VS Code, downloaded once; undefined where that is not possible. `LAYERWISE_EDITOR=code-server` says not to try.
 * @returns {Promise<string | undefined>}
 */
export async function installDesktop() {
  if (process.env.LAYERWISE_EDITOR === 'code-server') return undefined;
  if (!(await reachable('https://update.code.visualstudio.com/api/releases/stable'))) return undefined;
  const cachePath = path.join(cacheFolder(), 'vscode');
  try {
    const program = await step('Downloading VS Code (once)', () => downloadAndUnzipVSCode({ version: 'stable', cachePath }));
    return existsSync(program) ? program : undefined;
  } catch (error) {
    console.log(`  not possible: ${/** @type {Error} */ (error).message}`);
    return undefined;
  }
}
