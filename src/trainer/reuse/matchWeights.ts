import type { LayerReuse } from '../../core/training/events';
import { namesLikeAny } from '../../core/training/phases';
import type { NamedArray } from '../safetensors';

/** A weight that is to be filled. */
export interface Target {
  /** `<layer>/<weight>` */
  readonly path: string;
  readonly layer: string;
  readonly shape: readonly number[];
}

export interface Matched {
  /** One entry a layer with weights, in their order. */
  readonly layers: readonly LayerReuse[];
  /** What is taken, by path; where sizes differ it is the source as it is, to be laid over the corner of the weight. */
  readonly taken: ReadonlyMap<string, NamedArray>;
}

/**
 * Decides layer by layer what of a file of weights a model takes. Layers are the same by name; all weights of a layer are
 * taken, or none.
 *
 * @param patterns of the layers that are wanted; default: all
 * @param resize whether a layer of other sizes takes what both have in common
 */
export function matchWeights(
  source: readonly NamedArray[],
  targets: readonly Target[],
  { layers: patterns, resize = false }: { readonly layers?: readonly string[] | null; readonly resize?: boolean },
): Matched {
  const byPath = new Map(source.map((array) => [array.name, array]));
  const names = [...new Set(targets.map(({ layer }) => layer))];
  const wanted = new Set(patterns ? namesLikeAny(patterns, names) : names);
  const taken = new Map<string, NamedArray>();
  const layers = names.map((name): LayerReuse => {
    const own = targets.filter(({ layer }) => layer === name);
    const pairs = own.map((target) => ({ target, array: byPath.get(target.path) }));
    if (!wanted.has(name) || pairs.every(({ array }) => !array)) return { name, outcome: 'new' };
    const differing = pairs.filter(({ target, array }) => array?.shape.join() !== target.shape.join());
    const shapes = differing.map(({ target, array }) => ({
      weight: target.path,
      ...(array && { before: array.shape }),
      now: target.shape,
    }));
    const fits = differing.every(({ target, array }) => resize && array?.shape.length === target.shape.length);
    if (!fits) return { name, outcome: 'refused', shapes };
    for (const { target, array } of pairs) taken.set(target.path, array!);
    return shapes.length > 0 ? { name, outcome: 'resized', shapes } : { name, outcome: 'kept' };
  });
  return { layers, taken };
}

/** Lays an array over the corner of another, as far as both go. The shapes have the same rank. */
export function overlay(onto: Float32Array, shape: readonly number[], { values, shape: before }: NamedArray): void {
  const common = shape.map((size, axis) => Math.min(size, before[axis]!));
  const row = common.at(-1) ?? 1;
  const rows = common.slice(0, -1).reduce((all, size) => all * size, 1);
  const place = common.slice(0, -1).map(() => 0);
  const offset = (sizes: readonly number[]) => place.reduce((sum, index, axis) => sum * sizes[axis]! + index, 0) * (sizes.at(-1) ?? 1);
  for (let i = 0; i < rows; i++) {
    const from = offset(before);
    onto.set(values.subarray(from, from + row), offset(shape));
    for (let axis = place.length - 1; axis >= 0 && ++place[axis]! >= common[axis]!; axis--) place[axis] = 0;
  }
}
