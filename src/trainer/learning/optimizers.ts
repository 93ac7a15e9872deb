import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Json } from '../../core/document';
import type { Values } from '../../core/layers/layerType';
import { makeSchedule, type Schedule } from '../../core/training/learningRateAt';
import { summedRows } from '../model/layers/embedding';
import { makeClip, type Clip, type Gradient } from './clipping';
import { blend, rules, type Rule, type Slots } from './optimizerRules';

/** A weight to move. */
interface Weight {
  /** `<layer>/<weight>` */
  readonly path: string;
  readonly variable: Variable;
}

/** The slot of a weight's moving average. */
export const AVERAGE = 'average';

/** Moves weights along their gradients and keeps what it needs for that between steps (`keras/src/optimizers/base_optimizer.py`). */
export class Optimizer {
  /** Steps taken. */
  steps = 0;
  /** Holds the gradients of a step to the design's bound, where it has one; before `move`. */
  readonly clip: Clip | undefined;
  private readonly rule: Rule;
  private schedule: Schedule;
  private readonly slots: ReadonlyMap<string, Slots<Variable>>;
  private readonly decaying: ReadonlySet<string>;
  private readonly average: Average | undefined;

  /**
   * @param name of the registry; `values`: its arguments, defaults filled in; `weights`: those to move
   * @param totalSteps of the run, for a schedule that goes by it
   */
  constructor(
    name: string,
    private readonly values: Values,
    private readonly weights: readonly Weight[],
    totalSteps?: number,
  ) {
    const rule = rules[name];
    if (!rule) throw new Error(`There is no optimizer ${name}.`);
    this.schedule = makeSchedule(values.learning_rate!, totalSteps);
    this.rule = rule(values, this.schedule(0).momentum !== undefined);
    this.clip = makeClip(values);
    this.average = averageOf(values);
    this.decaying = new Set(values.weight_decay ? weights.map(({ path }) => path).filter(keptOut(values.exclude_from_weight_decay)) : []);
    const slots = { ...this.rule.slots, ...(this.average && { [AVERAGE]: 0 }) };
    this.slots = new Map(weights.map(({ path, variable }) => [path, makeSlots(slots, variable.shape)]));
  }

  /** The learning rate of the next step. One that is set holds from then on, in place of a schedule. */
  get learningRate(): number {
    return this.learningRateOf(this.steps + 1);
  }

  set learningRate(learningRate: number) {
    const { schedule } = this;
    this.schedule = (step) => ({ ...schedule(step), learningRate });
  }

  /** The learning rate of a step; they count from 1. */
  learningRateOf(step: number): number {
    return this.schedule(step - 1).learningRate;
  }

  /** What it keeps between steps, by name (`hidden1/kernel/momentum`), in the order of the weights. */
  get state(): readonly (readonly [name: string, variable: Variable])[] {
    return [...this.slots].flatMap(([path, slots]) => Object.entries(slots).map(([name, slot]) => [`${path}/${name}`, slot] as const));
  }

  /** How many numbers a step takes. */
  get rates(): number {
    return this.numbers(1).length;
  }

  /** The share of a weight's values that may come out elsewhere where a step is computed anew in another order. */
  get uncertain(): number {
    return this.rule.takesSigns ? 0.1 : 0;
  }

  /** A step begins: the numbers that `move` is to be given in it. */
  next(): readonly number[] {
    this.steps++;
    return this.numbers(this.steps);
  }

  /**
   * What a weight becomes, and what is added to it for that; its slots are changed. To be called in a tidy scope.
   * @param gradient clipped
   */
  move({ path, variable }: Weight, { gradient, rows }: Gradient, rates: readonly Scalar[]): { change: Tensor; moved: Tensor } {
    const slots = this.slots.get(path)!;
    const ofEach = (compute: (x: Tensor) => Tensor): Tensor => (rows ? summedRows(rows, compute) : compute(gradient));
    const [square, size] = [() => ofEach(tf.square), () => ofEach(tf.abs)];
    const waiting = [...rates];
    const average = this.average && waiting.splice(-this.average.rates);
    const decay = this.decaying.size > 0 ? waiting.pop() : undefined;
    const updated = this.rule.update({ gradient, square, size, rates: waiting, slots });
    for (const [name, value] of Object.entries(updated.slots)) slots[name]!.assign(value);
    const change =
      decay && this.decaying.has(path)
        ? tf.sub(updated.change, tf.mul(tf.mul(variable, Number(this.values.weight_decay)), decay))
        : updated.change;
    const moved = tf.add(variable, change);
    return { change, moved: average ? this.averaged(slots[AVERAGE]!, moved, average) : moved };
  }

  /** Whether it keeps a moving average of the weights, which they are to end as. */
  get averages(): boolean {
    return this.average !== undefined;
  }

  /** The weights become their moving average, where there is one. */
  finish(): void {
    if (this.average && this.steps > 0) for (const { path, variable } of this.weights) variable.assign(this.slots.get(path)![AVERAGE]!);
  }

  dispose(): void {
    this.state.forEach(([, variable]) => variable.dispose());
  }

  private numbers(step: number): readonly number[] {
    const scheduled = this.schedule(step - 1);
    const decay = this.decaying.size > 0 ? [scheduled.learningRate] : [];
    return [...this.rule.rates(scheduled, step), ...decay, ...(this.average?.numbers(step) ?? [])];
  }

  private averaged(average: Variable, moved: Tensor, [kept, fresh, asAverage, asMoved]: readonly Scalar[]): Tensor {
    const next = blend(average, kept!, moved, fresh!);
    average.assign(next);
    // One of the two is 1, the other 0: a condition that can be recorded.
    return asAverage ? blend(next, asAverage, moved, asMoved!) : moved;
  }
}

interface Average {
  readonly rates: number;
  numbers(step: number): readonly number[];
}

/** `use_ema`: the average is the weight itself after the first step; every so many steps the weight becomes the average. */
function averageOf({ use_ema: used, ema_momentum: momentum, ema_overwrite_frequency: every }: Values): Average | undefined {
  if (used !== true) return undefined;
  const overwrites = typeof every === 'number';
  return {
    rates: overwrites ? 4 : 2,
    numbers: (step) => {
      const kept = step === 1 ? 0 : Number(momentum);
      const overwritten = overwrites && step % every === 0 ? 1 : 0;
      return [kept, 1 - kept, ...(overwrites ? [overwritten, 1 - overwritten] : [])];
    },
  };
}

/** False for weights whose name has one of the texts in it. */
const keptOut =
  (texts: Json | undefined) =>
  (path: string): boolean =>
    !(texts as readonly string[]).some((text) => path.includes(text));

const makeSlots = (names: { readonly [name: string]: number }, shape: number[]): Slots<Variable> =>
  Object.fromEntries(Object.entries(names).map(([name, start]) => [name, tf.tidy(() => tf.variable(tf.fill(shape, start), false))]));
