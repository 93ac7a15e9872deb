import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../edits';
import { keyOf, propertyOf, valueOf } from '../jsonTree';
import { printInline } from '../print';
import { DESIGN_KEYS } from '../readDesign';
import { beginsLine, indentAt, type Source } from './layout';
import { listEdits } from './listEdits';

/** A block to be written down. */
export interface NewBlock {
  readonly name: string;
  /** The texts of its layers. @param indent of the lines on which they begin */
  readonly texts: (indent: string) => readonly string[];
  readonly outputs?: readonly string[];
}

/** The text edits that put blocks behind those that are there; one layer a line, where the file has lines at all. */
export function newBlockEdits(source: Source, root: Node, added: readonly NewBlock[]): TextEdit[] {
  if (added.length === 0) return [];
  const { text, style } = source;
  const { eol, unit, colon, comma, pad } = style;
  const [first] = root.children ?? [];
  const lines = first !== undefined && beginsLine(text, first.offset);
  const outer = lines ? indentAt(text, first.offset) : '';
  const [own, list, layer] = [outer + unit, outer + unit + unit, outer + unit + unit + unit];
  const blocks = added.map(({ name, texts, outputs }) => {
    const key = JSON.stringify(name) + colon;
    const given = outputs ? `"outputs"${colon}${printInline(outputs, style)}` : undefined;
    if (!lines) return `${key}{${pad}"layers"${colon}[${texts('').join(comma)}]${given ? comma + given : ''}${pad}}`;
    const inner = `"layers"${colon}[${eol}${texts(layer).map((one) => layer + one).join(`,${eol}`)}${eol}${list}]`; // prettier-ignore
    return `${key}{${eol}${list}${inner}${given ? `,${eol}${list}${given}` : ''}${eol}${own}}`;
  });
  const property = propertyOf(root, 'blocks');
  const object = property && valueOf(property);
  if (object?.type === 'object')
    return listEdits(source, object, { insert: new Map([[object.children?.length ?? 0, blocks]]), block: lines });
  const whole = lines
    ? `"blocks"${colon}{${eol}${blocks.map((block) => own + block).join(`,${eol}`)}${eol}${outer}}`
    : `"blocks"${colon}{${pad}${blocks.join(comma)}${pad}}`;
  const before = (root.children ?? []).findLastIndex((one) => rank(keyOf(one)?.value as string) < rank('blocks'));
  return listEdits(source, root, { insert: new Map([[before + 1, [whole]]]), block: lines });
}

function rank(key: string): number {
  const at = (DESIGN_KEYS as readonly string[]).indexOf(key);
  return at < 0 ? Infinity : at;
}
