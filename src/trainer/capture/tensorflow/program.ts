import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DataPart, LoadedData } from '../../data/loadedData';
import type { StepNumbers } from '../../learning/learner';
import { idOf, type Handle, type TensorflowBackend } from './addon';
import { sampleColumns, Samples } from './samples';
import { Session, type Fed } from './session';
import { NAMES, stepGraph, type RecordedStep } from './stepGraph';
import type { TensorType } from './graphDef';

/** How steps are asked for: loss and metrics alone, with health, or in compiled form. */
export type Form = 'plain' | 'health' | 'compiled';

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
    const columns = sampleColumns(data);
    this.session = new Session(backend.binding, stepGraph({ steps, state, columns, ...numbers }));
    this.samples = new Samples(this.session, data, columns);
  }

  /** Whether a call of that kind has been made before. The first one takes long. */
  isPrepared(size: number, form: Form): boolean {
    return this.session.isPrepared(this.fetches(size, form));
  }

  /** Takes a step for each batch of samples; they are all of one size. Gives what the tensors of each step are. */
  run(part: DataPart, batches: readonly Int32Array[], numbers: readonly StepNumbers[], form: Form): readonly (readonly number[])[] {
    const size = batches[0]!.length;
    const room = (form === 'compiled' && this.roomFor(size)) || batches.length;
    const order = new Int32Array(batches.length * size);
    batches.forEach((batch, i) => order.set(batch, i * size));
    const { rates, seeds } = this.numbers;
    const feeds: { [name: string]: Fed } = {
      [NAMES.order]: whole(this.samples.place(part, order), [room, size]),
      [NAMES.count]: { shape: [], values: Int32Array.of(batches.length) },
    };
    if (rates > 0) feeds[NAMES.rates] = whole(Float32Array.from(numbers.flatMap((each) => each.rates)), [room, rates]);
    if (seeds > 0) feeds[NAMES.seeds] = whole(Int32Array.from(numbers.flatMap((each) => each.seeds.flat())), [room, seeds, 2]);
    const columns = this.session.read(feeds, this.fetches(size, form));
    return batches.map((_, i) =>
      columns.flatMap((column) => [...column.subarray((i * column.length) / room, ((i + 1) * column.length) / room)]),
    );
  }

  /** How many compiled steps a call has room for; undefined where there are none. */
  roomFor(size: number): number | undefined {
    return this.steps.find((step) => step.size === size)?.room;
  }

  /** Takes the state from tensors, as far as it has it. */
  setState(tensors: readonly TensorInfo[]): void {
    this.setHandles(tensors.slice(0, this.state.length).map((tensor) => idOf(this.backend, tensor)));
  }

  /** Takes the state from another program's, as far as this one has it. */
  takeState(other: Program): void {
    this.giveBack(other.getState(this.state.length));
  }

  /** Does something after which the state is as it was. */
  tried<T>(work: () => T): T {
    const before = this.getState();
    try {
      return work();
    } finally {
      this.giveBack(before);
    }
  }

  /** Sets the state to tensors of `getState`, and deletes them. */
  private giveBack(handles: readonly Handle[]): void {
    try {
      this.setHandles(handles.map(({ id }) => id));
    } finally {
      this.session.delete(handles);
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

  private fetches(size: number, form: Form): string[] {
    if (form === 'compiled') return [NAMES.compiled(size)];
    const { recording, values } = this.steps.find((step) => step.size === size)!;
    return [NAMES.values(size), ...(form === 'health' && recording.outputs.length > values ? [NAMES.health(size)] : [])];
  }

  private setHandles(ids: readonly number[]): void {
    this.session.read(Object.fromEntries(ids.map((id, i) => [NAMES.stateIn(i), { id }])), [NAMES.setState]);
  }
}

/** Values of a call, with zeros up to the shape. */
function whole<T extends Float32Array | Int32Array>(values: T, shape: readonly number[]): Fed {
  const length = shape.reduce((all, size) => all * size, 1);
  if (values.length === length) return { shape, values };
  const filled = values instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  filled.set(values);
  return { shape, values: filled };
}
