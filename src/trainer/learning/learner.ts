import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Health } from '../../core/training/events';
import type { Model, ModelWeight, Outcome } from '../model/model';
import type { RandomState } from '../random/randomStream';
import { deadShare, layerHealth } from './health';
import type { Loss } from './losses';
import type { Metric } from './metrics';
import type { Optimizer } from './optimizers';
import { MEAN, type Measure } from './readout';
import { scope } from './scope';

/** Samples for each Input layer and targets for each output, [batch, …] each. The caller disposes them. */
export interface Batch {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
  /** How much each sample counts, [batch]: as many as objectives ask for. */
  readonly weights?: readonly Tensor[];
}

/** What one of the model's outputs is to become, and what it is measured by. */
export interface Objective {
  readonly loss: Loss;
  /** How much its loss counts in the whole. */
  readonly weight: number;
  readonly metrics: readonly Metric[];
  /** Of class 0, 1, 2 …, where they differ. */
  readonly classWeights?: readonly number[];
  /** Which of the weights of a batch says how much a sample counts; absent: all count alike. */
  readonly weights?: number;
}

/** The numbers of one step that do not follow from the batch: see `Optimizer.next` and `Draw.next`. */
export interface StepNumbers {
  readonly rates: readonly number[];
  readonly seeds: readonly (readonly [number, number])[];
}

export interface NumbersState {
  /** Steps taken. */
  readonly steps: number;
  readonly streams: readonly RandomState[];
}

/** A batch, and the numbers of the step as tensors: everything that a step takes, beside the state. */
export interface StepFeed extends Batch {
  readonly rates: readonly Scalar[];
  /** int32 [2] each. */
  readonly seeds: readonly Tensor[];
}

/** What the tensors of a step are. */
export interface StepLayout {
  /** So many values at first: see `StepOutcome`. */
  readonly values: number;
  /** Then, for each of these layers, the squares of a weight's gradient, of its change and of the weight before. */
  readonly movements: readonly string[];
  /** Then the share of dead units of each of these layers. */
  readonly dead: readonly string[];
}

export interface StepOutcome {
  /**
   * Of this batch: the loss (penalties included), of several outputs the loss of each, the penalties where they are told apart,
   * then the parts of each metric.
   */
  readonly values: readonly number[];
  /** Only where it was asked for. */
  readonly health?: Health['layers'];
}

/**
 * A model with what it learns by: one step is forward, loss, gradients, update, constraints. `computeStep` and
 * `computeEvaluation` only compute, tensors from tensors and the state: so they can be recorded and replayed.
 */
export class Learner {
  private readonly trainable: readonly ModelWeight[];
  /** What the values of a step are after the first one, the loss. */
  readonly measures: readonly Measure[];

  /** @param objectives one for each output, in the order of the model @param penalized whether penalties are told apart */
  constructor(
    readonly model: Model,
    private readonly objectives: readonly Objective[],
    readonly optimizer: Optimizer,
    private readonly penalized = false,
  ) {
    this.trainable = model.weights.filter(({ trainable }) => trainable);
    const each = objectives.length > 1 ? objectives.map(() => MEAN) : [];
    this.measures = [...each, ...(penalized ? [MEAN] : []), ...objectives.flatMap(({ metrics }) => metrics)];
  }

  /** All that a step changes: every weight, then what the optimizer keeps. */
  get state(): readonly (readonly [name: string, variable: Variable])[] {
    return [...this.model.weights.map(({ path, variable }) => [path, variable] as const), ...this.optimizer.state];
  }

  /** What the state holds, in its order: what is read here and set later is the same state again. */
  get values(): readonly Float32Array[] {
    return this.state.map(([, variable]) => variable.dataSync() as Float32Array);
  }

  set values(values: readonly Float32Array[]) {
    this.state.forEach(([, variable], i) => tf.tidy(() => variable.assign(tf.tensor(values[i]!, variable.shape))));
  }

