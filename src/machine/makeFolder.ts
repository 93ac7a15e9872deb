import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * The folder and those above it, as far as they are not there. Returns the first that was made. As `mkdir` with `recursive`,
 * which never comes back where a folder is there and takes no other, as Linux's `/proc`. Rejects where one cannot be made.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const parent = path.dirname(folder);
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && parent !== folder && !(await isFolder(parent))) {
      const first = await makeFolder(parent);
      const own = await makeFolder(folder);
      return first ?? own;
    }
    if (await isFolder(folder)) return undefined;
    throw error;
  }
}

const isFolder = (place: string): Promise<boolean> =>
  stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
