import type { Failed } from '../../core/training/events';
import type { ProcessEnd } from './trainerProcess';

/** A child that is gone without having said why: what is known of the cause, and what to do about it. */
export function unexpectedEnd({ code, signal, error }: ProcessEnd, lines: readonly string[]): Failed {
  if (error) {
    return failed(
      'The training process could not be started.',
      error.message,
      'Restart the editor. If it happens again, reinstall Layerwise.',
    );
  }
  if (lines.some((line) => OUT_OF_MEMORY.test(line))) {
    return failed(
      'The training process ran out of memory.',
      tellingLine(lines),
      'Use a smaller batch_size or a smaller model, then train again.',
    );
  }
  if (signal === 'SIGKILL') {
    return failed(
      'The training process was killed (SIGKILL).',
      'The system does this when memory runs short; a person or another program can do it too.',
      'If it was memory, use a smaller batch_size or close other programs. Then train again.',
    );
  }
  const how = signal ? `by the signal ${signal}` : `with exit code ${String(code)}`;
  return failed(`The training process ended unexpectedly, ${how}.`, tellingLine(lines), 'See the log of the run, then train again.');
}

/** Words of V8, of WebAssembly and of typed arrays; the exit code alone (134) can have other causes. */
const OUT_OF_MEMORY = /heap out of memory|allocation failed|cannot enlarge memory/i;

/** Of a stack the line with the error, else the last line that says something. */
function tellingLine(lines: readonly string[]): string | undefined {
  const words = lines.map((line) => line.trim()).filter((line) => line && !/^(at |\^|Node\.js v)/.test(line));
  return words.findLast((line) => /\bError\b.*:|^FATAL/.test(line)) ?? words.at(-1);
}

function failed(message: string, cause: string | undefined, next: string): Failed {
  return { type: 'failed', message, ...(cause && { cause }), next };
}
