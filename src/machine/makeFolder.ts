import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The folder and those above it, as far as they are not there. Returns the first that was made. As `mkdir` with `recursive`,
 * which never comes back where a folder is there and takes no other, as Linux's `/proc`. Rejects where one cannot be made.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  try {
    return await makeOne(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    const first = await makeFolder(parent);
    const own = await makeOne(folder);
    return first ?? own;
  }
}

/** The folder where the one above it is there. Another process may make it, or the one above it, meanwhile. */
async function makeOne(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return undefined;
    throw error;
  }
}
