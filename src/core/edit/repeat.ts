import * as l10n from '@vscode/l10n';
import { isRepeat } from '../blocks/scope';
import type { JsonObject } from '../document';
import { called, Refused, replaceTaken, type Draft, type Item } from './draft';
import { same } from './valueEdits';

/** Equal layers that follow each other become the first of them, repeated. */
export function repeatItems(draft: Draft, chosen: ReadonlySet<Item>): Item {
  const row = inRow(chosen);
  const [first] = row;
  if (!first || row.length < 2) throw new Refused(l10n.t('Select two or more equal layers that follow each other.'));
  for (const item of row) {
    if (!same(fieldsOf(item), fieldsOf(first)))
      throw new Refused(l10n.t`${called(item)} is not the same as ${called(first)}. Only equal layers can become one that is repeated.`);
  }
  for (const item of row.slice(0, -1)) {
    const takers = draft.items.filter((other) => other.inputs.includes(item));
    if (takers.length > 1 || draft.outputs?.includes(item))
      throw new Refused(l10n.t`What ${called(item)} gives is used in between, so it cannot be one of a row.`);
  }
  const count = row.reduce((sum, { layer }) => sum + (isRepeat(layer?.repeat) ? layer.repeat : 1), 0);
  const repeated: Item = { ...first, changes: new Map([['repeat', count]]) };
  const gone = new Set(row.slice(1));
  draft.items = draft.items.flatMap((item) => (item === first ? [repeated] : gone.has(item) ? [] : [item]));
  replaceTaken(draft, row.at(-1) as Item, repeated);
  repeated.inputs = first.inputs;
  return repeated;
}

/** The layers, each after the one that it takes. */
function inRow(chosen: ReadonlySet<Item>): readonly Item[] {
  const next = new Map<Item, Item>();
  let first: Item | undefined;
  for (const item of chosen) {
    const [taken, more] = item.inputs;
    if (more !== undefined) throw new Refused(l10n.t`${called(item)} takes several layers, so it cannot follow itself.`);
    if (typeof taken === 'object' && chosen.has(taken)) next.set(taken, item);
    else if (first) throw new Refused(l10n.t`${called(item)} does not follow one of the others.`);
    else first = item;
  }
  const row: Item[] = [];
  for (let item = first; item && !row.includes(item); item = next.get(item)) row.push(item);
  const apart = [...chosen].find((item) => !row.includes(item));
  if (apart) throw new Refused(l10n.t`${called(apart)} does not stand in one row with the others.`);
  return row;
}

function fieldsOf({ layer }: Item): JsonObject {
  const { name: _name, inputs: _inputs, repeat: _repeat, ...fields } = { ...layer };
  return fields as JsonObject;
}
