import type { RecordedOperation } from './recording';

/** From this step on: until then a run may be over, and compiling takes as long as some hundred to two thousand steps. */
export const COMPILED_FROM = 1000;
/** One of more operations takes many seconds to compile. */
const MOST_OPERATIONS = 1000;
/** One of more operations takes a second or more, which a person is told before. */
const LONG_OPERATIONS = 300;
const TOLD_BEFORE = 200;
/** Compiled for a CPU, these are ten to sixty times slower: TensorFlow has oneDNN for them. */
const SLOW = /Conv|Pool/;
/** Of these, TensorFlow says when an index is out of bounds; compiled, they take another one without a word. */
const CHECKED = /Gather/;
/** A call has room for so many steps at most, and for so many bytes of samples. */
const MOST_STEPS = 64;
const MOST_BYTES = 2 ** 23;

/** How many compiled steps a call has room for. The samples of all are laid out before, whether so many steps are taken or not. */
export function compiledRoom(batchShape: readonly number[]): number {
  const bytes = 4 * batchShape.reduce((all, size) => all * size, 1);
  return Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_BYTES / bytes)));
}

/** Why a step is better not compiled. */
export function objectionToCompiling(operations: readonly RecordedOperation[], onGpu: boolean): string | undefined {
  if (onGpu) return 'only steps on a CPU are';
  if (operations.length > MOST_OPERATIONS) return 'that would take long';
  const slow = operations.find(({ op }) => SLOW.test(op));
  if (slow) return `${slow.op} would be slower`;
  const checked = operations.find(({ op }) => CHECKED.test(op));
  return checked && `${checked.op} would not check what it looks up`;
}

/** What hears of it: `note` is for the person, `log` for the log of a run. */
export interface CaptureListener {
  note(text: string): void;
  log(text: string): void;
}

/**
 * Which steps are taken in their compiled form. That follows from the number of a step alone, never from a clock: compiled
 * ones differ from others in the last bits, and a run has the same bits whenever it is run.
 */
export class Compilation {
  private off = false;
  private told = false;

  constructor(
    private readonly operations: number,
    private readonly listener: CaptureListener,
    private readonly from: number,
  ) {}

  /** @param step from 0 */
  takes(step: number): boolean {
    return !this.off && step >= this.from;
  }

  /** Steps up to that one are taken now. */
  reaches(step: number): void {
    if (this.told || this.off || this.operations <= LONG_OPERATIONS || step < this.from - TOLD_BEFORE) return;
    this.told = true;
    this.listener.note(`From step ${this.from + 1} on the steps of this model are compiled; that takes some seconds, once.`);
  }

  giveUp(reason: string): void {
    this.off = true;
    this.listener.log(`Steps are not compiled: ${reason}.`);
  }
}
