import * as l10n from '@vscode/l10n';
import { formatCount } from '../../core/format';
import type { Failed, RuntimeName, RuntimeReport } from '../../core/training/events';
import { shortRuntime } from '../../core/training/shortRuntime';
import { readMemoryLimitLine } from '../../protocol/memoryLimit';
import type { ProcessEnd } from './trainerProcess';

/** What a child was told to do, and what it has said of that. */
export interface Doing {
  readonly asked: RuntimeName | 'auto';
  /** Known once it trains. */
  readonly runtime?: RuntimeReport;
  /** The Node of a setting that runs it; default: the editor's own. */
  readonly node?: string;
}

/** A child that is gone without having said why: what is known of the cause, what was tried, and what to do about it. */
export function unexpectedEnd(end: ProcessEnd, lines: readonly string[], doing: Doing): Failed {
  const crash = crashOf(end);
  const failure = notStarted(end, doing) ?? memoryRanOut(end, lines) ?? (crash ? crashed(crash, lines, doing) : justEnded(end, lines));
  const blamed = !end.error && (hasTensorflow(doing) ?? (crash !== undefined && doing.asked === 'auto'));
  return { type: 'failed', ...failure, ...(blamed && { runtime: 'tensorflow' }) };
}

/** Whether TensorFlow is in the process: also where another runtime was faster than it. `undefined`: nobody knows. */
function hasTensorflow({ asked, runtime }: Doing): boolean | undefined {
  if (runtime) return [runtime, ...(runtime.measured ?? [])].some(({ name }) => name === 'tensorflow');
  return asked === 'auto' ? undefined : asked === 'tensorflow';
}

/** `by the signal SIGSEGV`, `with exit code 7`. */
export const howItEnded = ({ code, signal }: ProcessEnd): string =>
  signal ? l10n.t`by the signal ${signal}` : l10n.t`with exit code ${String(code)}`;

/** Of a stack the line with the error, else the last line that says something. */
export function tellingLine(lines: readonly string[]): string | undefined {
  const words = lines.map((line) => line.trim()).filter((line) => line && !/^(at |\^|Node\.js v)/.test(line));
  return words.findLast((line) => /\bError\b.*:|^FATAL/.test(line)) ?? words.at(-1);
}

type Words = Omit<Failed, 'type' | 'runtime'>;

function notStarted({ error }: ProcessEnd, { node }: Doing): Words | undefined {
  if (!error) return undefined;
  const next = node
    ? l10n.t`Correct the setting layerwise.node, which names ${node}, or empty it: then the editor's own Node is used.`
    : l10n.t('Restart the editor. If it happens again, reinstall Layerwise.');
  return words(l10n.t('The training process could not be started.'), error.message, next);
}

const LESS = l10n.t('Use a smaller batch_size or a smaller model');

function memoryRanOut({ signal }: ProcessEnd, lines: readonly string[]): Words | undefined {
  const ended = lines.flatMap((line) => readMemoryLimitLine(line) ?? []).at(-1);
  if (ended) {
    return words(
      l10n.t`The run was ended because it held ${formatCount(ended.held)} MB of memory.`,
      l10n.t`Its limit is ${formatCount(ended.limit)} MB, so that the machine keeps some for everything else.`,
      l10n.t`${LESS}, or raise layerwise.memoryLimit. With a higher limit a run that has a checkpoint can be resumed from it.`,
    );
  }
  if (lines.some((line) => OUT_OF_MEMORY.test(line)))
    return words(l10n.t('The training process ran out of memory.'), tellingLine(lines), l10n.t`${LESS}, then train again.`);
  if (signal !== 'SIGKILL') return undefined;
  return words(
    l10n.t('The training process was killed (SIGKILL).'),
    l10n.t('The system does this when memory runs short; a person or another program can do it too.'),
    l10n.t('If it was memory, close other programs and resume the run, or train again with a smaller batch_size.'),
  );
}

/** Words of V8, of WebAssembly, of typed arrays, of C++ and of TensorFlow; the exit code alone (134) can have other causes. */
const OUT_OF_MEMORY = /out[ _]of[ _]memory|allocation failed|cannot enlarge memory|bad_alloc|OOM when allocating|RESOURCE_EXHAUSTED/i;

/** Signals by which native code ends a process, with what they mean. */
const CRASHES: { readonly [signal: string]: string } = {
  SIGSEGV: l10n.t('Native code reached for memory that is not its own.'),
  SIGBUS: l10n.t('Native code reached for memory that is not there.'),
  SIGABRT: l10n.t('Native code gave up.'),
  SIGTRAP: l10n.t('Native code gave up.'),
  SIGFPE: l10n.t('Native code divided by zero.'),
  SIGILL: l10n.t('Native code used an instruction that this processor does not have.'),
};

/** What stands for them where a shell or Windows ended the process. */
const CRASH_CODES: { readonly [code: number]: string } = {
  132: 'SIGILL',
  134: 'SIGABRT',
  139: 'SIGSEGV',
  0xc0000005: 'SIGSEGV',
  0xc000001d: 'SIGILL',
  0xc0000409: 'SIGABRT',
};

function crashOf({ code, signal }: ProcessEnd): string | undefined {
  const name = signal ?? CRASH_CODES[code ?? 0];
  return name !== undefined && name in CRASHES ? name : undefined;
}

function crashed(signal: string, lines: readonly string[], doing: Doing): Words {
  const { asked, runtime, node } = doing;
  const where = runtime
    ? l10n.t`It was training on ${shortRuntime(runtime)}`
    : asked === 'auto'
      ? l10n.t('It was starting a runtime')
      : l10n.t`It was starting ${asked}`;
  const said = tellingLine(lines);
  return words(
    l10n.t`The training process crashed (${signal}).`,
    [`${CRASHES[signal]} ${node ? l10n.t`${where}, with the Node ${node}` : where}.`, said && l10n.t`The last it said: ${said}`]
      .filter(Boolean)
      .join(' '),
    hasTensorflow(doing) === false
      ? l10n.t('See the log of the run, then train again.')
      : l10n.t('Train on the embedded runtime, which has no native code; "Layerwise: Check Runtimes" shows what there is.'),
  );
}

const justEnded = (end: ProcessEnd, lines: readonly string[]): Words =>
  words(
    l10n.t`The training process ended unexpectedly, ${howItEnded(end)}.`,
    tellingLine(lines),
    l10n.t('See the log of the run, then train again.'),
  );

const words = (message: string, cause: string | undefined, next: string): Words => ({ message, ...(cause && { cause }), next });