  /** Begins a step: the numbers that it is to be computed with. */
  next(): StepNumbers {
    return { rates: this.optimizer.next(), seeds: this.model.draws.map((draw) => draw.next()) };
  }

  /** Where the numbers of the next step come from: what is read here and set later gives the same steps again. */
  get numbers(): NumbersState {
    return { steps: this.optimizer.steps, streams: this.model.draws.map(({ stream }) => stream.state) };
  }

  set numbers({ steps, streams }: NumbersState) {
    this.optimizer.steps = steps;
    this.model.draws.forEach(({ stream }, i) => (stream.state = streams[i]!));
  }

  /** Learns from a batch. `withHealth` costs a little more. */
  step(batch: Batch, withHealth: boolean): StepOutcome {
    return scope(() => {
      const { tensors, layout } = this.computeStep({ ...batch, ...numberTensors(this.next()) }, withHealth);
      return this.outcome(layout, readNumbers(tensors));
    });
  }

  /** Loss and metrics of a batch that is not learned from. */
  evaluate(batch: Batch): readonly number[] {
    return scope(() => readNumbers(this.computeEvaluation(batch)));
  }

  /** A step of learning. To be called in a tidy scope. */
  computeStep(
    { rates, seeds, ...batch }: StepFeed,
    withHealth: boolean,
  ): { readonly tensors: readonly Scalar[]; readonly layout: StepLayout } {
    this.model.draws.forEach((draw, i) => (draw.seed = seeds[i]));
    const dead = new Map<string, Scalar>();
    const watch = withHealth ? (layer: string, output: Tensor) => void dead.set(layer, tf.keep(deadShare(output))) : undefined;
    let kept: readonly Tensor[] = [];
    let parts: readonly Scalar[] = [];
    const keep = <T extends Tensor>(tensor: T): T => tf.keep(tf.clone(tensor));
    const forward = (): Scalar => {
      const outcome = this.model.forward(batch.inputs, { training: true, watch });
      kept = outcome.outputs.map(({ output }) => keep(output));
      const lost = this.lose(batch, outcome, true);
      parts = lost.parts.map(keep);
      return lost.total;
    };
    const { value, grads } = tf.variableGrads(
      forward,
      this.trainable.map(({ variable }) => variable),
    );
    const values = [value, ...released(parts), ...this.measure(batch.targets, kept)];
    tf.dispose([...kept]);
    const movements = this.update(grads, rates, withHealth);
    // Kept beyond the forward pass; from here the scope of the caller releases them.
    const shares = released([...dead.values()]);
    const layout = { values: values.length, movements: movements.map(({ layer }) => layer), dead: [...dead.keys()] };
    return { tensors: [...values, ...movements.flatMap(({ squares }) => squares), ...shares], layout };
  }

  /** Loss and metrics, of a batch that is not learned from. To be called in a tidy scope. */
  computeEvaluation(batch: Batch): readonly Scalar[] {
    const outcome = this.model.forward(batch.inputs, { training: false });
    const { total, parts } = this.lose(batch, outcome, false);
    const outputs = outcome.outputs.map(({ output }) => output);
    return [total, ...parts, ...this.measure(batch.targets, outputs)];
  }

  /** What the tensors of a step say. `health` is there where the layout has any. */
  outcome({ values, movements, dead }: StepLayout, numbers: readonly number[]): StepOutcome {
    if (movements.length === 0 && dead.length === 0) return { values: numbers.slice(0, values) };
    const moved = movements.map((layer, i) => {
      const [gradient, change, weight] = numbers.slice(values + 3 * i) as [number, number, number];
      return { layer, gradient, change, weight };
    });
    const shares = new Map(dead.map((layer, i) => [layer, numbers[values + 3 * movements.length + i]!]));
    return { values: numbers.slice(0, values), health: layerHealth(this.model.watched, moved, shares) };
  }

  dispose(): void {
    this.optimizer.dispose();
    this.model.dispose();
  }

