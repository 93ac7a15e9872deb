import type { Node } from 'jsonc-parser';
import { BLOCK, blockOf } from '../blocks/scope';
import type { Design, JsonPath } from '../document';
import type { TextEdit } from '../edits';
import { nodeAt } from '../jsonTree';
import { outputsOf, type Draft, type Taken } from './draft';

/** What a block gives, by the names of its layers: one of several values is taken as `stage/left`. */
export interface Ports {
  /** Absent: the design, which nobody takes. */
  readonly block: string | undefined;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export const givenNames = (draft: Draft): readonly string[] => outputsOf(draft).map(({ name }) => name);

/** The new names of those that others give now, in their places; only where it is as many as before. */
function renamed({ block, before, after }: Ports): ReadonlyMap<string, string> {
  if (block === undefined || before.length !== after.length) return new Map();
  return new Map(before.flatMap((name, i): [string, string][] => (name === after[i] ? [] : [[name, after[i]!]])));
}

/** Whoever takes one of several values of a block takes what is given in its place, in a list that is being edited. */
export function followPorts(draft: Draft, ports: Ports): void {
  const names = renamed(ports);
  if (names.size === 0) return;
  const owners = draft.items.flatMap(({ name, layer }) => (layer?.type === BLOCK && blockOf(layer) === ports.block ? [`${name}/`] : []));
  const follow = (taken: Taken): Taken => {
    const owner = typeof taken === 'string' ? owners.find((prefix) => taken.startsWith(prefix)) : undefined;
    const now = owner === undefined ? undefined : names.get((taken as string).slice(owner.length));
    return now === undefined ? taken : `${owner}${now}`;
  };
  for (const item of draft.items) item.inputs = item.inputs.map(follow);
  draft.outputs = draft.outputs?.map(follow);
}

/** The same in all other lists, in the text. @param but these: blocks, or the design's own */
export function portEdits(root: Node, design: Design, ports: Ports, but: readonly (string | undefined)[]): TextEdit[] {
  const names = renamed(ports);
  if (names.size === 0) return [];
  const holders: readonly [string | undefined, JsonPath][] = [
    [undefined, []],
    ...Object.keys(design.blocks ?? {}).map((name): [string, JsonPath] => [name, ['blocks', name]]),
  ];
  return holders.flatMap(([name, holder]) => (but.includes(name) ? [] : edited(root, holder, ports.block, names)));
}

function edited(root: Node, holder: JsonPath, block: string | undefined, names: ReadonlyMap<string, string>): TextEdit[] {
  const layers = nodeAt(root, [...holder, 'layers'])?.children ?? [];
  const follows = new Map(
    layers.flatMap((layer): [string, string][] => {
      const owner = nodeAt(layer, ['name'])?.value as unknown;
      const stands = nodeAt(layer, ['type'])?.value === BLOCK && nodeAt(layer, ['block'])?.value === block;
      return stands ? [...names].map(([old, name]) => [`${String(owner)}/${old}`, `${String(owner)}/${name}`]) : [];
    }),
  );
  const taken = [...layers.map((layer) => nodeAt(layer, ['inputs'])), nodeAt(root, [...holder, 'outputs'])];
  return taken.flatMap((list) =>
    (list?.children ?? []).flatMap(({ value, offset, length }) => {
      const now = follows.get(String(value));
      return now === undefined ? [] : [{ offset, length, content: JSON.stringify(now) }];
    }),
  );
}
