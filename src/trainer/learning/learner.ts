import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Health } from '../../core/training/events';
import type { Model, ModelWeight, Outcome } from '../model/model';
import { deadShare, layerHealth, type WeightMovement } from './health';
import type { Loss } from './losses';
import type { Metric } from './metrics';
import type { Optimizer } from './optimizers';
import { scope } from './scope';

/** Samples and targets, [batch, …] each. The caller disposes them. */
export interface Batch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

export interface StepOutcome {
  /** The loss (penalties included), then each metric; of this batch. */
  readonly values: readonly number[];
  /** Only where it was asked for. */
  readonly health?: Health['layers'];
}

/** A model with what it learns by: one step is forward, loss, gradients, update, constraints. */
export class Learner {
  private readonly trainable: readonly ModelWeight[];

  constructor(
    readonly model: Model,
    private readonly loss: Loss,
    private readonly metrics: readonly Metric[],
    readonly optimizer: Optimizer,
  ) {
    this.trainable = model.weights.filter(({ trainable }) => trainable);
  }

  /** Learns from a batch. `withHealth` costs a little more. */
  step({ inputs, targets }: Batch, withHealth: boolean): StepOutcome {
    const dead = new Map<string, Scalar>();
    const watch = withHealth ? (layer: string, output: Tensor) => void dead.set(layer, tf.keep(deadShare(output))) : undefined;
    return scope(() => {
      let output: Tensor | undefined;
      const forward = (): Scalar => {
        const outcome = this.model.forward([inputs], { training: true, watch });
        output = tf.keep(tf.clone(outcome.output));
        return this.total(targets, outcome);
      };
      const { value, grads } = tf.variableGrads(
        forward,
        this.trainable.map(({ variable }) => variable),
      );
      const values = this.measure(value, targets, output!);
      output!.dispose();
      const movements = this.update(grads, withHealth);
      if (!withHealth) return { values };
      const health = layerHealth(this.model.watched, movements, new Map([...dead].map(([layer, share]) => [layer, share.dataSync()[0]!])));
      tf.dispose([...dead.values()]);
      return { values, health };
    });
  }

  /** Loss and metrics of a batch that is not learned from. */
  evaluate({ inputs, targets }: Batch): readonly number[] {
    return scope(() => {
      const outcome = this.model.forward([inputs], { training: false });
      return this.measure(this.total(targets, outcome), targets, outcome.output);
    });
  }

  dispose(): void {
    this.optimizer.dispose();
    this.model.dispose();
  }

  /** The mean loss of the batch and all penalties. */
  private total(targets: Tensor, outcome: Outcome): Scalar {
    const penalties = this.trainable.flatMap(({ regularizer, variable }) => regularizer?.(variable) ?? []);
    return [...outcome.penalties, ...penalties].reduce<Scalar>((sum, penalty) => tf.add(sum, penalty), this.loss(targets, outcome));
  }

  private measure(loss: Scalar, targets: Tensor, output: Tensor): number[] {
    return [loss, ...this.metrics.map((metric) => metric(targets, output))].map((scalar) => scalar.dataSync()[0]!);
  }

  private update(gradients: { readonly [variable: string]: Tensor }, withHealth: boolean): WeightMovement[] {
    this.optimizer.next();
    return this.trainable.flatMap(({ path, layer, variable, regularizer, constraint, kernelLike, takeSquares }) => {
      const gradient = gradients[variable.name];
      if (!gradient) return [];
      return scope(() => {
        const rowSquares = takeSquares?.();
        const change = this.optimizer.change(path, gradient, regularizer ? undefined : rowSquares);
        rowSquares?.dispose();
        const movement =
          withHealth && kernelLike ? [{ layer, gradient: squares(gradient), change: squares(change), weight: squares(variable) }] : [];
        const moved = tf.add(variable, change);
        variable.assign(constraint ? constraint(moved) : moved);
        return movement;
      });
    });
  }
}

/** Sum of squares, as a number. */
const squares = (x: Tensor): number => tf.sum(tf.square(x)).dataSync()[0]!;
