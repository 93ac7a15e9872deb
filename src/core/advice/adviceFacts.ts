import type { Shape } from '../diagnostics';

interface Initialization {
  readonly layer: string;
  readonly activation: string;
  readonly found: string;
  readonly wanted: string;
}

/** The facts of each advice, by code. Its words are in `describeAdvice.ts`, its reasons in `docs/advice/<code>.md`. */
export interface AdviceFacts {
  'init.relu-needs-he': Initialization;
  'init.selu-needs-lecun': Initialization;
  'init.tanh-needs-glorot': Initialization;
  'selu.inputs-not-standardized': { readonly dataset: string };
  'selu.not-sequential': { readonly layer: string; readonly selu: string };
  'selu.plain-dropout': { readonly layer: string; readonly selu: string };
  'selu.batch-normalization': { readonly layer: string; readonly selu: string };
  'selu.penalty': { readonly layer: string; readonly field: string };
  'norm.bias-unneeded': { readonly layer: string; readonly normalization: string };
  'norm.dropout-before': { readonly layer: string; readonly normalization: string };
  /** `second`: the layer with a function behind the normalization; absent: the layer has no bias. */
  'norm.activation-before': {
    readonly layer: string;
    readonly activation: string;
    readonly normalization: string;
    readonly second?: string;
  };
  /** `phase`: from 1; absent: frozen in the file. */
  'norm.frozen-statistics': { readonly normalization: string; readonly layer: string; readonly phase?: number };
  'output.not-flat': { readonly layer: string; readonly found: Shape; readonly dataset: string };
  'output.softmax-of-one': { readonly layer: string };
  'loss.logits-expected': { readonly loss: string; readonly layer: string; readonly activation: string };
  'loss.probabilities-expected': { readonly loss: string; readonly layer: string; readonly activation: string; readonly wanted: string };
  'loss.one-unit': { readonly loss: string; readonly layer: string };
  'loss.class-numbers': { readonly loss: string; readonly dataset: string };
  'loss.class-count': { readonly layer: string; readonly found: number; readonly classes: number; readonly dataset: string };
  'data.not-scaled': { readonly dataset: string };
  /** `next`: the Dense layer that it comes to without a function. */
  'deep.linear': { readonly layer: string; readonly next: string };
  'deep.not-normalized': { readonly layer: string; readonly count: number };
  'deep.saturating': { readonly layer: string; readonly count: number; readonly activation: string };
  'optimizer.learning-rate': { readonly optimizer: string; readonly found: number; readonly least: number; readonly most: number };
  /** `layer`: the first of `count` that may die. */
  'optimizer.dying-relu': { readonly optimizer: string; readonly found: number; readonly layer: string; readonly count: number };
  /** Learning rates: the largest of the cycle, and that at which the loss was lowest. */
  'schedule.one-cycle-bounds': { readonly found: number; readonly lowest: number };
  /** In bytes: what a step takes, what a run may hold, and what the weights alone take. */
  'memory.too-large': { readonly needed: number; readonly memory: number; readonly weights: number; readonly batchSize: number };
  'penalty.max-norm-and-l2': { readonly layer: string };
}

export type AdviceCode = keyof AdviceFacts;
