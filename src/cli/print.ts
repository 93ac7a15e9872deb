import { explainComputing } from '../trainer/explain';
import { Failure } from '../trainer/failure';

/** Where a command writes to. */
export interface Output {
  /** A line of the result, to stdout. */
  print(line: string): void;
  /** A line for the person, to stderr. */
  complain(line: string): void;
  /** Present on a terminal: replaces the line that is being written over and over; an empty one removes it. */
  readonly redraw?: (line: string) => void;
  readonly colors: boolean;
}

/** The process's own output. On a terminal stdout can redraw a line; `NO_COLOR` (no-color.org) is heeded. */
export function processOutput(): Output {
  const { stdout, stderr, env } = process;
  let drawn = false;
  const clear = () => {
    if (drawn) stdout.write('\r\x1b[K');
    drawn = false;
  };
  const redraw = (line: string) => {
    clear();
    // A line that wraps could not be replaced: what is too long is cut by the terminal, with wrapping off.
    if (line) stdout.write(`\x1b[?7l${line}\x1b[?7h`);
    drawn = line !== '';
  };
  return {
    print(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    complain(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    redraw: stdout.isTTY ? redraw : undefined,
    colors: stdout.isTTY && !env['NO_COLOR'],
  };
}

/** What went wrong as lines for stderr: what and where, why, and what to do; never a stack. */
export function complaint(error: unknown): string {
  const { message, details } = error instanceof Failure ? error : unexpected(error);
  return [`layerwise: ${message}`, details.reason, details.next].filter(Boolean).join('\n  ');
}

function unexpected(error: unknown): Failure {
  const known = explainComputing(error);
  if (known) return new Failure(known.message, { reason: known.cause, next: known.next });
  const message = error instanceof Error ? error.message : String(error);
  return new Failure(`Something went wrong inside Layerwise: ${message}`, {
    next: 'This is a fault of Layerwise. Please report it with the command that you ran.',
  });
}
