import type { AdviceFacts } from './advice/adviceFacts';
import type { Json, JsonPath } from './document';
import type { Fix } from './fixes';

/** One size; `null` where it is not fixed (a sequence of any length). */
export type Dimension = number | null;
/** The shape of one sample, the batch dimension left out: `[28, 28]`. */
export type Shape = readonly Dimension[];

export type Severity = 'error' | 'warning' | 'hint';

/** Where a problem is: a path in the JSON, or a span of the text where there is no tree (a syntax error). */
export interface Place {
  readonly path: JsonPath;
  /** Point at the key of the last property instead of its value. */
  readonly key?: boolean;
  /** Only where a path cannot say it: syntax errors, a key that is there twice. */
  readonly offset?: number;
  readonly length?: number;
}

/** The facts of each problem, by code. Words are made of them in `describe.ts`, nowhere else. */
export interface DiagnosticFacts extends AdviceFacts {
  'syntax.invalid': { readonly reason: string };
  'format.not-a-design': { readonly found: string };
  'format.missing-version': Record<never, never>;
  'format.newer-version': { readonly found: number; readonly supported: number };
  'format.wrong-kind': { readonly field: string; readonly expected: string; readonly found: Json };
  /** The last one counts. */
  'format.duplicate-key': { readonly key: string };
  'format.unknown-key': { readonly key: string; readonly known: readonly string[]; readonly suggestion?: string };
  'layer.missing-type': Record<never, never>;
  'layer.missing-name': Record<never, never>;
  'layer.unknown-type': { readonly type: string; readonly suggestion?: string };
  'layer.duplicate-name': { readonly name: string };
  'field.unknown': { readonly type: string; readonly field: string; readonly suggestion?: string };
  'field.required': { readonly type: string; readonly field: string };
  'field.wrong-value': {
    readonly type: string;
    readonly field: string;
    readonly expected: string;
    readonly found: Json;
    readonly suggestion?: string;
  };
  'block.unknown': { readonly block: string; readonly known: readonly string[]; readonly suggestion?: string };
  /** In the order in which they hold one another. */
  'block.cycle': { readonly blocks: readonly string[] };
  'block.too-deep': { readonly block: string; readonly limit: number };
  'block.too-many': { readonly layer: string; readonly count: number; readonly limit: number };
  'block.no-output': { readonly block: string };
  'block.gives-input': { readonly block: string; readonly input: string };
  'block.input-field': { readonly block: string; readonly input: string; readonly field: string };
  'block.repeat-mismatch': { readonly block: string; readonly inputs: number; readonly outputs: number };
  'block.unused': { readonly block: string };
  'graph.no-layers': Record<never, never>;
  'graph.no-input': Record<never, never>;
  'graph.dangling-input': { readonly layer: string; readonly input: string; readonly suggestion?: string };
  'graph.dangling-output': { readonly output: string; readonly suggestion?: string };
  'graph.cycle': { readonly layers: readonly string[] };
  'graph.input-takes-none': { readonly layer: string };
  'graph.wrong-input-count': { readonly layer: string; readonly type: string; readonly expected: string; readonly found: number };
  'graph.unreachable': { readonly layer: string };
  'graph.missing-output': Record<never, never>;
  'shape.rank-mismatch': { readonly layer: string; readonly type: string; readonly expected: string; readonly found: Shape };
  'shape.dimension-mismatch': { readonly layer: string; readonly type: string; readonly expected: string; readonly found: Shape };
  'shape.merge-mismatch': {
    readonly layer: string;
    readonly type: string;
    readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  };
  'shape.unknown-dimension': { readonly layer: string; readonly type: string; readonly found: Shape };
  'shape.empty-output': { readonly layer: string; readonly type: string; readonly found: Shape; readonly detail: string };
  'size.too-large': {
    readonly layer?: string;
    readonly what: 'parameters' | 'shape' | 'connections';
    readonly count: number;
    readonly limit: number;
  };
  'training.unknown-name': {
    readonly field: string;
    readonly found: string;
    readonly suggestion?: string;
    readonly known: readonly string[];
  };
  'training.missing': { readonly field: string };
  /** `known`: names of the model's Input layers, or of its outputs. */
  'training.no-such-end': {
    readonly field: string;
    readonly what: 'input' | 'output';
    readonly name: string;
    readonly known: readonly string[];
    readonly suggestion?: string;
  };
  /** Something is needed of each of several inputs or outputs, and it is not told of those. */
  'training.not-of-each': { readonly field: string; readonly what: 'input' | 'output'; readonly names: readonly string[] };
  'training.freezes-no-layer': { readonly pattern: string; readonly suggestion?: string };
  /** `phase`: from 1; `layers`: all that could learn. */
  'training.freezes-all': { readonly phase: number; readonly layers: readonly string[] };
  /** `validation`: it would be of the validation part, and there is none. */
  'training.unknown-monitor': {
    readonly callback: string;
    readonly monitor: string;
    readonly validation: boolean;
    readonly known: readonly string[];
    readonly suggestion?: string;
  };
  'training.not-trainable': { readonly reason: string };
}

export type DiagnosticCode = keyof DiagnosticFacts;

/** A problem as data: a code, the facts that its words are made of, and where it is. */
export type Diagnostic = {
  [Code in DiagnosticCode]: {
    readonly code: Code;
    readonly facts: DiagnosticFacts[Code];
    readonly severity: Severity;
    readonly place: Place;
    /** The layer's id (see `LayerAnalysis.id`) where the problem belongs to one. */
    readonly layer?: string;
    /** Where who found the problem knows the ways out of it; of others `fixesFor` does. The best one first. */
    readonly fixes?: readonly Fix[];
  };
}[DiagnosticCode];
