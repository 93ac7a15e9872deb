import * as l10n from '@vscode/l10n';
import type { FromTrainer, ToTrainer } from '../../protocol/trainer';
import type { StartTrainer, TrainerStart } from '../runs/trainerProcess';
import { howItEnded, tellingLine } from '../runs/unexpectedEnd';

/** One question to a child of its own. */
export interface Question<Answer> extends TrainerStart {
  readonly message: ToTrainer;
  /** `undefined`: this is not the answer. */
  readonly answer: (message: FromTrainer) => Answer | undefined;
  readonly signal?: AbortSignal;
}

/** The answer, or a sentence on how the child came to its end before. Rejects with the signal's reason. */
export function askChild<Answer extends object>(
  { message, answer, signal, ...how }: Question<Answer>,
  start: StartTrainer,
  log: (line: string) => void,
): Promise<Answer | string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const child = start(how, {
      message: (told) => {
        const answered = answer(told);
        if (answered) resolve(answered);
      },
      line: (text) => {
        lines.push(text);
        log(text);
      },
      ended: (end) => {
        const said = tellingLine(lines);
        resolve(
          end.error
            ? end.error.message
            : said
              ? l10n.t`The process that tried it ended ${howItEnded(end)}: ${said}`
              : l10n.t`The process that tried it ended ${howItEnded(end)}.`,
        );
      },
    });
    const abort = () => {
      child.kill('SIGKILL');
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    child.send(message);
  });
}
