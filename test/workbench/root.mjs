import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, also for a bundle of this module elsewhere in it. */
export const root = above(path.dirname(fileURLToPath(import.meta.url)));

/**
 * @param {string} folder
 * @returns {string}
 */
function above(folder) {
  return existsSync(path.join(folder, 'package-lock.json')) ? folder : above(path.dirname(folder));
}
