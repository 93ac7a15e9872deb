import { Failure } from '../../core/failure';
import type { Examination } from '../../protocol/examination';
import type { Places } from '../../protocol/places';
import type { StartTrainer, TrainerStart } from '../runs/trainerProcess';
import { howItEnded, tellingLine } from '../runs/unexpectedEnd';

export interface ExaminationRequest extends TrainerStart {
  readonly places: Places;
  readonly signal?: AbortSignal;
}

/**
 * Has a child try every runtime: one that crashes takes only the child with it. TensorFlow is the only one that can; the
 * others are then told all the same. Rejects with the signal's reason, or with a `Failure`.
 */
export async function examine(request: ExaminationRequest, start: StartTrainer, log: (line: string) => void): Promise<Examination> {
  const first = await ask(request, start, log);
  if (typeof first !== 'string') return first;
  const rest = await ask({ ...request, places: {} }, start, log);
  if (typeof rest === 'string') throw new Failure('The runtimes could not be examined.', { reason: rest, next: 'See the log.' });
  const crashed = { name: 'tensorflow', available: false, reason: first } as const;
  return { ...rest, runtimes: rest.runtimes.map((probe) => (probe.name === 'tensorflow' ? crashed : probe)) };
}

/** What the child found, or a sentence on how it came to its end before. */
function ask(
  { places, signal, ...how }: ExaminationRequest,
  start: StartTrainer,
  log: (line: string) => void,
): Promise<Examination | string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const child = start(how, {
      message: (message) => {
        if (message.type === 'examined') resolve(message.examination);
      },
      line: (text) => {
        lines.push(text);
        log(text);
      },
      ended: (end) => {
        const said = tellingLine(lines);
        resolve(end.error ? end.error.message : `The process that tried it ended ${howItEnded(end)}${said ? `: ${said}` : '.'}`);
      },
    });
    const abort = () => {
      child.kill('SIGKILL');
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    child.send({ type: 'examine', places });
  });
}
