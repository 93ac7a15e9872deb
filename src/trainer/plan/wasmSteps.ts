import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { DataPart, LoadedData } from '../data/loadedData';
import { BatchReader, readWeights } from '../learning/batches';
import type { Batch, Learner, StepLayout, StepNumbers } from '../learning/learner';
import { numberTensors, readNumbers } from '../learning/learner';
import { scope } from '../learning/scope';
import type { StepRow, Steps } from '../learning/steps';
import type { WasmHeap } from './heap';
import { room } from './memory';
import { Plan } from './plan';
import { record } from './record';
import { close } from '../capture/close';
import { NotCapturable } from '../capture/notCapturable';
import { checkSame, type Recording } from './recording';
import { ResidentBytes } from './residentBytes';
import { sizeOf } from './space';

/** What the first run of a plan may differ from the step that it was recorded from, relative to the largest value. */
const TOLERANCE = 1e-4;

type Kind = 'step' | 'stepWithHealth' | 'evaluation';

interface Planned {
  readonly plan: Plan;
  readonly layout: StepLayout;
}

/**
 * Steps on the WebAssembly runtime, each recorded once for its size of batch and replayed from a plan. Throws
 * `NotCapturable` where a step can't be.
 */
export class WasmSteps implements Steps {
  readonly atOnce = 1;
  private readonly plans = new Map<string, Planned>();
  private readonly reader: BatchReader;
  /** For each input. */
  private readonly resident: readonly ResidentBytes[];
  private readonly feeds: {
    readonly inputs: readonly number[];
    readonly targets: readonly number[];
    readonly weights: readonly number[];
    readonly rates: readonly number[];
    readonly seeds: readonly number[];
  };
  private readonly state: readonly { readonly variable: Variable; readonly address: number }[];

  constructor(
    private readonly heap: WasmHeap,
    private readonly learner: Learner,
    private readonly data: LoadedData,
    batchSize: number,
  ) {
    this.reader = new BatchReader(data, batchSize);
    const place = (numbers: number) => heap.allocate(room(numbers * 4));
    const { rates, draws } = { rates: learner.optimizer.rates, draws: learner.model.draws };
    this.feeds = {
      inputs: data.sampleShapes.map((shape) => place(batchSize * sizeOf(shape))),
      targets: data.targets.map(({ shape }) => place(batchSize * sizeOf(shape))),
      weights: Array.from({ length: data.weights ?? 0 }, () => place(batchSize)),
      rates: Array.from({ length: rates }, () => place(1)),
      seeds: draws.map(() => place(2)),
    };
    this.resident = data.sampleShapes.map((shape, i) => new ResidentBytes(heap, data, i, batchSize, sizeOf(shape), this.feeds.inputs[i]!));
    this.state = learner.state.map(([, variable]) => ({ variable, address: place(variable.size) }));
    this.load();
  }

  learn(part: DataPart, batches: readonly Int32Array[], withHealth: boolean): readonly StepRow[] {
    return batches.map((indices) => {
      const { plan, layout } = this.planned(withHealth ? 'stepWithHealth' : 'step', part, indices);
      this.feedBatch(part, indices);
      this.feedNumbers(this.learner.next());
      plan.run();
      return this.learner.outcome(layout, plan.outputs());
    });
  }

  evaluate(part: DataPart, batches: readonly Int32Array[]): readonly (readonly number[])[] {
    return batches.map((indices) => {
      const { plan } = this.planned('evaluation', part, indices);
      this.feedBatch(part, indices);
      plan.run();
      return plan.outputs();
    });
  }

  store(): void {
    for (const { variable, address } of this.state)
      tf.tidy(() => variable.assign(tf.tensor(this.heap.floats(address, variable.size).slice(), variable.shape)));
  }

  load(): void {
    for (const { variable, address } of this.state) this.heap.floats(address, variable.size).set(variable.dataSync());
  }

  dispose(): void {
    this.plans.forEach(({ plan }) => plan.dispose());
    this.plans.clear();
    this.resident.forEach((resident) => resident.dispose());
    this.heap.dispose();
  }

