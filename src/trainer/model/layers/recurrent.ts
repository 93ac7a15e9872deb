import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from '../../random/draws';
import { resolveActivation, type Activation } from '../activations';
import { KerasLayer } from './kerasLayer';
import type { LayerRequest } from './layerFactory';
import { scaledDropoutMask } from './regularization';

export interface RecurrentValues {
  readonly units: number;
  readonly activation: string | null;
  readonly recurrent_activation?: string | null;
  readonly use_bias: boolean;
  /** Only of GRU. */
  readonly reset_after?: boolean;
  readonly dropout: number;
  readonly recurrent_dropout: number;
  readonly return_sequences: boolean;
  readonly go_backwards: boolean;
  readonly seed?: number | null;
}

/** What one step of a cell needs. Widths are `units` times the cell's number of gates. */
interface Step {
  /** x × kernel + bias, [batch, width]. */
  readonly x: Tensor;
  /** The state before: the output, and for LSTM the carry; each [batch, units]. */
  readonly state: readonly Tensor[];
  /** The output before × recurrent kernel + recurrent bias, [batch, width]. */
  readonly recurrent: () => Tensor;
  /** Another matrix × the last `units` columns of the recurrent kernel. */
  readonly recurrentLast: (matrix: Tensor) => Tensor;
  readonly activation: Activation;
  readonly gate: Activation;
}

interface Cell {
  readonly gates: number;
  /** How many tensors the state has; the first is the output. */
  readonly states: number;
  step(step: Step): readonly Tensor[];
}

/** Formulas of `keras/src/layers/rnn`. */
const simple: Cell = {
  gates: 1,
  states: 1,
  step: ({ x, recurrent, activation }) => [activation(tf.add(x, recurrent()))],
};

