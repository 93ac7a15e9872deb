import type { Node } from 'jsonc-parser';
import type { TextEdit } from '../edits';
import { beginsLine, endOf, gapAfter, hasComment, indentAt, lineStart, type Gap, type Source } from './layout';

/** What is taken out of a list (or an object) and what is put in. Places are those of the old items. */
export interface ListChange {
  readonly remove?: ReadonlySet<number>;
  /** Texts to put before the item at a place; behind the last one under its length. */
  readonly insert?: ReadonlyMap<number, readonly string[]>;
  /** How new items stand in a list that is empty: on lines of their own. */
  readonly block?: boolean;
}

/**
 * The text edits that change the items of a list or an object. Commas come out right, other items keep every character,
 * and no comment outside of a removed item is lost.
 */
export function listEdits(
  source: Source,
  container: Node,
  { remove = new Set(), insert = new Map(), block = false }: ListChange,
): TextEdit[] {
  const { text } = source;
  const items = container.children ?? [];
  const kept = items.map((_, i) => i).filter((i) => !remove.has(i));
  if (kept.length === 0) return [...emptied(source, container, remove, [...insert.values()].flat(), block)];
  // Only a few of the gaps of a long list are asked for.
  const gapOf = (item: Node | undefined): Gap | undefined => item && gapAfter(text, endOf(item));
  const trailing = gapOf(items.at(-1))?.comma !== undefined;
  const edits: TextEdit[] = [];
  const cuts: Cut[] = [];
  for (const i of remove) {
    const item = items[i];
    if (!item) continue;
    cuts.push({ from: item.offset, to: endOf(item) });
    const comma = gapOf(item)?.comma;
    if (comma !== undefined) cuts.push({ from: comma, to: comma + 1 });
  }
  // Insertions hang on the item that stays before them.
  const hung = new Map<number, string[]>();
  for (const [place, texts] of [...insert].sort(([a], [b]) => a - b)) {
    const anchor = kept.findLast((i) => i < place) ?? -1;
    hung.set(anchor, [...(hung.get(anchor) ?? []), ...texts]);
  }
  const last = kept.at(-1) ?? 0;
  for (const [anchor, texts] of hung) {
    const item = items[anchor];
    const gap = gapOf(item);
    if (!item || !gap) edits.push(atStart(source, container, items[kept[0] ?? 0] as Node, texts));
    else edits.push(...behind(source, item, gap, texts, anchor === last, trailing, anchor === items.length - 1));
  }
  const comma = gapOf(items[last])?.comma;
  if (!trailing && last < items.length - 1 && !hung.has(last) && comma !== undefined) cuts.push({ from: comma, to: comma + 1 });
  return joined([...edits, ...cutEdits(text, cuts)]);
}

/** Puts items in front of the first one that stays. */
function atStart({ text, style }: Source, container: Node, first: Node, texts: readonly string[]): TextEdit {
  const opened = gapAfter(text, container.offset + 1);
  if (beginsLine(text, first.offset) && opened.endsLine) {
    const lines = texts.map((line) => `${style.eol}${indentAt(text, first.offset)}${line},`);
    return { offset: opened.tail, length: 0, content: lines.join('') };
  }
  return { offset: first.offset, length: 0, content: texts.map((line) => line + style.comma).join('') };
}

/** Puts items behind one that stays. */
function behind(
  { text, style }: Source,
  item: Node,
  gap: Gap,
  texts: readonly string[],
  last: boolean,
  trailing: boolean,
  physicallyLast: boolean,
): TextEdit[] {
  const lines = beginsLine(text, item.offset) && (gap.endsLine || physicallyLast);
  const separator = lines ? style.eol + indentAt(text, item.offset) : style.comma.slice(1);
  if (gap.comma === undefined) {
    const content = texts.map((line) => separator + line).join(',');
    if (!lines) return [{ offset: endOf(item), length: 0, content: `,${content}` }];
    return [
      { offset: endOf(item), length: 0, content: ',' },
      { offset: gap.tail, length: 0, content },
    ];
  }
  // A comma is there: either of the next item, or one too many that the writer likes (and stays).
  const closed = !last || trailing;
  const content = texts.map((line, i) => separator + line + (closed || i < texts.length - 1 ? ',' : '')).join('');
  return [{ offset: lines ? gap.tail : gap.comma + 1, length: 0, content }];
}

