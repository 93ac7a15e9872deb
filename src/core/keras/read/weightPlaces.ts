import type { Analysis, LayerAnalysis } from '../../analysis';
import { readValues } from '../../layers/values';
import { holderOf } from '../weightPaths';
import type { Origin } from './flatten';

/** A weight of a design and where Keras has it. */
export interface WeightPlace {
  /** `<layer>/<weight>` */
  readonly name: string;
  /** Absent: it is not known what comes into the layer, because of one before it that there is no type for. */
  readonly shape?: readonly number[];
  readonly layer: string;
}

/** A weight in a `.weights.h5` of Keras 3. */
export interface PathPlace extends WeightPlace {
  /** `layers/dense_1/vars/0` */
  readonly path: string;
}

interface PlacedWeight {
  readonly name: string;
  readonly trainable: boolean;
  readonly shape?: readonly number[];
}

/** The layers of a design that came from a file and whose weights have names, with where they came from. */
function* known(
  { layers }: Analysis,
  origins: ReadonlyMap<string, Origin>,
): Iterable<readonly [LayerAnalysis, readonly PlacedWeight[], Origin]> {
  for (const layer of layers) {
    const origin = origins.get(layer.name);
    const weights = origin && (layer.weights ?? namesAlone(layer));
    if (origin && weights && weights.length > 0) yield [layer, weights, origin];
  }
}

/** The weights that a layer has whatever comes in, without their shapes: those that it has of some input. */
function namesAlone({ name, layer, spec, frozen }: LayerAnalysis): readonly PlacedWeight[] {
  if (!spec) return [];
  const { values, problems } = readValues(spec, layer);
  if (problems.some(({ code }) => code !== 'field.unknown')) return [];
  for (const shape of [[8], [8, 8], [8, 8, 8], [8, 8, 8, 8]]) {
    const inputs = spec.arity === 'many' ? [shape, shape] : [shape];
    const inferred = spec.infer({ name, values, inputs, inputNames: inputs.map((_, i) => `input ${i + 1}`) });
    if (!('problem' in inferred)) return inferred.weights.map((weight) => ({ name: weight.name, trainable: weight.trainable && !frozen }));
  }
  return [];
}

/** Where a `.weights.h5` has each weight of a design that was read from the file beside it. */
export function pathPlaces(analysis: Analysis, origins: ReadonlyMap<string, Origin>): readonly PathPlace[] {
  const places: PathPlace[] = [];
  for (const [{ name, layer }, weights, { group }] of known(analysis, origins)) {
    const counts = new Map<string, number>();
    for (const weight of weights) {
      const variables = [group, ...holderOf(layer, weight.name), 'vars'].join('/');
      const nth = counts.get(variables) ?? 0;
      counts.set(variables, nth + 1);
      places.push({
        name: `${name}/${weight.name}`,
        ...(weight.shape && { shape: weight.shape }),
        layer: name,
        path: `${variables}/${nth}`,
      });
    }
  }
  return places;
}

/**
 * The weights of each layer of the outermost model in the order in which older files list them: those that learn first, then
 * the others, for a model inside taken together. Several places where a layer is called several times: it has them once.
 */
export function listedPlaces(
  analysis: Analysis,
  origins: ReadonlyMap<string, Origin>,
): ReadonlyMap<string, readonly (readonly WeightPlace[])[]> {
  const owners = new Map<string, Map<string, { readonly places: WeightPlace[]; readonly trainable: boolean }>>();
  for (const [{ name }, weights, { names }] of known(analysis, origins)) {
    const owner = owners.get(names[0]!) ?? new Map<string, { places: WeightPlace[]; trainable: boolean }>();
    owners.set(names[0]!, owner);
    for (const weight of weights) {
      const key = JSON.stringify([names, weight.name]);
      const entry = owner.get(key) ?? { places: [], trainable: weight.trainable };
      entry.places.push({ name: `${name}/${weight.name}`, ...(weight.shape && { shape: weight.shape }), layer: name });
      owner.set(key, entry);
    }
  }
  const sorted = [...owners].map(([owner, entries]) => {
    const of = (trainable: boolean) => [...entries.values()].filter((each) => each.trainable === trainable).map(({ places }) => places);
    return [owner, [...of(true), ...of(false)]] as const;
  });
  return new Map(sorted);
}
