import type { InstanceAnalysis, LayerAnalysis, Parameters } from '../analysis';
import type { Shape } from '../diagnostics';
import { formatCount } from '../format';
import { layerTypes } from '../layers/index';
import type { Expansion, Instance } from './expansion';

/** What is known of the layers that stand for several. @param ids of the expanded design's layers */
export function instancesOf(
  { instances }: Expansion,
  layers: readonly LayerAnalysis[],
  ids: readonly string[],
): readonly InstanceAnalysis[] {
  // What a layer inside takes from a layer outside: an instance is looked at once all layers are known.
  return instances.map((instance): InstanceAnalysis => {
    const { id, path, layer, block, repeat, parent, start, firstEnd, end } = instance;
    const members = layers.slice(start, end);
    const named = (places: readonly number[]): readonly string[] => places.flatMap((place) => (place < 0 ? [] : (ids[place] ?? [])));
    const gives = named(instance.outputs);
    const frozen = members.length > 0 && members.every((member) => member.frozen);
    const parentId = parent === undefined ? undefined : instances[parent]?.id;
    return {
      id,
      index: start,
      origin: { path, layer, ...(parent !== undefined && { instance: parent }) },
      layer,
      name: layer.name || id,
      type: layer.type,
      spec: layerTypes.get(layer.type),
      inputs: named(instance.inputs),
      inputShapes: instance.inputs.map((place) => layers[place]?.output),
      ...sums(instance, members, layers),
      used: members.some(({ used }) => used),
      frozen: frozen || layer.trainable === false,
      repeat,
      members: members.map((member) => member.id),
      once: firstEnd - start,
      gives,
      givesFirst: named(instance.firstOutputs),
      ...(block !== undefined && { block }),
      ...(parentId !== undefined && { parent: parentId }),
    };
  });
}

type Sums = Pick<LayerAnalysis, 'output' | 'weights' | 'parameters' | 'arithmetic' | 'multiplyAdds' | 'activationBytes'>;

/** Of all its layers; a sum of which a part is not known is not known. */
function sums({ start, firstEnd, outputs }: Instance, members: readonly LayerAnalysis[], layers: readonly LayerAnalysis[]): Sums {
  const output: Shape | undefined = outputs.length === 1 ? layers[outputs[0] ?? -1]?.output : undefined;
  const known = members.every(({ parameters }) => parameters !== undefined);
  const add = (of: (member: LayerAnalysis) => number | null | undefined): number | null =>
    members.reduce<number | null>((sum, member) => {
      const value = of(member);
      return sum === null || value === null || value === undefined ? null : sum + value;
    }, 0);
  const parameters: Parameters | undefined = known
    ? {
        total: add((member) => member.parameters?.total) ?? 0,
        trainable: add((member) => member.parameters?.trainable) ?? 0,
        nonTrainable: add((member) => member.parameters?.nonTrainable) ?? 0,
      }
    : undefined;
  return {
    output,
    weights: undefined,
    parameters,
    arithmetic: parameters && arithmetic(members, firstEnd - start),
    multiplyAdds: add((member) => member.multiplyAdds),
    activationBytes: add((member) => member.activationBytes),
  };
}

/** `78,500 + 9 × 10,100`: repetitions with as many parameters are counted together. */
function arithmetic(members: readonly LayerAnalysis[], once: number): string | undefined {
  if (once === 0 || members.length <= once) return undefined;
  const groups: { count: number; readonly size: number }[] = [];
  for (let from = 0; from < members.length; from += once) {
    const size = members.slice(from, from + once).reduce((sum, { parameters }) => sum + (parameters?.total ?? 0), 0);
    const last = groups.at(-1);
    if (last?.size === size) last.count += 1;
    else groups.push({ count: 1, size });
  }
  if (groups.every(({ size }) => size === 0) || groups.length > 4) return undefined;
  return groups.map(({ count, size }) => (count === 1 ? formatCount(size) : `${count} × ${formatCount(size)}`)).join(' + ');
}
