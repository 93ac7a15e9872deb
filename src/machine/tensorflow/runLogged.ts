import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How long a program has to end by itself once it has been told to. */
const GRACE = 3000;

export interface Ran {
  /** 0 where it did what it should; null where a signal ended it. */
  readonly code: number | null;
  /** Its last lines. */
  readonly lines: readonly string[];
}

/**
 * Runs a program to its end, telling each line that it prints. Rejects where it cannot be started; with the signal's
 * reason, once the program and all that it has started are gone, where it was aborted.
 */
export function runLogged(
  program: string,
  args: readonly string[],
  line: (text: string) => void,
  { env, signal }: { readonly env?: NodeJS.ProcessEnv; readonly signal?: AbortSignal } = {},
): Promise<Ran> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own, so that it can be ended with its children.
    const child = spawn(program, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const kill = (how: NodeJS.Signals) => {
      try {
        if (child.pid === undefined) return;
        process.kill(process.platform === 'win32' ? child.pid : -child.pid, how);
      } catch {
        // It has ended meanwhile.
      }
    };
    let timer: NodeJS.Timeout | undefined;
    const abort = () => {
      kill('SIGTERM');
      timer = setTimeout(() => kill('SIGKILL'), GRACE);
    };
    signal?.addEventListener('abort', abort, { once: true });
    const lines: string[] = [];
    for (const input of [child.stdout, child.stderr])
      createInterface({ input }).on('line', (text) => {
        lines.push(text);
        if (lines.length > 200) lines.shift();
        line(text);
      });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    child.on('error', (error) => end(() => reject(error)));
    child.on('close', (code) => end(() => (signal?.aborted ? reject(signal.reason as Error) : resolve({ code, lines }))));
  });
}
