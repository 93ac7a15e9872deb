import * as l10n from '@vscode/l10n';
import { parseTree, type ParseError } from 'jsonc-parser';
import { BLOCK, blockOf } from '../blocks/scope';
import { FORMAT_VERSION, type Block, type Design, type Json, type JsonObject, type Layer } from '../document';
import type { Edit } from '../edits';
import { toJson } from '../jsonTree';
import { layerKeys } from '../layers/layerKeys';
import { isObject } from '../layers/readFields';
import { print } from '../print';
import { readDesign } from '../readDesign';
import { blockJson, blocksOf } from './copy';
import { draftOf, find, findSource, isSource, outputsOf, Refused, replaceTaken, type Draft, type Item, type Taken } from './draft';
import type { Source } from './layout';
import { namesOf, stemOf, takeName } from './names';
import type { NewBlock } from './newBlocks';
import { same } from './valueEdits';

const MOST_CHARACTERS = 8_000_000;
const MOST_LAYERS = 20_000;
const NOTHING = l10n.t('The clipboard holds no layers. Copy layers in a designer, or their JSON in a text editor.');

interface Pasted {
  readonly layers: readonly Layer[];
  readonly blocks: Readonly<Record<string, Block>>;
}

/** Reads what is pasted: a design, a list of layers, one layer, or a piece of such a list as a text editor copies it. */
function readPasted(text: string): Pasted {
  if (text.length > MOST_CHARACTERS) throw new Refused(l10n.t('The clipboard holds too much text to be layers.'));
  const value = jsonOf(text) ?? jsonOf(`[${text}]`);
  const [only] = Array.isArray(value) && value.length === 1 ? (value as Json[]) : [value];
  const layers = isObject(only) && Array.isArray(only.layers) ? only.layers : Array.isArray(value) ? value : isObject(value) ? [value] : [];
  const blocks = isObject(only) && isObject(only.blocks) ? only.blocks : undefined;
  if (layers.length === 0 || !(layers as Json[]).every((layer) => isObject(layer) && typeof layer.type === 'string' && layer.type !== ''))
    throw new Refused(NOTHING);
  if (layers.length > MOST_LAYERS)
    throw new Refused(l10n.t`The clipboard holds ${layers.length} layers, more than Layerwise takes at once.`);
  const design = readDesign({ layerwise: FORMAT_VERSION, ...(blocks && { blocks }), layers }, []) as Design;
  return { layers: design.layers, blocks: design.blocks ?? {} };
}

