import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { FromTrainer, ToTrainer } from '../../protocol/trainer';

/** How a child ended. `error`: it never started. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: Error;
}

export interface TrainerListener {
  message(message: FromTrainer): void;
  /** What it printed: a log, never protocol. `complaint`: on stderr, where native code, Node and the watchdog write, the trainer not. */
  line(text: string, complaint: boolean): void;
  /** Called once, after the last message and the last line. */
  ended(end: ProcessEnd): void;
}

export interface TrainerProcess {
  readonly pid: number | undefined;
  send(message: ToTrainer): void;
  kill(signal: NodeJS.Signals): void;
}

/** In which folder a child works, and which Node runs it; default: the editor's own. */
export interface TrainerStart {
  readonly cwd: string;
  readonly node?: string;
}

export type StartTrainer = (start: TrainerStart, listener: TrainerListener) => TrainerProcess;

/** The child that trains: the editor's own runtime again, as plain Node (on the desktop it is Electron), or another Node. */
export const forkTrainer =
  (modulePath: string): StartTrainer =>
  ({ cwd, node }, listener) => {
    let child: ChildProcess;
    try {
      child = fork(modulePath, [], {
        cwd,
        ...(node && { execPath: node }),
        execArgv: [],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        serialization: 'advanced',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      queueMicrotask(() => listener.ended({ code: null, signal: null, error }));
      return { pid: undefined, send: () => undefined, kill: () => undefined };
    }
    let ended = false;
    const end = (how: ProcessEnd) => {
      if (!ended) listener.ended(how);
      ended = true;
    };
    // Messages may still be on their way when the process is gone: the end is when its channel and its output are.
    let closed: ProcessEnd | undefined;
    child.on('close', (code, signal) => {
      closed = { code, signal };
      if (!child.connected) end(closed);
    });
    child.on('disconnect', () => closed && end(closed));
    child.on('error', (error) => child.pid === undefined && end({ code: null, signal: null, error }));
    child.on('message', (message) => listener.message(message as FromTrainer));
    eachLine(child.stdout, (text) => listener.line(text, false));
    eachLine(child.stderr, (text) => listener.line(text, true));
    return {
      pid: child.pid,
      send: (message) => void (child.connected && child.send(message, () => undefined)),
      kill: (signal) => void child.kill(signal),
    };
  };

function eachLine(stream: Readable | null, take: (text: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', take);
}
