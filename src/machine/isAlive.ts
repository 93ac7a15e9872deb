import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** A process as it was noted. */
export interface NotedProcess {
  readonly pid: number;
  /** When it was noted, in ms. */
  readonly since: number;
  /** Its `processMark`, where that was noted too. */
  readonly mark?: string;
}

/**
 * Whether the process that was noted is still there. A number from before the last start of the machine means nothing, another
 * process may have got it since, and a process that has ended without anybody asking for it (a zombie) is gone.
 */
export function isAlive({ pid, since, mark }: NotedProcess, bootedAt = Date.now() - uptime() * 1000): boolean {
  const now = mark === undefined ? undefined : processMark(pid);
  // The mark knows without a clock, which may have been set meanwhile.
  if (now === undefined && since < bootedAt) return false;
  if (now !== undefined && now !== mark) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !/^Z/.test(statusOf(pid) ?? '');
}

/** Tells a process from a later one of the same number: this start of the machine, and when in it the process began. Only Linux says. */
export function processMark(pid: number): string | undefined {
  // The 22nd field of all; `statusOf` begins with the third.
  const began = statusOf(pid)?.split(' ')[19];
  const boot = began === undefined ? undefined : readText('/proc/sys/kernel/random/boot_id');
  return boot === undefined ? undefined : `${boot.trim()}/${began}`;
}

/** Of Linux' `/proc/<pid>/stat` what follows the name, which may hold spaces and brackets itself: `S 1 …`. */
function statusOf(pid: number): string | undefined {
  const text = process.platform === 'linux' ? readText(`/proc/${pid}/stat`) : undefined;
  return text?.slice(text.lastIndexOf(')') + 2);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}
