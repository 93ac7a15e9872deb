import * as l10n from '@vscode/l10n';
import type { JsonPath } from '../document';
import type { Position } from '../edits';
import { buildGraph } from '../graph';
import type { Parsed } from '../parse';
import { OWN_INPUT, Refused } from './draft';

/** Where the text of a layer or an instance is. */
export interface Where {
  readonly block?: string;
  readonly index: number;
  /** Place in the expansion's `instances` of the innermost one that it is part of, and of what it is itself. */
  readonly within?: number;
  readonly instance?: number;
}

export const placeIn = (path: JsonPath): Pick<Where, 'block' | 'index'> =>
  path[0] === 'blocks' ? { block: String(path[1]), index: Number(path[3]) } : { index: Number(path[1]) };

/** Of a design with blocks: in which list of layers each one is written, and what it is called there. */
export interface Places {
  readonly instances: readonly { readonly id: string; readonly parent?: number }[];
  /** Throws `Refused` where there is no such layer. */
  readonly at: (id: string) => Where;
  /** Its id in its own list. */
  readonly local: (where: Where) => string;
  /** What a layer takes: of a block that it is in, the block's own Input. */
  readonly source: (from: string, to: Where, id: string) => string;
  /** A position in the ids of a list. @param layer that it is for */
  readonly position: (block: string | undefined, wanted: Position, layer: string) => Position;
}

/** Absent: there is nothing to expand, and every layer is in the design's own list. */
export function placesOf({ design, written, expansion }: Parsed): Places | undefined {
  if (!expansion || !design || !written) return undefined;
  const { origins, instances } = expansion;
  const places = new Map<string, Where>();
  buildGraph(design.layers).ids.forEach((id, i) => {
    const origin = origins[i]!;
    places.set(id, { ...placeIn(origin.path), ...(origin.instance !== undefined && { within: origin.instance }) });
  });
  instances.forEach(({ id, path, parent }, instance) =>
    places.set(id, { ...placeIn(path), instance, ...(parent !== undefined && { within: parent }) }),
  );
  const at = (id: string): Where => {
    const found = places.get(id);
    if (!found) throw new Refused(l10n.t`There is no layer ${id} in the design any more.`);
    return found;
  };
  const around = ({ within }: Where): Where | undefined => (within === undefined ? undefined : at(instances[within]!.id));
  /** As it is seen from a list: itself, or the instance there that it is part of. */
  const seenFrom = (block: string | undefined, id: string, other: string): Where => {
    for (let where: Where | undefined = at(id); where; where = around(where)) if (where.block === block) return where;
    throw new Refused(apart(block, id, other));
  };
  const localIds = new Map<string | undefined, readonly string[]>();
  const local = ({ block, index }: Where): string => {
    const layers = block === undefined ? written.layers : (written.blocks?.[block]?.layers ?? []);
    if (!localIds.has(block)) localIds.set(block, buildGraph(layers).ids);
    return localIds.get(block)?.[index] ?? '';
  };
  const source = (from: string, to: Where, id: string): string => {
    const own = at(from);
    return own.instance !== undefined && own.instance === to.within ? OWN_INPUT : local(seenFrom(to.block, from, id));
  };
  const position = (block: string | undefined, wanted: Position, layer: string): Position => {
    if ('after' in wanted) return { after: local(seenFrom(block, wanted.after, layer)) };
    if ('before' in wanted) return { before: local(seenFrom(block, wanted.before, layer)) };
    if (!('edge' in wanted)) return wanted;
    const { from, to } = wanted.edge;
    const end = seenFrom(block, to, layer);
    return { edge: { from: source(from, end, to), to: local(end) } };
  };
  return { instances, at, local, source, position };
}

/** What layers at places of a list are called in the model; absent where there are several of one, or none. */
export function modelNames(
  { design, expansion }: Parsed,
  block: string | undefined,
  places: readonly number[],
): readonly (string | undefined)[] {
  const names = (place: number): readonly string[] =>
    (expansion?.origins ?? []).flatMap(({ path }, i) => {
      const where = placeIn(path);
      return where.block === block && where.index === place ? [design?.layers[i]?.name ?? ''] : [];
    });
  return places.map((place) => {
    const [only, ...others] = expansion ? names(place) : [design?.layers[place]?.name];
    return others.length > 0 ? undefined : only;
  });
}

export const apart = (block: string | undefined, id: string, other: string): string =>
  block === undefined
    ? l10n.t`${id} and ${other} do not stand in the same list of layers.`
    : l10n.t`${other} is in the block ${block} and ${id} is not. A block takes values only through its own inputs.`;
