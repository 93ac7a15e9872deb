import type { Json, JsonObject } from '../document';
import type { LayerType, Values } from './layerType';

/** In which part of the inspector a field stands. */
export type FieldGroup = 'essentials' | 'initialization' | 'regularization' | 'constraints' | 'advanced';

export interface NumberKind {
  readonly kind: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** What a field holds. From this alone come validation, the JSON schema and the inspector's control. */
export type FieldKind =
  | NumberKind
  | { readonly kind: 'boolean' }
  | { readonly kind: 'string' }
  /** A number, or a fraction in words: `"1/255"`. */
  | { readonly kind: 'factor' }
  /** One of a few words. */
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** A list of integers; `length` where Keras fixes it, `single` where one integer stands for all of them (`kernel_size: 3`). */
  | {
      readonly kind: 'integers';
      readonly length?: number;
      readonly single?: boolean;
      readonly minimum?: number;
      readonly nullable?: boolean;
      /** Each stands for itself (`5, 6`); else they are sizes (`3 × 3`). */
      readonly listed?: boolean;
    }
  /** A list of numbers; `single` where one number will do as well. */
  | { readonly kind: 'numbers'; readonly minimum?: number; readonly single?: boolean }
  /** A list of texts. */
  | { readonly kind: 'strings' }
  /** Cropping and padding: an integer, a pair, or a pair of pairs. */
  | { readonly kind: 'padding2d' }
  /** A name, or `{ "type": name, … }` with the fields that the named registry says (`registries.ts`); or a number. */
  | { readonly kind: 'named'; readonly registry: RegistryName; readonly orNumber?: NumberKind }
  /** Several of them. */
  | { readonly kind: 'namedList'; readonly registry: RegistryName }
  /** A whole layer without name and inputs (wrappers): one of these types. */
  | { readonly kind: 'layer'; allowed(): ReadonlyMap<string, LayerType> };

export type RegistryName =
  'activation' | 'initializer' | 'regularizer' | 'constraint' | 'optimizer' | 'schedule' | 'loss' | 'metric' | 'dataset' | 'callback';

export interface Field {
  /** Keras's name. */
  readonly name: string;
  readonly value: FieldKind;
  /** Keras's default; absent: the field is required. */
  readonly default?: Json;
  /** `null` is a value too (`max_value: null`). */
  readonly nullable?: boolean;
  /** Of a model with several Input layers or outputs each can have one of its own, by name; `only`: it is always by name. */
  readonly each?: { readonly of: 'input' | 'output'; readonly only?: boolean };
  readonly group: FieldGroup;
  /** One line, for hover, completion and the inspector. */
  readonly help: string;
}

/** An entry of a registry of things that are chosen by name: an initializer, an optimizer, a loss … */
export interface Named {
  /** How Layerwise writes it (`he_normal`, `SGD`). */
  readonly name: string;
  /** Other spellings of Keras that are read as the same (`HeNormal`, `sgd`). */
  readonly aliases?: readonly string[];
  readonly fields: readonly Field[];
  /** Arguments that it is begun with where a person chooses it; those without a default among them. */
  readonly start?: JsonObject;
  readonly help: string;
  /** Address of Keras's own page. */
  readonly doc?: string;
  /** What is wrong with its arguments taken together, where each is right alone; `expected` as in other problems of a field. */
  check?(this: void, values: Values): { readonly field: string; readonly expected: string } | undefined;
}
