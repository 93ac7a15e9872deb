import type { DataPart, LoadedData } from '../../data/loadedData';
import { BatchReader } from '../../learning/batches';
import type { Learner, StepLayout } from '../../learning/learner';
import { scope } from '../../learning/scope';
import type { StepRow, Steps } from '../../learning/steps';
import { NotCapturable } from '../notCapturable';
import { tensorflowBackend } from './addon';
import { nextAtOnce } from './atOnce';
import { COMPILED_FROM, Compilation, compiledRoom, objectionToCompiling, type CaptureListener } from './compilation';
import { Program, type Form } from './program';
import { recordEvaluation, recordLearning, type Recorder } from './recordSteps';
import { Samples } from './samples';
import { firstLine } from './session';
import type { RecordedStep } from './stepGraph';

/**
 * Steps of a learner on TensorFlow: recorded for each size of batch when they are first asked for, written as a graph,
 * and run many in one call. The state is the session's from then on; `store` brings it back. `learn` and `evaluate` throw
 * `NotCapturable` where a step must not be captured; nothing has been learned then. Where that pays, steps are compiled
 * from the step `compiledFrom` on.
 */
export function captureOnTensorflow(
  learner: Learner,
  data: LoadedData,
  batchSize: number,
  listener: CaptureListener = { note: () => undefined, log: () => undefined },
  compiledFrom = COMPILED_FROM,
): Steps {
  return new CapturedSteps(learner, data, batchSize, listener, compiledFrom);
}

type Kind = 'learning' | 'evaluation';
type Rows = readonly (readonly number[])[];

class CapturedSteps implements Steps {
  private readonly recorder: Recorder;
  private readonly programs = new Map<Kind, Program>();
  private readonly layouts = new Map<number, StepLayout>();
  /** Whether the weights that are evaluated are those of now. */
  private current = false;
  private learned = false;
  private readonly counts = { learning: 1, evaluation: 1 };
  private compilation: Compilation | undefined;

  constructor(
    private readonly learner: Learner,
    private readonly data: LoadedData,
    private readonly batchSize: number,
    private readonly listener: CaptureListener,
    private readonly compiledFrom: number,
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
    const first = this.learner.optimizer.steps;
    this.compilation?.reaches(first + batches.length);
    const keys = batches.map(({ length }, i) =>
      length === this.batchSize && this.compilation?.takes(first + i)
        ? `compiled ${Math.floor(i / program.roomFor(length)!)}`
        : `${length}`,
    );
    return groups(batches, keys).flatMap(({ key, group }) => {
      const numbers = group.map(() => this.learner.next());
      const { movements, dead, values } = this.layouts.get(group[0]!.length)!;
      const layout = withHealth ? { values, movements, dead } : { values, movements: [], dead: [] };
      const take = (form: Form) => this.timed('learning', group, form, () => program.run(part, group, numbers, form));
      const rows = key.startsWith('compiled') ? this.takeCompiled(program, take, withHealth) : take(withHealth ? 'health' : 'plain');
      return rows.map((row) => this.learner.outcome(layout, row));
    });
  }

  evaluate(part: DataPart, batches: readonly Int32Array[]): readonly (readonly number[])[] {
    const program = this.programFor('evaluation', part, batches);
    if (!this.current) this.giveState(program);
    this.current = true;
    const keys = batches.map(({ length }) => `${length}`);
    return groups(batches, keys).flatMap(({ group }) =>
      this.timed('evaluation', group, 'plain', () => program.run(part, group, [], 'plain')),
    );
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
      return size === this.batchSize ? this.withRoom(step) : step;
    });
    const recorded = performance.now();
    const all = kind === 'learning';
    const variables = all ? learner.state : learner.state.slice(0, learner.model.weights.length);
    const state = variables.map(([, { dtype, shape }]) => ({ type: recorder.backend.getDTypeInteger(dtype), shape }));
    const numbers = { rates: all ? learner.optimizer.rates : 0, seeds: all ? learner.model.draws.length : 0 };
    const program = new Program(recorder.backend, data, steps, state, numbers);
    const counts = steps.map(({ size, recording }) => `${recording.operations.length} operations for batches of ${size}`).join(', ');
    const milliseconds = [recorded - began, performance.now() - recorded].map(Math.round);
    this.listener.log(`Captured ${kind}: ${counts}; recorded in ${milliseconds[0]} ms, loaded in ${milliseconds[1]} ms.`);
    return program;
  }

  /** The step in compiled form too, where that may be faster. */
  private withRoom(step: RecordedStep): RecordedStep {
    const { listener, recorder, data } = this;
    const { operations } = step.recording;
    const objection = objectionToCompiling(operations, recorder.backend.isUsingGpuDevice);
    if (objection !== undefined) {
      listener.log(`Steps are not compiled: ${objection}.`);
      return step;
    }
    this.compilation ??= new Compilation(operations.length, listener, this.compiledFrom);
    return { ...step, room: compiledRoom([step.size, sum(data.sampleShapes.map((shape) => shape.reduce((all, size) => all * size, 1)))]) };
  }

  /**
   * Takes compiled steps; where that can't be done, plain ones from now on. Health is that of a plain step, which is taken
   * back: so a run does not depend on when it was looked at.
   */
  private takeCompiled(program: Program, take: (form: Form) => Rows, withHealth: boolean): Rows {
    const watched = withHealth ? program.tried(() => take('health')) : undefined;
    try {
      return take('compiled').map((row, i) => [...row, ...(watched?.[i]!.slice(row.length) ?? [])]);
    } catch (error) {
      this.compilation!.giveUp(firstLine(error));
      return take(withHealth ? 'health' : 'plain');
    }
  }

  private timed<T>(kind: Kind, batches: readonly Int32Array[], form: Form, run: () => T): T {
    const program = this.programs.get(kind)!;
    const size = batches[0]!.length;
    const prepared = program.isPrepared(size, form);
    const from = performance.now();
    const result = run();
    const milliseconds = performance.now() - from;
    if (!prepared && form === 'compiled') this.listener.log(`Compiled a step in ${Math.round(milliseconds)} ms.`);
    // Only what was a call of as many steps says anything of a call of more.
    if (!prepared || size !== this.batchSize || form === 'health' || batches.length !== this.counts[kind]) return result;
    const most = Samples.roomFor(this.data.training, this.data, size) / size;
    this.counts[kind] = nextAtOnce(batches.length, milliseconds, Math.min(most, program.roomFor(size) ?? Infinity));
    return result;
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The sizes of the batches that a part is cut into. */
const sizesOf = ({ count }: DataPart, batchSize: number): readonly number[] =>
  [batchSize, count % batchSize].filter((size) => size > 0 && size <= count);

/** Batches that follow one another and have one key. */
function groups(
  batches: readonly Int32Array[],
  keys: readonly string[],
): readonly { readonly key: string; readonly group: Int32Array[] }[] {
  return batches.reduce<{ key: string; group: Int32Array[] }[]>((all, batch, i) => {
    const last = all.at(-1);
    if (last && last.key === keys[i]) last.group.push(batch);
    else all.push({ key: keys[i]!, group: [batch] });
    return all;
  }, []);
}
