import { Failure } from '../../failure';
import type { TensorRef } from './calls';
import type { GraphItem, ModelGraph } from './modelGraph';
import type { Step } from './rewrite';

/** A layer of the design, where the model uses it. */
export interface Placed {
  /** Among all layers of the design. */
  readonly name: string;
  /** Among those of its model. */
  readonly called: string;
  readonly step: Step;
  readonly frozen: boolean;
  /** Keys of tensors, or layers that are placed before it. */
  readonly takes: readonly (string | Placed)[];
}

/** One use of a model: what its inputs are outside, and what stands in it. */
export interface Use {
  readonly id: number;
  /** In the model around it: `encoder_2` where it is called for the second time. */
  readonly called: string;
  /** Before the names of its layers. */
  readonly prefix: string;
  /** Before the group of each of its layers in a `.weights.h5` of Keras 3. */
  readonly group: string;
  /** Names of this model and of those around it, the outermost first. */
  readonly names: readonly string[];
  /** Absent: the whole model. */
  readonly item?: GraphItem;
  readonly graph: ModelGraph;
  /** Keys of the tensors outside that it is given. */
  readonly takes: readonly string[];
  /** In the order of the file. */
  readonly parts: (Placed | Use)[];
}

/** What gives a tensor: a layer, a model that is used, or an input of the model that it is in. */
export type Source = Placed | { readonly use: Use; readonly output: number } | { readonly use: Use; readonly input: number };

/** A tensor of one use of a model. */
export const keyOf = (use: number, { layer, node, tensor }: TensorRef): string => JSON.stringify([use, layer, node, tensor]);

/** What gives a tensor; where a layer gives several the first is meant. Fails where there is nothing that gives it. */
export function sourceOf(key: string, given: ReadonlyMap<string, Source>): Source {
  const own = given.get(key);
  if (own) return own;
  const [use, layer, node] = JSON.parse(key) as [number, string, number];
  const first = given.get(keyOf(use, { layer, node, tensor: 0 }));
  if (first) return first;
  throw new Failure(`A layer of the model takes ${layer}, which is not there or is not called.`, {
    reason: 'The description of the model in the file is not whole.',
    next: 'Save the model again.',
  });
}

/**
 * Goes from tensor to tensor to a name. `known`: those that were found before, so that a way is gone once. Fails where it leads
 * back to itself.
 */
export function follow(
  key: string,
  known: Map<string, string>,
  step: (key: string) => { readonly name: string } | { readonly key: string },
): string {
  const seen = new Set<string>();
  for (let at = key; !seen.has(at);) {
    seen.add(at);
    const name = known.get(at);
    const next = name === undefined ? step(at) : { name };
    if ('name' in next) {
      for (const each of seen) known.set(each, next.name);
      return next.name;
    }
    at = next.key;
  }
  throw new Failure('A model inside of the model is its own input.', { reason: 'The description of the model in the file is damaged.' });
}