  private feedBatch(part: DataPart, indices: Int32Array): void {
    const { heap, feeds, data } = this;
    data.sampleShapes.forEach((shape, i) => {
      if (this.resident[i]!.read(part, indices)) return;
      part.readInputs(indices, heap.floats(feeds.inputs[i]!, indices.length * sizeOf(shape)), i);
    });
    data.targets.forEach(({ shape, kind }, i) => {
      const count = indices.length * sizeOf(shape);
      part.readTargets(indices, kind === 'classes' ? heap.integers(feeds.targets[i]!, count) : heap.floats(feeds.targets[i]!, count), i);
    });
    feeds.weights.forEach((address, i) => readWeights(part, indices, heap.floats(address, indices.length), i));
  }

  private feedNumbers({ rates, seeds }: StepNumbers): void {
    rates.forEach((rate, i) => (this.heap.floats(this.feeds.rates[i]!, 1)[0] = rate));
    seeds.forEach((seed, i) => this.heap.integers(this.feeds.seeds[i]!, 2).set(seed));
  }

  private planned(kind: Kind, part: DataPart, indices: Int32Array): Planned {
    const key = `${kind} ${indices.length}`;
    const known = this.plans.get(key);
    if (known) return known;
    const made = this.makePlan(kind, part, indices);
    this.plans.set(key, made);
    return made;
  }

  /** Records twice, with other samples, rates and seeds, and compares the first run of the plan with what was recorded. */
  private makePlan(kind: Kind, part: DataPart, indices: Int32Array): Planned {
    this.store();
    const before = this.learner.values;
    const restore = () => void (this.learner.values = before);
    const other = indices.map((_, i) => (i * 7 + 1) % part.count);
    const second = this.recorded(kind, part, other, 2);
    restore();
    const first = this.recorded(kind, part, indices, 1);
    const after = this.learner.values;
    restore();
    checkSame(first.recording, second.recording);

    const { feeds } = this;
    const numbers = kind === 'evaluation' ? [] : [...feeds.rates, ...feeds.seeds];
    const plan = new Plan(this.heap, first.recording, {
      feeds: [...feeds.inputs, ...feeds.targets, ...feeds.weights, ...numbers],
      state: this.state.map(({ address }) => address),
    });
    this.feedBatch(part, indices);
    this.feedNumbers(this.sampleNumbers(1));
    plan.run();
    const found = [
      ...this.state.map(({ variable, address }) => this.heap.floats(address, variable.size)),
      Float32Array.from(plan.outputs()),
    ];
    [...after, Float32Array.from(first.numbers)].forEach((wanted, i) => {
      if (!close(found[i]!, wanted, TOLERANCE, this.learner.optimizer.uncertain))
        throw new NotCapturable('A step that is replayed gives other values than the step that was recorded.');
    });
    this.load();
    return { plan, layout: first.layout };
  }

  private recorded(
    kind: Kind,
    part: DataPart,
    indices: Int32Array,
    variant: number,
  ): { readonly recording: Recording; readonly numbers: readonly number[]; readonly layout: StepLayout } {
    return scope(() => {
      const batch: Batch = this.reader.read(part, indices);
      const { rates, seeds } = kind === 'evaluation' ? { rates: [], seeds: [] } : numberTensors(this.sampleNumbers(variant));
      const feeds: Tensor[] = [...batch.inputs, ...batch.targets, ...(batch.weights ?? []), ...rates, ...seeds];
      let tensors: readonly Scalar[] = [];
      let layout: StepLayout = { values: 0, movements: [], dead: [] };
      const recording = record(
        this.heap.backend,
        () => {
          if (kind === 'evaluation') tensors = this.learner.computeEvaluation(batch);
          else ({ tensors, layout } = this.learner.computeStep({ ...batch, rates, seeds }, kind === 'stepWithHealth'));
          return tensors;
        },
        feeds,
        this.state.map(({ variable }) => variable),
      );
      return { recording, numbers: readNumbers(tensors), layout };
    });
  }

  /** Numbers to record with; those of the run itself are not drawn for it. */
  private sampleNumbers(variant: number): StepNumbers {
    return {
      rates: this.feeds.rates.map((_, i) => 1e-3 * variant + 1e-4 * i),
      seeds: this.feeds.seeds.map((_, i) => [variant, i] as const),
    };
  }
}
