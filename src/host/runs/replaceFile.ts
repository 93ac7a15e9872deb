import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes all of the file or leaves it as it was. Rejects where it cannot, and leaves nothing beside it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const beside = `${file}.${String(process.pid)}.tmp`;
  try {
    await writeFile(beside, text);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
