import type { Analysis, LayerAnalysis } from '../analysis';
import type { Json } from '../document';
import { isProblem, resolveNamed } from '../layers/registries';
import type { Values } from '../layers/layerType';
import { readValues } from '../layers/values';
import { inputPlaces, placesOf } from '../places';

/** A layer as the rules look at it: with its neighbours, and with its fields where all of them are right. */
export interface Site {
  readonly layer: LayerAnalysis;
  readonly takes: readonly Site[];
  readonly takers: readonly Site[];
  /** One of the model's outputs. */
  readonly isOutput: boolean;
  /** Defaults filled in; empty where a field is wrong. */
  readonly values: Values;
  /** See `activationOf`. */
  readonly activated: Activated | undefined;
}

/** The layers that are in the model, inputs first. */
export function sitesOf({ layers, order, outputs }: Analysis): readonly Site[] {
  const places = placesOf(layers);
  const inputs = inputPlaces(layers);
  const ends = new Set(outputs);
  const byPlace: (ReadSite | undefined)[] = new Array<ReadSite | undefined>(layers.length);
  const sites: ReadSite[] = [];
  for (const id of order) {
    const place = places.get(id) ?? -1;
    const layer = layers[place];
    if (!layer?.used) continue;
    const site = new ReadSite(layer, ends.has(id));
    for (const from of inputs[place] ?? []) {
      const taken = byPlace[from];
      if (!taken) continue;
      site.takes.push(taken);
      taken.takers.push(site);
    }
    byPlace[place] = site;
    sites.push(site);
  }
  return sites;
}

/** A class, since ten thousand objects with a getter each are slow to make. */
class ReadSite implements Site {
  readonly takes: Site[] = [];
  readonly takers: Site[] = [];
  private read?: Values;
  private found?: Activated | null;

  constructor(
    readonly layer: LayerAnalysis,
    readonly isOutput: boolean,
  ) {}

  get values(): Values {
    return (this.read ??= valuesOf(this.layer));
  }

  get activated(): Activated | undefined {
    return (this.found === undefined ? (this.found = findActivation(this) ?? null) : this.found) ?? undefined;
  }
}

function valuesOf({ spec, layer, output }: LayerAnalysis): Values {
  if (!spec || !output) return {};
  const { values, problems } = readValues(spec, layer);
  return problems.every(({ code }) => code === 'field.unknown') ? values : {};
}

/** The only one that takes a layer's output; none where it is an output of the model too. */
export const nextOf = ({ takers, isOutput }: Site): Site | undefined => (takers.length === 1 && !isOutput ? takers[0] : undefined);

/** The stem of the weight that a layer multiplies with; absent for other layers. */
const KERNELS: Readonly<Record<string, string>> = {
  Dense: 'kernel',
  Conv1D: 'kernel',
  Conv2D: 'kernel',
  Conv3D: 'kernel',
  Conv2DTranspose: 'kernel',
  DepthwiseConv2D: 'depthwise',
};
export const kernelOf = ({ layer: { type } }: { readonly layer: { readonly type: string } }): string | undefined =>
  Object.hasOwn(KERNELS, type) ? KERNELS[type] : undefined;

/** Fields by the stem of their weight: names that are put together for each of ten thousand layers are slow to look up. */
const FIELDS = Object.fromEntries(
  [...new Set(Object.values(KERNELS))].map((stem) => [
    stem,
    { initializer: `${stem}_initializer`, regularizer: `${stem}_regularizer`, constraint: `${stem}_constraint` },
  ]),
);

/** The field that says so of the weight with this stem: `kernel_initializer`. */
export const kernelField = (stem: string, what: 'initializer' | 'regularizer' | 'constraint'): string =>
  FIELDS[stem]?.[what] ?? `${stem}_${what}`;

const FUNCTIONS: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  RReLU: 'leaky_relu',
  PReLU: 'prelu',
  ELU: 'elu',
  Softmax: 'softmax',
};

/** The function that a layer puts values through: its `activation`, or what it is itself. `linear`: none. */
export function functionOf({ layer: { type }, values }: Site): string | undefined {
  if (Object.hasOwn(FUNCTIONS, type)) return FUNCTIONS[type];
  return 'activation' in values ? (nameOf('activation', values.activation ?? null) ?? 'linear') : undefined;
}

/** A layer that does nothing but put values through a function. */
export const isFunction = ({ layer: { type } }: Site): boolean => type === 'Activation' || Object.hasOwn(FUNCTIONS, type);

/** The name in the registry of what a field names. */
export function nameOf(registry: 'activation' | 'initializer' | 'regularizer' | 'constraint', value: Json): string | undefined {
  const resolved = value === null ? undefined : resolveNamed(registry, value);
  return resolved && !isProblem(resolved) ? resolved.entry.name : undefined;
}

export interface Activated {
  readonly name: string;
  /** The layer that says it. */
  readonly site: Site;
}

/** The function behind a layer's weights: its own, or that of a layer behind it, batch normalization between them or not. */
export const activationOf = ({ activated }: Site): Activated | undefined => activated;

function findActivation(site: Site): Activated | undefined {
  const own = functionOf(site);
  if (own !== 'linear') return own === undefined ? undefined : { name: own, site };
  let next = nextOf(site);
  if (next?.layer.type === 'BatchNormalization') next = nextOf(next);
  const name = next && isFunction(next) ? functionOf(next) : undefined;
  return next && name !== undefined ? { name, site: next } : { name: 'linear', site };
}
