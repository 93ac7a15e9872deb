import type { Origin } from './blocks/expansion';
import type { Design, JsonPath, Layer } from './document';
import type { Diagnostic, Shape } from './diagnostics';
import type { LayerType, Weight } from './layers/layerType';
import type { Work } from './layers/size';
import { placesOf } from './places';

/** Counts of weights. */
export interface Parameters {
  readonly total: number;
  readonly trainable: number;
  readonly nonTrainable: number;
}

export interface LayerAnalysis {
  /** What edits and selections name: the layer's name where it has one of its own, else `#<index>`. */
  readonly id: string;
  /** Place in the design's `layers`; see `placeOf` for that in the file. */
  readonly index: number;
  /** Its text, where the design was expanded. */
  readonly origin?: Origin;
  readonly layer: Layer;
  readonly name: string;
  readonly type: string;
  /** The registry's entry; absent for an unknown type. */
  readonly spec?: LayerType;
  /** Ids of the layers it takes, in order. */
  readonly inputs: readonly string[];
  /** Shapes of those; absent where not known. */
  readonly inputShapes: readonly (Shape | undefined)[];
  /** Absent: not known, because of a problem here or before. */
  readonly output?: Shape;
  readonly weights?: readonly Weight[];
  readonly parameters?: Parameters;
  /** `784 × 300 + 300`. */
  readonly arithmetic?: string;
  /** Multiply-adds for one sample. */
  readonly multiplyAdds?: number | null;
  /** The products that those are the sum of: a kernel's sizes, and those of the places where it is used. */
  readonly work?: Work['work'];
  /** Bytes of the output of one sample in float32; `null` where a dimension is not fixed. */
  readonly activationBytes?: number | null;
  /** False: nothing leads from it to an output of the model, so it is left out of the model and of its totals. */
  readonly used: boolean;
  /** `trainable: false` in the file. */
  readonly frozen: boolean;
}

/** Where the text of a layer is. */
export const placeOf = ({ origin, index }: LayerAnalysis): JsonPath => origin?.path ?? ['layers', index];

/** A layer, or what stands for several. */
export const layerOfId = ({ layers, instances }: Analysis, id: string | undefined): LayerAnalysis | undefined =>
  id === undefined ? undefined : (layers[placesOf(layers).get(id) ?? -1] ?? instances.find((instance) => instance.id === id));

/** What the file says of a layer. */
export const writtenOf = ({ origin, layer }: LayerAnalysis): Layer => origin?.layer ?? layer;

/**
 * A layer of the file that stands for several: a block, or a layer that is repeated. What is counted is the sum of them, its
 * `index` is that of the first.
 */
export interface InstanceAnalysis extends LayerAnalysis {
  /** The name of its block; absent for a layer that is repeated. */
  readonly block?: string;
  readonly repeat: number;
  /** Id of the instance that it is part of. */
  readonly parent?: string;
  /** Ids of its layers, in the order of the design. */
  readonly members: readonly string[];
  /** How many of them the first of its repetitions has. */
  readonly once: number;
  /** Ids of the layers whose values it gives, and of those that its first repetition gives. */
  readonly gives: readonly string[];
  readonly givesFirst: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Which input of `to` this is. */
  readonly input: number;
  /** Shape that flows along it. */
  readonly shape?: Shape;
}

export interface Totals extends Parameters {
  /** float32 bytes of all weights. */
  readonly bytes: number;
  readonly multiplyAdds: number;
  /** Bytes of all outputs of one sample. */
  readonly activationBytes: number;
  /** False: some layers are not known, the counts are at least these. */
  readonly complete: boolean;
  /** Id of the first layer that is not known. */
  readonly stopsAt?: string;
}

/** Everything that is known about a design. Never throws, never allocates by what the design claims. */
export interface Analysis {
  /** In layers alone, blocks expanded; absent: the text is no design at all. */
  readonly design?: Design;
  /** As the file says it. */
  readonly written?: Design;
  /** In file order. */
  readonly layers: readonly LayerAnalysis[];
  /** What of the file stands for several of the layers; empty where nothing does. One that holds others comes before them. */
  readonly instances: readonly InstanceAnalysis[];
  /** Ids in an order in which inputs come first; layers of a cycle are left out. */
  readonly order: readonly string[];
  readonly edges: readonly Edge[];
  /** Ids of Input layers. */
  readonly inputs: readonly string[];
  /** Ids of the model's outputs. */
  readonly outputs: readonly string[];
  readonly totals: Totals;
  /** Errors first, then in the order of the file. */
  readonly diagnostics: readonly Diagnostic[];
}
