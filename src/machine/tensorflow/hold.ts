import { open, readFile, rm } from 'node:fs/promises';
import { Failure } from '../../core/failure';

/**
 * Holds a file that says which process is at work; returns what lets go of it. Fails with `message` where a process that
 * lives holds it.
 */
export async function hold(file: string, message: string): Promise<() => Promise<void>> {
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (attempt > 0 || isAlive(holder))
        throw new Failure(message, { reason: `Process ${holder} is at it.`, next: 'Wait until it is done.' });
      await rm(file, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
