import type { Analysis, LayerAnalysis } from '../analysis';
import { readValues } from '../layers/values';
import { looksAtAll, looksAtItself, lengthOf, stepOf, together, type AxisReach } from './axisReach';
import { reachThrough } from './reachThrough';

/** How much of an Input one value of a layer's output looks at. */
export interface ReceptiveField {
  /** Id of the Input. */
  readonly input: string;
  /** For each axis that a window slides along. */
  readonly axes: readonly {
    /** Of the Input's shape. */
    readonly axis: number;
    /** How many places, at most; infinite: all. */
    readonly size: number;
    /** From the place that one value looks at to that of the next; below 1 where the output is larger than the input. */
    readonly step: number;
  }[];
}

type Reaches = ReadonlyMap<string, readonly AxisReach[]>;

const known = new WeakMap<Analysis, ReadonlyMap<string, readonly ReceptiveField[]>>();

/**
 * The receptive fields of every layer behind a convolution or a pooling, by id: the arithmetic of Araujo, Norris and Sim,
 * "Computing Receptive Fields of Convolutional Neural Networks" (Distill, 2019), along each axis, and through branches.
 */
export function receptiveFields(analysis: Analysis): ReadonlyMap<string, readonly ReceptiveField[]> {
  const before = known.get(analysis);
  if (before) return before;
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const reaches = new Map<string, Reaches>();
  const fields = new Map<string, readonly ReceptiveField[]>();
  for (const id of analysis.order) {
    const layer = byId.get(id);
    const reach = layer && reachOf(layer, reaches);
    if (!reach) continue;
    reaches.set(id, reach);
    const found = [...reach].flatMap(([input, axes]) => fieldOf(input, axes));
    if (found.length > 0) fields.set(id, found);
  }
  known.set(analysis, fields);
  return fields;
}

/** Absent: not known. */
function reachOf(layer: LayerAnalysis, done: ReadonlyMap<string, Reaches>): Reaches | undefined {
  const { id, type, spec, inputs, inputShapes, output } = layer;
  if (!spec || !output) return undefined;
  if (spec.arity === 0) return new Map([[id, output.map((_, axis) => looksAtItself(axis))]]);
  const taken = inputs.map((from) => done.get(from));
  if (!taken.every((reach) => reach !== undefined)) return undefined;
  if (spec.arity !== 1) return merged(layer, taken);
  const { values } = readValues(spec, layer.layer);
  const through = { type, values, input: inputShapes[0] ?? [], output };
  return new Map([...(taken[0] ?? [])].map(([input, axes]) => [input, reachThrough(axes, through)]));
}

/** What is put together looks at what all of them look at. */
function merged({ type, inputShapes, output = [] }: LayerAnalysis, taken: readonly Reaches[]): Reaches {
  const all = new Map<string, readonly AxisReach[]>();
  taken.forEach((reach, i) => {
    const lead = output.length - (inputShapes[i]?.length ?? 0);
    for (const [input, axes] of reach) {
      // Shapes are aligned at their last axis.
      const placed = axes.map((axis) =>
        type === 'Dot' ? looksAtAll(axis) : axis.along === undefined ? axis : { ...axis, along: axis.along + lead },
      );
      const before = all.get(input);
      all.set(input, before ? before.map((axis, k) => together(axis, placed[k] ?? axis)) : placed);
    }
  });
  return all;
}

function fieldOf(input: string, axes: readonly AxisReach[]): ReceptiveField[] {
  const slid = axes.flatMap((reach, axis) => (reach.slid ? [{ axis, size: lengthOf(reach), step: stepOf(reach) }] : []));
  return slid.length > 0 ? [{ input, axes: slid }] : [];
}
