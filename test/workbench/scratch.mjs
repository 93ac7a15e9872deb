// Temporary folders, and whatever else must not outlive this process, also when it is interrupted.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** @type {Set<() => void>} */
const leftovers = new Set();

/**
 * Does the work when this process ends, unless it is called before.
 * @param {() => void} work synchronous
 * @returns {() => void} does it now
 */
export function atExit(work) {
  if (leftovers.size === 0 && process.listenerCount('exit', clear) === 0) {
    process.on('exit', clear);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  }
  const once = () => {
    if (leftovers.delete(once)) work();
  };
  leftovers.add(once);
  return once;
}

function clear() {
  for (const once of leftovers) once();
}

/**
 * A new folder that goes with this process.
 * @param {string} purpose part of its name
 * @param {string} parent by default the system's folder for temporary files
 * @returns {{ folder: string, remove: () => void }}
 */
export function scratchFolder(purpose, parent = tmpdir()) {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, `${purpose}-`));
  return { folder, remove: atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })) };
}