function jsonOf(text: string): Json | undefined {
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true });
    return root && errors.length === 0 ? toJson(root) : undefined;
  } catch (error) {
    // Nothing but brackets exhausts the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Puts pasted layers into the model. Gives them, and the blocks that came along. */
export function pasteLayers(
  draft: Draft,
  { text, position }: Extract<Edit, { type: 'pasteLayers' }>,
  { source, blocks: known }: { readonly source: Source; readonly blocks: Readonly<Record<string, Block>> },
): { readonly items: readonly Item[]; readonly added: readonly NewBlock[] } {
  const pasted = readPasted(text);
  const used = blocksOf(pasted.layers, { ...known, ...pasted.blocks });
  if (draft.block !== undefined && Object.hasOwn(used, draft.block))
    throw new Refused(l10n.t`These layers hold the block ${draft.block}, which cannot hold itself.`);
  const spelled = namesFor(blocksOf(pasted.layers, pasted.blocks), known);
  const inBlock = (layer: Layer): Layer => {
    const name = layer.type === BLOCK ? spelled.get(blockOf(layer) ?? '') : undefined;
    return name === undefined ? layer : { ...layer, block: name };
  };
  const items = newItems(draft, pasted.layers.map(inBlock), { ...pasted.blocks, ...known });
  const anchor = anchorOf(draft, position);
  connectTo(draft, items, anchor);
  const at = anchor ? draft.items.indexOf(anchor) + 1 : draft.items.length;
  draft.items = draft.items.toSpliced(at, 0, ...items);
  const added = [...spelled].flatMap(([old, name]): NewBlock[] => {
    const block = pasted.blocks[old];
    if (!block || Object.hasOwn(known, name)) return [];
    const layers = block.layers.map((layer) => ordered(inBlock(layer)));
    return [
      {
        name,
        texts: (indent) => layers.map((layer) => print(layer, source.style, indent)),
        ...(block.outputs && { outputs: block.outputs }),
      },
    ];
  });
  return { items, added };
}

/** Under which name each block is used here: its own, unless another block has that. */
function namesFor(pasted: Readonly<Record<string, Block>>, known: Readonly<Record<string, Block>>): ReadonlyMap<string, string> {
  const names = new Set(Object.keys(known));
  return new Map(
    Object.entries(pasted).map(([name, block]) => {
      const own = Object.hasOwn(known, name) ? known[name] : undefined;
      if (own && same(blockJson(own), blockJson(block))) return [name, name];
      return [name, takeName(names, name)];
    }),
  );
}

function ordered(layer: Layer): JsonObject {
  const keys = layerKeys(layer.type);
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(Object.entries(layer as JsonObject).sort(([a], [b]) => rank(a) - rank(b)));
}

/** The layers with names of their own; what they take of others is open (a name that nobody has). */
function newItems(draft: Draft, layers: readonly Layer[], blocks: Readonly<Record<string, Block>>): readonly Item[] {
  const names = namesOf(draft);
  const own = draftOf({ layers, blocks });
  const made = new Map<Taken, Item>(
    own.items.map((item) => {
      const { name, type, inputs: _, ...fields } = ordered(item.layer!);
      const spelled = takeName(names, (name as string) || stemOf(type as string));
      return [item, { id: '', name: spelled, type: item.type, arity: item.arity, inputs: [], fields: fields }];
    }),
  );
  const follow = (taken: Taken): Taken => {
    const item = made.get(taken);
    if (item || typeof taken !== 'string') return item ?? taken;
    const slash = taken.indexOf('/');
    const owner = own.items.find(({ name }) => name === taken.slice(0, slash));
    return owner ? `${made.get(owner)!.name}${taken.slice(slash)}` : OPEN;
  };
  own.items.forEach((item, i) => {
    const copy = made.get(item)!;
    copy.inputs = item.inputs.map(follow);
    if (i === 0 && item.layer?.inputs === undefined && !isSource(item)) copy.inputs = [OPEN];
  });
  return [...made.values()];
}

/** In place of a layer outside of what is pasted. */
const OPEN = '';

function anchorOf(draft: Draft, position: Extract<Edit, { type: 'pasteLayers' }>['position']): Item | undefined {
  if ('after' in position) return find(draft, position.after);
  if ('edge' in position) return findSource(draft, position.edge.from, find(draft, position.edge.to));
  if ('before' in position) return find(draft, position.before);
  return outputsOf(draft).at(-1) ?? draft.items.at(-1);
}

/** What was open takes the anchor; where they are a row, what took the anchor takes the last of them. */
function connectTo(draft: Draft, items: readonly Item[], anchor: Item | undefined): void {
  const taken = new Set(items.flatMap(({ inputs }) => inputs));
  const exits = items.filter((item) => !taken.has(item));
  const isOpen = items.some(({ inputs }) => inputs.includes(OPEN));
  const [exit] = exits;
  if (anchor && exit && exits.length === 1 && isOpen && !items.some(isSource)) replaceTaken(draft, anchor, exit);
  for (const item of items) {
    if (!item.inputs.includes(OPEN)) continue;
    const inputs = item.inputs.flatMap((one): Taken[] => (one === OPEN ? (anchor ? [anchor] : []) : [one]));
    item.inputs = item.arity === 1 ? inputs.slice(0, 1) : inputs;
  }
}
