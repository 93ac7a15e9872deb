import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { Json, JsonObject } from '../document';
import type { TextEdit } from '../edits';
import { layerKeys } from '../layers/layerKeys';
import { print, printInline } from '../print';
import { called, isSource, Refused, type Draft, type Item, type Taken } from './draft';
import { beginsLine, indentAt, reindented, type Source } from './layout';
import { joined, listEdits } from './listEdits';
import type { Scope } from './scope';
import { namesOf, stemOf, takeName } from './names';
import { edited, objectEdits, same } from './valueEdits';

/** The text edits that make the file say what the draft says. */
export function commit(
  source: Source,
  { holder, keys, outputs: before }: Pick<Scope, 'holder' | 'keys' | 'outputs'>,
  draft: Draft,
): TextEdit[] {
  nameTaken(draft);
  const edits: TextEdit[] = [];
  const nodes = draft.list?.children ?? [];
  const inBlock = draft.block !== undefined;
  const indent = nodes[0] ? indentAt(source.text, nodes[0].offset) : '';
  const stays = new Set(draft.items.flatMap(({ index, moved }) => (index === undefined || moved ? [] : [index])));
  const remove = new Set(nodes.map((_, i) => i).filter((i) => !stays.has(i)));
  const insert = new Map<number, string[]>();
  let gap = 0;
  draft.items.forEach((item, i) => {
    const changes = changesOf(item, draft.items[i - 1], inBlock);
    const old = item.copyOf ?? item;
    const node = item.node ?? (old.index === undefined ? undefined : nodes[old.index]);
    // What is no object (a slip of the person's) has no keys, but its place in the list.
    const own = changes.size > 0 && node?.type === 'object' ? objectEdits(source, node, changes, layerKeys(item.type)) : [];
    if (item.index !== undefined && !item.moved) {
      edits.push(...own);
      gap = item.index + 1;
    } else {
      const text = node
        ? item.node
          ? moved(source, node, own, indent)
          : edited(source, node, own)
        : newLayerText(source, draft.list, gap, item, changes);
      insert.set(gap, [...(insert.get(gap) ?? []), text]);
    }
  });
  if (draft.list && (remove.size > 0 || insert.size > 0))
    edits.push(...listEdits(source, draft.list, { remove, insert, block: source.text.includes('\n') }));
  const rootChanges = new Map<string, Json | undefined>();
  if (!draft.list && draft.items.length > 0)
    rootChanges.set(
      'layers',
      draft.items.map((item, i) => layerJson(item, changesOf(item, draft.items[i - 1], inBlock))),
    );
  const outputs = draft.outputs?.map(nameOf);
  if (!same(outputs, before)) rootChanges.set('outputs', outputs);
  const rootEdits = objectEdits(source, holder, rootChanges, keys);
  return joined([...edits, ...rootEdits]);
}

/** The text of a layer at another place. */
const moved = (source: Source, node: Node, own: readonly TextEdit[], indent: string): string =>
  reindented(edited(source, node, own), indentAt(source.text, node.offset), indent);

/** The texts of layers in a block of their own, each of them copied from one that is there or new. */
export function layerTexts(source: Source, items: readonly Item[], nodes: readonly Node[], indent: string): readonly string[] {
  return items.map((item, i) => {
    const changes = changesOf(item, items[i - 1], true);
    const node = nodes[item.copyOf?.index ?? -1];
    if (node?.type !== 'object') return printInline(layerJson(item, changes), source.style);
    return moved(source, node, objectEdits(source, node, changes, layerKeys(item.type)), indent);
  });
}

const nameOf = (taken: Taken): string => (typeof taken === 'string' ? taken : taken.name);

/** What is taken by name must have a name of its own. */
function nameTaken(draft: Draft): void {
  const names = namesOf(draft);
  const owners = new Map<string, Item>();
  for (const item of draft.items) if (!owners.has(item.name)) owners.set(item.name, item);
  const byName = new Set<Taken>(draft.outputs ?? []);
  draft.items.forEach((item, i) => {
    if (writtenInputs(item) || !isImplied(item, draft.items[i - 1])) for (const taken of item.inputs) byName.add(taken);
  });
  for (const item of byName) {
    if (typeof item === 'string') continue;
    if (item.name === '') item.name = takeName(names, stemOf(item.type));
    else if (owners.get(item.name) !== item)
      throw new Refused(l10n.t`Two layers are called ${called(item)}. Give each a name of its own first.`);
  }
}

const writtenInputs = (item: Item): readonly string[] | undefined => (item.copyOf ?? item).layer?.inputs;

/** Whether its place in the file says what it takes: the layer before it, or nothing where it is the first or an Input. */
function isImplied(item: Item, previous: Item | undefined): boolean {
  const { inputs } = item;
  return previous && !isSource(item) ? inputs.length === 1 && inputs[0] === previous : inputs.length === 0;
}

/** What of one that stays as it is: most of ten thousand do. */
const NOTHING: ReadonlyMap<string, Json | undefined> = new Map();

function changesOf(item: Item, previous: Item | undefined, inBlock: boolean): ReadonlyMap<string, Json | undefined> {
  const written = writtenInputs(item);
  const renamed = item.name !== ((item.copyOf ?? item).layer?.name ?? '');
  const reconnected = written ? !areNamed(item.inputs, written) : !isImplied(item, previous);
  if (!renamed && !reconnected) return item.changes ?? NOTHING;
  const changes = new Map<string, Json | undefined>(item.changes);
  if (renamed) changes.set('name', item.name);
  // The first layer of a block takes what comes into the block only where nothing is written.
  const takesOwn = inBlock && !previous && item.inputs.length === 0;
  if (reconnected) changes.set('inputs', takesOwn ? undefined : item.inputs.map(nameOf));
  return changes;
}

const areNamed = (taken: readonly Taken[], names: readonly string[]): boolean =>
  taken.length === names.length && taken.every((one, i) => nameOf(one) === names[i]);

function layerJson(item: Item, changes: ReadonlyMap<string, Json | undefined>): JsonObject {
  const inputs = changes.get('inputs');
  return { name: item.name, type: item.type, ...(inputs !== undefined && { inputs }), ...item.fields };
}

/** In the manner of its neighbour: on one line, or one key a line. */
function newLayerText(
  { text, style }: Source,
  list: Node | undefined,
  gap: number,
  item: Item,
  changes: ReadonlyMap<string, Json | undefined>,
): string {
  const nodes = list?.children ?? [];
  const layer = layerJson(item, changes);
  const neighbour = nodes[gap - 1] ?? nodes[gap];
  if (!neighbour) return print(layer, style, list ? indentAt(text, list.offset) + style.unit : '');
  if (!beginsLine(text, neighbour.offset)) return printInline(layer, style);
  const broken = text.slice(neighbour.offset, neighbour.offset + neighbour.length).includes('\n');
  return broken ? print(layer, style, indentAt(text, neighbour.offset), 0, { here: true }) : printInline(layer, style);
}
