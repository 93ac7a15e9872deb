import { open, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { isAlive, processMark, type NotedProcess } from './isAlive';

/** What a held file says: who holds it, and which file it was, so that a copy of it holds nothing. */
interface Holder extends NotedProcess {
  readonly file: string;
}

const A_MOMENT = 50;

/**
 * Holds a file that says which process is at work; returns what lets go of it. Fails with `refused` where a process that lives
 * holds it; what a process that was killed has left is taken over.
 */
export async function hold(file: string, refused: (holder: number) => Error): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      const own = await write(file);
      // Two may have taken it over at once: the last one has it.
      if (attempt > 0) await setTimeout(A_MOMENT);
      if (attempt === 0 || (await readText(file)) === own) return () => letGo(file, own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = await holderOf(file);
      if (holder) throw refused(holder.pid);
      await rm(file, { force: true });
    }
  }
}

async function write(file: string): Promise<string> {
  const handle = await open(file, 'wx');
  try {
    const { pid } = process;
    const holder: Holder = { pid, since: Date.now(), mark: processMark(pid), file: String((await handle.stat()).ino) };
    await handle.writeFile(JSON.stringify(holder));
    return JSON.stringify(holder);
  } catch (error) {
    // On a full disk: it would be there, and say nothing.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function letGo(file: string, own: string): Promise<void> {
  if ((await readText(file)) === own) await rm(file, { force: true });
}

/** Who holds the file; `undefined` where whoever did is gone. */
async function holderOf(file: string): Promise<Holder | undefined> {
  // Between being made and being written it is empty.
  const text = (await readText(file)) || (await setTimeout(A_MOMENT, file).then(readText));
  try {
    const holder = JSON.parse(text) as Holder;
    return holder.file === String((await stat(file)).ino) && isAlive(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

const readText = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