/** A list of which no item stays. */
function emptied(source: Source, container: Node, remove: ReadonlySet<number>, texts: readonly string[], block: boolean): TextEdit[] {
  const { text, style } = source;
  const items = container.children ?? [];
  const [from, to] = [container.offset + 1, endOf(container) - 1];
  const [first] = items;
  if (first && texts.length > 0) {
    // The first item's place is taken by the new ones, the others go.
    const others = new Set([...remove].filter((i) => i > 0));
    const separator = beginsLine(text, first.offset) ? `,${style.eol}${indentAt(text, first.offset)}` : style.comma;
    const replaced = { offset: first.offset, length: first.length, content: texts.join(separator) };
    return joined([replaced, ...(others.size > 0 ? listEdits(source, container, { remove: others }) : [])]);
  }
  if (first) {
    if (!hasCommentOutside(text, container)) return [{ offset: from, length: to - from, content: '' }];
    const cuts = items.flatMap((item) => {
      const { comma } = gapAfter(text, endOf(item));
      return [{ from: item.offset, to: endOf(item) }, ...(comma === undefined ? [] : [{ from: comma, to: comma + 1 }])];
    });
    return joined(cutEdits(text, cuts));
  }
  if (texts.length === 0) return [];
  const indent = indentAt(text, container.offset);
  const line = style.eol + indent + style.unit;
  if (hasComment(text, from, to)) {
    const inner = text.slice(from, to);
    const tail = from + inner.trimEnd().length;
    const closing = inner.includes('\n') ? '' : style.eol + indent;
    return [{ offset: tail, length: to - tail, content: texts.map((item) => line + item).join(',') + (closing || text.slice(tail, to)) }];
  }
  const pad = container.type === 'object' ? style.pad : '';
  const content = block ? texts.map((item) => line + item).join(',') + style.eol + indent : pad + texts.join(style.comma) + pad;
  return [{ offset: from, length: to - from, content }];
}

function hasCommentOutside(text: string, container: Node): boolean {
  let from = container.offset + 1;
  for (const item of container.children ?? []) {
    if (hasComment(text, from, item.offset)) return true;
    from = endOf(item);
  }
  return hasComment(text, from, endOf(container) - 1);
}

/** A piece of text that goes. */
interface Cut {
  readonly from: number;
  readonly to: number;
}

/** Joins cuts with only white space between them, and takes the white space along that would be left over. */
function cutEdits(text: string, cuts: readonly Cut[]): TextEdit[] {
  const runs: { from: number; to: number }[] = [];
  for (const { from, to } of [...cuts].sort((a, b) => a.from - b.from)) {
    const run = runs.at(-1);
    if (run && text.slice(run.to, from).trim() === '') run.to = to;
    else runs.push({ from, to });
  }
  return runs.map((run) => {
    const { from, to } = widened(text, run);
    return { offset: from, length: to - from, content: '' };
  });
}

function widened(text: string, { from, to }: Cut): Cut {
  const start = lineStart(text, from);
  const before = /[ \t]*$/.exec(text.slice(start, from))?.[0].length ?? 0;
  const after = /^[ \t]*/.exec(text.slice(to, to + 200))?.[0].length ?? 0;
  const eol = /^\r?\n/.exec(text.slice(to + after, to + after + 2))?.[0].length ?? 0;
  const opensLine = from - before === start;
  if (opensLine && eol > 0) return { from: start, to: to + after + eol };
  if (opensLine) return { from, to: to + after };
  const [previous, next] = [text[from - 1] ?? '', text[to + after] ?? ''];
  if (eol > 0 || next === ']' || next === '}') return { from: from - before, to };
  // Of the blanks on both sides one stays.
  return before > 0 || previous === '[' || previous === '{' ? { from, to: to + after } : { from, to };
}

/** Sorts edits and makes one of those that touch. */
export function joined(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  // Stable: of two insertions at one place the first stays first.
  for (const edit of [...edits].sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    const last = result.at(-1);
    if (last && last.offset + last.length === edit.offset)
      result[result.length - 1] = { offset: last.offset, length: last.length + edit.length, content: last.content + edit.content };
    else result.push(edit);
  }
  return result;
}