const lstm: Cell = {
  gates: 4,
  states: 2,
  step({ x, state: [, carry], recurrent, activation, gate }) {
    const [input, forget, candidate, output] = tf.split(tf.add(x, recurrent()), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const next = tf.add(tf.mul(gate(forget), carry!), tf.mul(gate(input), activation(candidate)));
    return [tf.mul(gate(output), activation(next)), next];
  },
};

function mix(update: Tensor, before: Tensor, candidate: Tensor): readonly Tensor[] {
  return [tf.add(tf.mul(update, before), tf.mul(tf.sub(1, update), candidate))];
}

const gruResetAfter: Cell = {
  gates: 3,
  states: 1,
  step({ x, state: [before], recurrent, activation, gate }) {
    const [xz, xr, xh] = tf.split(x, 3, 1) as [Tensor, Tensor, Tensor];
    const [hz, hr, hh] = tf.split(recurrent(), 3, 1) as [Tensor, Tensor, Tensor];
    const reset = gate(tf.add(xr, hr));
    return mix(gate(tf.add(xz, hz)), before!, activation(tf.add(xh, tf.mul(reset, hh))));
  },
};

const gruResetBefore: Cell = {
  gates: 3,
  states: 1,
  step({ x, state: [before], recurrent, recurrentLast, activation, gate }) {
    const [xz, xr, xh] = tf.split(x, 3, 1) as [Tensor, Tensor, Tensor];
    const [hz, hr] = tf.split(recurrent(), 3, 1) as [Tensor, Tensor];
    const reset = gate(tf.add(xr, hr));
    return mix(gate(tf.add(xz, hz)), before!, activation(tf.add(xh, recurrentLast(tf.mul(reset, before!)))));
  },
};

/** SimpleRNN, LSTM and GRU: one scan, the cells are formulas. tfjs-layers' own have no `reset_after` and no dropout streams. */
export class Recurrent extends KerasLayer {
  static className = 'LayerwiseRecurrent';
  private kernel!: () => Tensor;
  private recurrentKernel!: () => Tensor;
  private bias?: () => Tensor;
  private readonly activation: Activation;
  private readonly gate: Activation;

  constructor(
    private readonly cell: Cell,
    private readonly values: RecurrentValues,
    private readonly draws: Record<'input' | 'recurrent', readonly Draw[]>,
  ) {
    super();
    this.activation = resolveActivation(values.activation).apply;
    this.gate = resolveActivation(values.recurrent_activation).apply;
  }

  override build(inputShape: (number | null)[]): void {
    const { units, use_bias } = this.values;
    const width = units * this.cell.gates;
    this.kernel = this.weight('kernel', [inputShape.at(-1)!, width]);
    this.recurrentKernel = this.weight('recurrent_kernel', [units, width]);
    if (use_bias) this.bias = this.weight('bias', this.cell === gruResetAfter ? [2, width] : [width]);
    this.built = true;
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    const { units, return_sequences, go_backwards } = this.values;
    const [batch, time] = x.shape as [number, number];
    const recurrentKernel = this.recurrentKernel();
    const [bias, recurrentBias] = this.biases();
    const masks = this.masks(x, training);
    const steps = tf.unstack(this.projected(x, bias, masks.input), 1);
    const lastKernel = tf.slice(recurrentKernel, [0, units * (this.cell.gates - 1)], [units, units]);
    let state: readonly Tensor[] = Array.from({ length: this.cell.states }, () => tf.zeros([batch, units]));
    const outputs: Tensor[] = [];
    for (let t = 0; t < time; t++) {
      const output = state[0]!;
      state = this.cell.step({
        x: steps[go_backwards ? time - 1 - t : t]!,
        state,
        recurrent: () => plus(gatedProduct(output, recurrentKernel, masks.recurrent), recurrentBias),
        recurrentLast: (matrix) => tf.matMul(masks.recurrent ? tf.mul(matrix, masks.recurrent.at(-1)!) : matrix, lastKernel),
        activation: this.activation,
        gate: this.gate,
      });
      if (return_sequences) outputs.push(state[0]!);
    }
    return return_sequences ? tf.stack(outputs, 1) : state[0]!;
  }

  private biases(): [Tensor | undefined, Tensor | undefined] {
    const bias = this.bias?.();
    if (!bias || this.cell !== gruResetAfter) return [bias, undefined];
    return tf.unstack(bias) as [Tensor, Tensor];
  }

  /** Input of every step × kernel + bias, all at once: [batch, time, width]. */
  private projected(x: Tensor, bias: Tensor | undefined, masks: readonly Tensor[] | undefined): Tensor {
    const [batch, time, features] = x.shape as [number, number, number];
    const kernel = this.kernel();
    const rows = (tensor: Tensor) => tf.reshape(tensor, [batch * time, features]);
    const perStep = masks?.map((mask) => tf.reshape(mask, [batch, 1, features]));
    const product = !perStep
      ? tf.matMul(rows(x), kernel)
      : perStep.length === 1
        ? tf.matMul(rows(tf.mul(x, perStep[0]!)), kernel)
        : tf.concat(
            tf.split(kernel, perStep.length, 1).map((part, gate) => tf.matMul(rows(tf.mul(x, perStep[gate]!)), part)),
            1,
          );
    return tf.reshape(plus(product, bias), [batch, time, kernel.shape[1]!]);
  }

  /** Dropout masks, the same in every step of a sequence. As in Keras there is one a gate where the state has dropout, else one for all. */
  private masks(x: Tensor, training: boolean): { input?: readonly Tensor[]; recurrent?: readonly Tensor[] } {
    const { units, dropout, recurrent_dropout } = this.values;
    const [batch, , features] = x.shape as [number, number, number];
    const make = (draws: readonly Draw[], rate: number, size: number) =>
      training && rate > 0 ? draws.map((draw) => scaledDropoutMask(draw, [batch, size], rate)) : undefined;
    return { input: make(this.draws.input, dropout, features), recurrent: make(this.draws.recurrent, recurrent_dropout, units) };
  }
}

const plus = (x: Tensor, bias: Tensor | undefined): Tensor => (bias ? tf.add(x, bias) : x);

/** x × kernel, each gate's columns with a mask of its own on x. */
function gatedProduct(x: Tensor, kernel: Tensor, masks: readonly Tensor[] | undefined): Tensor {
  if (!masks) return tf.matMul(x, kernel);
  return tf.concat(
    tf.split(kernel, masks.length, 1).map((part, gate) => tf.matMul(tf.mul(x, masks[gate]!), part)),
    1,
  );
}

const recurrent =
  (cell: (values: RecurrentValues) => Cell) =>
  ({ values, random }: LayerRequest): { layer: Recurrent } => {
    const recurrentValues = values as unknown as RecurrentValues;
    const { dropout, recurrent_dropout, seed } = recurrentValues;
    const made = cell(recurrentValues);
    const count = recurrent_dropout > 0 ? made.gates : 1;
    const draws = (rate: number) => Array.from({ length: rate > 0 ? count : 0 }, () => random(seed));
    return { layer: new Recurrent(made, recurrentValues, { input: draws(dropout), recurrent: draws(recurrent_dropout) }) };
  };

export const recurrentLayers: { readonly [type: string]: (request: LayerRequest) => { readonly layer: Recurrent } } = {
  SimpleRNN: recurrent(() => simple),
  LSTM: recurrent(() => lstm),
  GRU: recurrent(({ reset_after }) => (reset_after ? gruResetAfter : gruResetBefore)),
};