  /**
   * All losses, weighed, and all penalties (Keras's `CompileLoss` and `compute_loss`), and the parts of it that are told apart.
   * Classes are weighed only where it is learned from, as in Keras.
   */
  private lose(
    { targets, weights }: Batch,
    outcome: Outcome,
    learning: boolean,
  ): { readonly total: Scalar; readonly parts: readonly Scalar[] } {
    const losses = this.objectives.map(({ loss, classWeights, weights: column }, i) =>
      loss(targets[i]!, outcome.outputs[i]!, {
        ...(learning && classWeights && { classWeights }),
        ...(column !== undefined && { samples: weights?.[column] }),
      }),
    );
    const weighed = losses.map((loss, i) => (this.objectives[i]!.weight === 1 ? loss : tf.mul<Scalar>(loss, this.objectives[i]!.weight)));
    const ofWeights = this.trainable.flatMap(({ regularizer, variable }) => regularizer?.(variable) ?? []);
    const penalties = [...outcome.penalties, ...ofWeights];
    const each = losses.length > 1 ? losses : [];
    if (penalties.length === 0) return { total: sum(weighed), parts: [...each, ...(this.penalized ? [tf.scalar(0)] : [])] };
    const penalty = sum(penalties);
    return { total: sum([...weighed, penalty]), parts: [...each, ...(this.penalized ? [penalty] : [])] };
  }

  private measure(targets: readonly Tensor[], outputs: readonly Tensor[]): Scalar[] {
    return this.objectives.flatMap(({ metrics }, i) => metrics.flatMap((metric) => metric.compute(targets[i]!, outputs[i]!)));
  }

  private update(
    gradients: { readonly [variable: string]: Tensor },
    rates: readonly Scalar[],
    withHealth: boolean,
  ): { readonly layer: string; readonly squares: readonly Scalar[] }[] {
    const moving = this.trainable.flatMap((weight) => {
      const gradient = gradients[weight.variable.name];
      if (!gradient) return [];
      const rows = weight.takeRows?.();
      // A penalty's gradient is no list of rows: with it the square is that of the sum.
      const taken = { gradient, ...(rows && !weight.regularizer && { rows }) };
      return [{ weight, taken, disposable: [gradient, ...(rows ? [rows.values, rows.places] : [])] }];
    });
    const clip = this.optimizer.clip?.(moving.map(({ taken }) => taken));
    return moving.flatMap(({ weight, taken, disposable }) => {
      const { layer, variable, constraint, kernelLike } = weight;
      const movement: Scalar[] = [];
      tf.tidy(() => {
        const { change, moved } = this.optimizer.move(weight, clip?.(taken) ?? taken, rates);
        if (withHealth && kernelLike)
          movement.push(...[taken.gradient, change, variable].map((x) => tf.keep(tf.sum<Scalar>(tf.square(x)))));
        variable.assign(constraint ? constraint(moved) : moved);
      });
      tf.dispose(disposable);
      return movement.length === 0 ? [] : [{ layer, squares: released(movement) }];
    });
  }
}

const sum = (parts: readonly Scalar[]): Scalar => parts.reduce((all, part) => tf.add<Scalar>(all, part));

/** The same tensors, no longer kept: the scope of the caller releases them. */
const released = (kept: readonly Scalar[]): Scalar[] =>
  kept.map((tensor) => {
    const own = tf.clone(tensor);
    tensor.dispose();
    return own;
  });

/** The numbers of a step as tensors, for the caller to dispose. */
export const numberTensors = ({ rates, seeds }: StepNumbers): Pick<StepFeed, 'rates' | 'seeds'> => ({
  rates: rates.map((rate) => tf.scalar(rate)),
  seeds: seeds.map((seed) => tf.tensor1d([...seed], 'int32')),
});

/** The value of each scalar. */
export const readNumbers = (scalars: readonly Scalar[]): number[] => scalars.map((scalar) => scalar.dataSync()[0]!);
