import type { DataPart, LoadedData } from '../../data/loadedData';
import { BatchReader } from '../../learning/batches';
import type { Learner, StepLayout } from '../../learning/learner';
import { scope } from '../../learning/scope';
import type { StepRow, Steps } from '../../learning/steps';
import { NotCapturable } from '../notCapturable';
import { tensorflowBackend } from './addon';
import { nextAtOnce } from './atOnce';
import { Program } from './program';
import { recordEvaluation, recordLearning, type Recorder } from './recordSteps';
import { Samples } from './samples';

/**
 * Steps of a learner on TensorFlow: recorded for each size of batch when they are first asked for, written as a graph,
 * and run many in one call. The state is the session's from then on; `store` brings it back. `learn` and `evaluate` throw
 * `NotCapturable` where a step must not be captured; nothing has been learned then. `log` hears what was captured.
 */
export function captureOnTensorflow(
  learner: Learner,
  data: LoadedData,
  batchSize: number,
  log: (text: string) => void = () => undefined,
): Steps {
  return new CapturedSteps(learner, data, batchSize, log);
}

type Kind = 'learning' | 'evaluation';

class CapturedSteps implements Steps {
  private readonly recorder: Recorder;
  private readonly programs = new Map<Kind, Program>();
  private readonly layouts = new Map<number, StepLayout>();
  /** Whether the weights that are evaluated are those of now. */
  private current = false;
  private learned = false;
  private readonly counts = { learning: 1, evaluation: 1 };

  constructor(
    private readonly learner: Learner,
    private readonly data: LoadedData,
    private readonly batchSize: number,
    private readonly log: (text: string) => void,
  ) {
    const backend = tensorflowBackend();
    if (!backend) throw new NotCapturable('Only TensorFlow runs graphs.');
    this.recorder = { backend, learner, reader: new BatchReader(data, batchSize) };
  }

  get atOnce(): number {
    return this.counts[this.learned ? 'learning' : 'evaluation'];
  }

  learn(part: DataPart, batches: readonly Int32Array[], withHealth: boolean): readonly StepRow[] {
    const program = this.programFor('learning', part, batches);
    this.learned = true;
    this.current = false;
    return groups(batches).flatMap((group) => {
      const numbers = group.map(() => this.learner.next());
      const { movements, dead, values } = this.layouts.get(group[0]!.length)!;
      const layout = withHealth ? { values, movements, dead } : { values, movements: [], dead: [] };
      return this.timed('learning', group, withHealth, () => program.run(part, group, numbers, withHealth)).map((row) =>
        this.learner.outcome(layout, row),
      );
    });
  }

  evaluate(part: DataPart, batches: readonly Int32Array[]): readonly (readonly number[])[] {
    const program = this.programFor('evaluation', part, batches);
    if (!this.current) this.giveState(program);
    this.current = true;
    return groups(batches).flatMap((group) => this.timed('evaluation', group, false, () => program.run(part, group, [], false)));
  }

  store(): void {
    const program = this.programs.get('learning');
    const { backend } = this.recorder;
    scope(() => {
      const handles = program?.getState();
      handles?.forEach((handle, i) => this.learner.state[i]![1].assign(backend.createOutputTensor(handle)));
    });
  }

  load(): void {
    this.current = false;
    this.programs.get('learning')?.setState(this.learner.state.map(([, variable]) => variable));
  }

  dispose(): void {
    this.programs.forEach((program) => program.dispose());
    this.programs.clear();
  }

  /** The program for batches of those sizes, made when it is first needed, for all sizes that the part is cut into. */
  private programFor(kind: Kind, part: DataPart, batches: readonly Int32Array[]): Program {
    const known = this.programs.get(kind);
    const sizes = known?.steps.map(({ size }) => size) ?? [];
    const asked = batches.map(({ length }) => length);
    if (known && asked.every((size) => sizes.includes(size))) return known;
    const made = this.capture(kind, part, new Set([...sizesOf(part, this.batchSize), ...sizes, ...asked]));
    if (kind === 'evaluation') this.current = false;
    else this.giveState(made);
    known?.dispose();
    this.programs.set(kind, made);
    return made;
  }

  /** To a program, from where it is: the learning session, or at first the learner's variables. */
  private giveState(program: Program): void {
    const learning = this.programs.get('learning');
    if (learning) program.takeState(learning);
    else program.setState(this.learner.state.map(([, variable]) => variable));
  }

  private capture(kind: Kind, part: DataPart, sizes: ReadonlySet<number>): Program {
    const { recorder, learner, data } = this;
    const began = performance.now();
    const steps = [...sizes].map((size) => {
      if (kind === 'evaluation') return recordEvaluation(recorder, part, size);
      const { layout, ...step } = recordLearning(recorder, part, size);
      this.layouts.set(size, layout);
      return step;
    });
    const recorded = performance.now();
    const all = kind === 'learning';
    const variables = all ? learner.state : learner.state.slice(0, learner.model.weights.length);
    const state = variables.map(([, { dtype, shape }]) => ({ type: recorder.backend.getDTypeInteger(dtype), shape }));
    const numbers = { rates: all ? learner.optimizer.rates : 0, seeds: all ? learner.model.draws.length : 0 };
    const program = new Program(recorder.backend, data, steps, state, numbers);
    const counts = steps.map(({ size, recording }) => `${recording.operations.length} operations for batches of ${size}`).join(', ');
    const milliseconds = [recorded - began, performance.now() - recorded].map(Math.round);
    this.log(`Captured ${kind}: ${counts}; recorded in ${milliseconds[0]} ms, loaded in ${milliseconds[1]} ms.`);
    return program;
  }

  private timed<T>(kind: Kind, batches: readonly Int32Array[], withHealth: boolean, run: () => T): T {
    const size = batches[0]!.length;
    const prepared = this.programs.get(kind)!.isPrepared(size, withHealth);
    const from = performance.now();
    const result = run();
    const most = Samples.roomFor(this.data.training, this.data, this.batchSize) / this.batchSize;
    // Only what was a call of as many steps says anything of a call of more.
    if (prepared && size === this.batchSize && batches.length === this.counts[kind])
      this.counts[kind] = nextAtOnce(batches.length, performance.now() - from, most);
    return result;
  }
}

/** The sizes of the batches that a part is cut into. */
const sizesOf = ({ count }: DataPart, batchSize: number): readonly number[] =>
  [batchSize, count % batchSize].filter((size) => size > 0 && size <= count);

/** Batches that follow one another and have one size. */
function groups(batches: readonly Int32Array[]): readonly (readonly Int32Array[])[] {
  return batches.reduce<Int32Array[][]>((all, batch) => {
    const last = all.at(-1);
    if (last?.[0]?.length === batch.length) last.push(batch);
    else all.push([batch]);
    return all;
  }, []);
}
