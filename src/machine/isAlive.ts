import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/**
 * Whether the process that was noted under this number is still there. A number from before the last start of the machine
 * means nothing, and a process that has ended without anybody asking for it (a zombie) is gone.
 *
 * @param since when it was noted, in ms
 */
export function isAlive(pid: number, since: number, bootedAt = Date.now() - uptime() * 1000): boolean {
  if (since < bootedAt) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
