import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import { BLOCK, blockOf, isRepeat } from '../blocks/scope';
import type { Block, Design, Json } from '../document';
import type { TextEdit } from '../edits';
import { propertyOf, valueOf } from '../jsonTree';
import { DESIGN_KEYS } from '../readDesign';
import { called, draftOf, find, isSource, outputsOf, Refused, type Draft, type Item, type Taken } from './draft';
import type { Source } from './layout';
import { namesOf, takeName } from './names';
import { scopeOf } from './scope';
import { objectEdits } from './valueEdits';

/** More layers than this nobody wants to read one by one. */
const MOST_WRITTEN = 1000;

/** The layers of a block take the place of the layer that stands for it, each repetition under the names that it had. */
export function unwrapItem(draft: Draft, id: string, root: Node, design: Design): readonly Item[] {
  const instance = find(draft, id);
  const { layer } = instance;
  const repeat = isRepeat(layer?.repeat) ? layer.repeat : 1;
  const block = layer && instance.type === BLOCK ? blockOf(layer) : undefined;
  if (!layer || (block === undefined && layer.repeat === undefined))
    throw new Refused(l10n.t`${called(instance)} is a layer of its own already.`);
  const made = block === undefined ? repeated(instance, repeat, draft) : inlined(instance, block, { repeat, draft, root, design });
  const at = draft.items.indexOf(instance);
  draft.items = draft.items.toSpliced(at, 1, ...made.items);
  const port = `${instance.name}/`;
  const follow = (taken: Taken): readonly Taken[] => {
    if (taken === instance) return made.outputs;
    return typeof taken === 'string' && taken.startsWith(port) ? [made.named(taken.slice(port.length)) ?? taken] : [taken];
  };
  for (const item of draft.items) if (!made.items.includes(item)) item.inputs = item.inputs.flatMap(follow);
  draft.outputs = draft.outputs?.flatMap(follow);
  return made.items;
}

interface Unwrapped {
  readonly items: readonly Item[];
  readonly outputs: readonly Taken[];
  named(name: string): Item | undefined;
}

function checkCount(count: number): void {
  if (count > MOST_WRITTEN) throw new Refused(l10n.t`That would write ${count} layers into the file. Repeat it less often first.`);
}

function repeated(instance: Item, repeat: number, draft: Draft): Unwrapped {
  checkCount(repeat);
  const names = namesOf(draft);
  const items: Item[] = [];
  for (let i = 1; i <= repeat; i++) {
    const inputs = i === 1 ? instance.inputs : [items.at(-1) as Item];
    const name = takeName(names, `${instance.name || 'layer'}_${i}`);
    items.push({ ...instance, id: '', name, inputs, index: undefined, copyOf: instance, changes: new Map([['repeat', undefined]]) });
  }
  return { items, outputs: items.slice(-1), named: () => undefined };
}

interface Place {
  readonly repeat: number;
  readonly draft: Draft;
  readonly root: Node;
  readonly design: Design;
}

function inlined(instance: Item, block: string, { repeat, draft, root, design }: Place): Unwrapped {
  const scope = scopeOf(root, design, block);
  checkCount(repeat * scope.layers.length);
  const names = namesOf(draft);
  const numbered = instance.layer?.repeat !== undefined;
  const changes = instance.layer?.trainable === false ? new Map<string, Json>([['trainable', false]]) : undefined;
  const items: Item[] = [];
  let passed: readonly Taken[] = instance.inputs;
  let last = new Map<string, Item>();
  for (let i = 1; i <= repeat; i++) {
    const own = draftOf(scope);
    const sources = own.items.filter(isSource);
    const stem = numbered ? `${instance.name}_${i}_` : `${instance.name}_`;
    const copies = new Map<Taken, Item>();
    for (const item of own.items) {
      if (isSource(item)) continue;
      const name = takeName(names, stem + (item.name || 'layer'));
      const node = scope.list?.children?.[item.index ?? -1];
      copies.set(item, {
        ...item,
        id: '',
        name,
        inputs: [],
        index: undefined,
        copyOf: item,
        ...(node && { node }),
        ...(changes && { changes }),
      });
    }
    const inputsOf = (item: Item, first: boolean): readonly Taken[] =>
      first && sources.length === 0 && item.inputs.length === 0
        ? passed
        : item.inputs.flatMap((taken) => {
            const at = sources.indexOf(taken as Item);
            return at >= 0 ? (passed[at] ?? []) : (copies.get(taken) ?? taken);
          });
    own.items.forEach((item, at) => {
      const copy = copies.get(item);
      if (copy) copy.inputs = [...inputsOf(item, at === 0)];
    });
    passed = outputsOf(own).flatMap((output) => copies.get(output) ?? []);
    last = new Map([...copies].flatMap(([item, copy]) => (typeof item === 'string' ? [] : [[item.name, copy] as const])));
    items.push(...copies.values());
  }
  return { items, outputs: passed, named: (name) => last.get(name) };
}

/** Takes a block away that no layer stands for any more. @param but not counting this one, by list and place in it */
export function unusedBlockEdits(
  source: Source,
  root: Node,
  design: Design,
  block: string,
  but: { readonly block?: string; readonly index: number },
): TextEdit[] {
  const uses = (layers: Block['layers'], of: string | undefined): boolean =>
    layers.some((layer, i) => layer.type === BLOCK && layer.block === block && !(but.block === of && but.index === i));
  const { blocks = {} } = design;
  if (uses(design.layers, undefined) || Object.entries(blocks).some(([name, own]) => name !== block && uses(own.layers, name))) return [];
  const property = propertyOf(root, 'blocks');
  const object = property && valueOf(property);
  if (object?.type !== 'object') return [];
  const last = Object.keys(blocks).length === 1;
  return objectEdits(source, last ? root : object, new Map([[last ? 'blocks' : block, undefined]]), DESIGN_KEYS);
}
