import type { Json } from '../document';
import type { DiagnosticCode, DiagnosticFacts, Shape } from '../diagnostics';
import type { Field } from './fields';
import type { Work } from './size';

export type Family = 'io' | 'shape' | 'core' | 'conv' | 'norm' | 'recurrent' | 'regular' | 'attention';

/** One weight tensor of a layer. Names and order are those of Keras's `layer.weights`. */
export interface Weight {
  /** `kernel`, `bias`, `gamma`, `moving_mean` …; in a wrapper with its path (`forward/kernel`). */
  readonly name: string;
  readonly shape: readonly number[];
  /** The stem of its fields: `kernel` goes with `kernel_initializer`, `kernel_regularizer` and `kernel_constraint`. */
  readonly stem: string;
  /** Initializer where no field of the layer names one; default: zeros. */
  readonly start?: string;
  /** What the layer itself says; `trainable: false` on the layer is applied by `analyze`. */
  readonly trainable: boolean;
}

/** What a layer makes of its inputs. */
export interface Inference extends Work {
  /** Shape of one sample of the output. */
  readonly output: Shape;
  readonly weights: readonly Weight[];
  /** The sum behind the parameter count, without its result: `784 × 300 + 300`. Absent where there are none. */
  readonly arithmetic?: string;
}

/** Why a layer has no shape: a code and its facts, the place being the layer unless a field is named. */
export type Refusal = {
  [Code in DiagnosticCode]: { readonly problem: Code; readonly facts: DiagnosticFacts[Code]; readonly field?: string };
}[DiagnosticCode];

/** The fields of a layer, checked, with Keras's defaults filled in and `single` integers spread. */
export type Values = { readonly [field: string]: Json };

export interface LayerContext {
  readonly name: string;
  readonly values: Values;
  /** Names of the inputs, in order. */
  readonly inputNames: readonly string[];
  /** Shapes of the inputs, in order; as many as the type takes. */
  readonly inputs: readonly Shape[];
}

/** How many inputs a layer takes: `many` is two or more. */
export type Arity = 0 | 1 | 2 | 'many';

/** An entry of the registry. */
export interface LayerType {
  /** The Keras class name. */
  readonly type: string;
  readonly family: Family;
  readonly arity: Arity;
  /** Rank of a sample that the layer takes (batch left out), `[1, 1]` for vectors; absent: any. */
  readonly rank?: readonly [minimum: number, maximum: number];
  /** What those dimensions are called: `height, width, channels`. */
  readonly axes?: string;
  readonly fields: readonly Field[];
  readonly help: string;
  /** Address of the class's page in Keras's documentation. */
  readonly doc: string;
  /** A layer to start from in the palette, where a field has no default (`Dense`: `units: 32`). */
  readonly start?: { readonly [field: string]: Json };
  infer(context: LayerContext): Inference | Refusal;
}
