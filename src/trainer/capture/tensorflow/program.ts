import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DataPart, LoadedData } from '../../data/loadedData';
import type { StepNumbers } from '../../learning/learner';
import { idOf, type Handle, type TensorflowBackend } from './addon';
import { Samples } from './samples';
import { Session, type Fed } from './session';
import { NAMES, stepGraph, type RecordedStep } from './stepGraph';
import type { TensorType } from './graphDef';

/** Steps of one kind in a session of their own: for batches of several sizes, with the state and the samples that they take. */
export class Program {
  private readonly session: Session;
  private readonly samples: Samples;

  constructor(
    private readonly backend: TensorflowBackend,
    data: LoadedData,
    readonly steps: readonly RecordedStep[],
    private readonly state: readonly TensorType[],
    private readonly numbers: { readonly rates: number; readonly seeds: number },
  ) {
    const { sampleShape, targetShape, targetKind } = data;
    const nodes = stepGraph({ steps, state, sampleShape, targetShape, wholeTargets: targetKind === 'classes', ...numbers });
    this.session = new Session(backend.binding, nodes);
    this.samples = new Samples(this.session, data);
  }

  /** Whether a call of that kind has been made before. The first one takes long. */
  isPrepared(size: number, withHealth: boolean): boolean {
    return this.session.isPrepared(this.fetches(size, withHealth));
  }

  /** Takes a step for each batch of samples; they are all of one size. Gives what the tensors of each step are. */
  run(
    part: DataPart,
    batches: readonly Int32Array[],
    numbers: readonly StepNumbers[],
    withHealth: boolean,
  ): readonly (readonly number[])[] {
    const count = batches.length;
    const size = batches[0]!.length;
    const order = new Int32Array(count * size);
    batches.forEach((batch, i) => order.set(batch, i * size));
    const { rates, seeds } = this.numbers;
    const feeds: { [name: string]: Fed } = {
      [NAMES.order]: { shape: [count, size], values: this.samples.place(part, order) },
      [NAMES.count]: { shape: [], values: Int32Array.of(count) },
    };
    if (rates > 0) feeds[NAMES.rates] = { shape: [count, rates], values: Float32Array.from(numbers.flatMap((each) => each.rates)) };
    if (seeds > 0) feeds[NAMES.seeds] = { shape: [count, seeds, 2], values: Int32Array.from(numbers.flatMap((each) => each.seeds.flat())) };
    const columns = this.session.read(feeds, this.fetches(size, withHealth));
    return batches.map((_, i) =>
      columns.flatMap((column) => [...column.subarray((i * column.length) / count, ((i + 1) * column.length) / count)]),
    );
  }

  /** Takes the state from tensors, as far as it has it. */
  setState(tensors: readonly TensorInfo[]): void {
    this.setHandles(tensors.slice(0, this.state.length).map((tensor) => idOf(this.backend, tensor)));
  }

  /** Takes the state from another program's, as far as this one has it. */
  takeState(other: Program): void {
    const handles = other.getState(this.state.length);
    try {
      this.setHandles(handles.map(({ id }) => id));
    } finally {
      other.session.delete(handles);
    }
  }

  /** The first `count` variables of the state as tensors of the addon's, the caller's to delete. */
  getState(count = this.state.length): Handle[] {
    return this.session.run(
      {},
      Array.from({ length: count }, (_, i) => NAMES.stateOut(i)),
    );
  }

  dispose(): void {
    this.session.dispose();
  }

  private fetches(size: number, withHealth: boolean): string[] {
    const { recording, values } = this.steps.find((step) => step.size === size)!;
    return [NAMES.values(size), ...(withHealth && recording.outputs.length > values ? [NAMES.health(size)] : [])];
  }

  private setHandles(ids: readonly number[]): void {
    this.session.read(Object.fromEntries(ids.map((id, i) => [NAMES.stateIn(i), { id }])), [NAMES.setState]);
  }
}
