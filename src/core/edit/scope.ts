import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { Block, Design, JsonPath, Layer } from '../document';
import type { Edit } from '../edits';
import { buildGraph } from '../graph';
import { nodeAt, propertyOf, valueOf } from '../jsonTree';
import { parseDesign, type Parsed } from '../parse';
import { BLOCK_KEYS, DESIGN_KEYS } from '../readDesign';
import { Refused } from './draft';
import { apart, placeIn, placesOf, type Where } from './places';

/** The list of layers that an edit is about: the design's own, or that of a block. */
export interface Scope {
  /** Absent: the design's own. */
  readonly block?: string;
  readonly layers: readonly Layer[];
  readonly outputs?: readonly string[];
  readonly blocks: Readonly<Record<string, Block>>;
  /** What holds the list, its list, and the keys of such a holder in order. */
  readonly holder: Node;
  readonly list?: Node;
  readonly keys: readonly string[];
}

/** The scope of a block, or of the design. */
export function scopeOf(root: Node, design: Design, block?: string): Scope {
  const own = block === undefined ? undefined : design.blocks?.[block];
  const holder = block === undefined ? root : nodeAt(root, ['blocks', block]);
  if (!holder || (block !== undefined && !own)) throw new Refused(l10n.t`There is no block ${block ?? ''} in the design any more.`);
  const property = propertyOf(holder, 'layers');
  const list = property && valueOf(property);
  return {
    ...(block !== undefined && { block }),
    layers: (own ?? design).layers,
    outputs: (own ?? design).outputs,
    blocks: design.blocks ?? {},
    holder,
    list,
    keys: block === undefined ? DESIGN_KEYS : BLOCK_KEYS,
  };
}

/** An edit in the ids of one list of layers. */
export interface Aimed<One extends Edit = Edit> {
  readonly block?: string;
  readonly edit: One;
  /** Id of the instance through which a block is seen. */
  readonly through?: string;
}

/** Which list of layers an edit is about, and the edit in that list's own ids. */
export function aim<One extends Edit>(parsed: Parsed, edit: One): Aimed<One> {
  const places = placesOf(parsed);
  if (!places) return { edit };
  const { at, local, source, position, instances } = places;
  const aimed = (where: Where, change: object): Aimed<One> => ({
    ...(where.block !== undefined && { block: where.block }),
    edit: { ...edit, ...change },
    ...(where.within !== undefined && { through: instances[where.within]!.id }),
  });
  switch (edit.type) {
    case 'setField':
    case 'renameLayer':
    case 'unwrapBlock':
      return aimed(at(edit.layer), { layer: local(at(edit.layer)) });
    case 'deleteLayers':
    case 'duplicateLayers':
    case 'wrapLayers':
    case 'repeatLayers': {
      const ids = outermost(edit.layers, (id) => at(id).within, instances.map(({ id }) => id), instances.map(({ parent }) => parent)); // prettier-ignore
      const [first = ''] = ids;
      const where = at(first);
      for (const id of ids) if (at(id).block !== where.block) throw new Refused(apart(where.block ?? at(id).block, id, first));
      return aimed(where, { layers: [...new Set(ids.map((id) => local(at(id))))] });
    }
    case 'moveLayers': {
      const where = at(edit.layers[0] ?? '');
      for (const id of edit.layers) if (at(id).block !== where.block) throw new Refused(apart(where.block ?? at(id).block, id, edit.layers[0] ?? '')); // prettier-ignore
      const layers = [...new Set(edit.layers.map((id) => local(at(id))))];
      return aimed(where, { layers, position: position(where.block, edit.position, edit.layers[0] ?? '') });
    }
    case 'addLayer':
    case 'pasteLayers': {
      const { position: wanted } = edit;
      const id = 'after' in wanted ? wanted.after : 'before' in wanted ? wanted.before : 'edge' in wanted ? wanted.edge.to : undefined;
      return id === undefined ? { edit } : aimed(at(id), { position: position(at(id).block, wanted, id) });
    }
    case 'moveLayer': {
      const where = at(edit.layer);
      return aimed(where, { layer: local(where), position: position(where.block, edit.position, edit.layer) });
    }
    case 'connect':
    case 'disconnect': {
      const to = at(edit.to);
      return aimed(to, { from: source(edit.from, to, edit.to), to: local(to) });
    }
    default:
      return { edit };
  }
}

/** Without those that are part of another one. */
function outermost(
  ids: readonly string[],
  within: (id: string) => number | undefined,
  names: readonly string[],
  parents: readonly (number | undefined)[],
): readonly string[] {
  const chosen = new Set(ids);
  return ids.filter((id) => {
    for (let at = within(id); at !== undefined; at = parents[at]) if (chosen.has(names[at] ?? '')) return false;
    return true;
  });
}

/** The ids, in the text that comes of an edit, of layers at these places of a list. */
export function idsIn(text: string, { block, through }: Pick<Aimed, 'block' | 'through'>, places: readonly number[]): readonly string[] {
  const { design, expansion } = parseDesign(text);
  if (!design) return [];
  const ids = buildGraph(design.layers).ids;
  if (!expansion) return places.flatMap((place) => ids[place] ?? []);
  const wanted = through === undefined ? undefined : expansion.instances.findIndex(({ id }) => id === through);
  const found = new Map<number, { readonly id: string; readonly exact: boolean }>();
  const offer = (path: JsonPath, id: string, within: number | undefined): void => {
    const where = placeIn(path);
    const exact = within === wanted;
    const before = found.get(where.index);
    if (where.block === block && (!before || (exact && !before.exact))) found.set(where.index, { id, exact });
  };
  for (const { path, id, parent } of expansion.instances) offer(path, id, parent);
  expansion.origins.forEach(({ path, instance }, i) => offer(path, ids[i] ?? '', instance));
  return places.flatMap((place) => found.get(place)?.id ?? []);
}
