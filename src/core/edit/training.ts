import * as l10n from '@vscode/l10n';
import type { Node } from 'jsonc-parser';
import type { Json, JsonPath } from '../document';
import type { TextEdit } from '../edits';
import { propertyOf, toJson, valueOf } from '../jsonTree';
import { DESIGN_KEYS } from '../readDesign';
import { DATA_KEYS, TRAINING_KEYS } from '../training/section';
import { Refused } from './draft';
import type { Source } from './layout';
import { listEdits } from './listEdits';
import { objectEdits, valueEdits } from './valueEdits';
import { printInline } from '../print';

/** Sets a value below `training`, or takes it away. What is missing on the way is made. */
export function trainingEdits(source: Source, root: Node, path: JsonPath, value: Json | undefined): TextEdit[] {
  return descend(source, root, ['training', ...path], 0, value);
}

function orderAt(path: JsonPath, depth: number): readonly string[] {
  if (depth === 0) return DESIGN_KEYS;
  if (depth === 1) return TRAINING_KEYS;
  return path[1] === 'data' && depth === 2 ? DATA_KEYS : ['type'];
}

function descend(source: Source, node: Node, path: JsonPath, depth: number, value: Json | undefined): TextEdit[] {
  const step = path[depth];
  if (step === undefined) return value === undefined ? [] : valueEdits(source, node, value);
  const last = depth === path.length - 1;
  if (node.type === 'object' && typeof step === 'string') {
    const property = propertyOf(node, step);
    const below = property && valueOf(property);
    if (below && !last) return descend(source, below, path, depth + 1, value);
    if (!below && value === undefined) return [];
    const now = value === undefined ? undefined : nested(path, depth + 1, value);
    return objectEdits(source, node, new Map([[step, now]]), orderAt(path, depth), source.text.includes('\n') && depth < 2);
  }
  if (node.type === 'array' && typeof step === 'number') return inList(source, node, path, depth, step, value);
  if (value === undefined) return [];
  // A name alone becomes an object that can hold arguments: "SGD" → { "type": "SGD", "momentum": 0.9 }.
  if (node.type === 'string' && typeof step === 'string') {
    const configured = { type: toJson(node), [step]: nested(path, depth + 1, value) };
    return [{ offset: node.offset, length: node.length, content: printInline(configured, source.style) }];
  }
  if (node.type === 'object' || node.type === 'array')
    throw new Refused(
      node.type === 'array'
        ? l10n.t`"${path.slice(0, depth).join('.')}" is a list, so it has no "${step}".`
        : l10n.t`"${path.slice(0, depth).join('.')}" is an object, so it has no "${step}".`,
    );
  return valueEdits(source, node, nested(path, depth, value));
}

function inList(source: Source, list: Node, path: JsonPath, depth: number, step: number, value: Json | undefined): TextEdit[] {
  const items = list.children ?? [];
  const item = items[step];
  if (item && depth < path.length - 1) return descend(source, item, path, depth + 1, value);
  if (item && value === undefined) return listEdits(source, list, { remove: new Set([step]) });
  if (value === undefined) return [];
  if (item) return valueEdits(source, item, value);
  if (step !== items.length) throw new Refused(l10n.t`"${path.slice(0, depth).join('.')}" has only ${items.length} entries.`);
  return listEdits(source, list, { insert: new Map([[step, [printInline(nested(path, depth + 1, value), source.style)]]]) });
}

/** The value inside of what the rest of the path asks for. */
function nested(path: JsonPath, depth: number, value: Json): Json {
  return path.slice(depth).reduceRight<Json>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}
