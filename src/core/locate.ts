import type { Place } from './diagnostics';
import { keyOf, nodeAt, propertyOf, treeOf } from './jsonTree';

/** A piece of the text. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Where a place is in the text. What is not there itself (a field left out) is shown at the nearest thing around it. */
export function locate(text: string, place: Place): Span {
  if (place.offset !== undefined) return { offset: place.offset, length: place.length ?? 0 };
  const { root } = treeOf(text);
  for (let depth = place.path.length; depth > 0; depth--) {
    const path = place.path.slice(0, depth);
    const key = path.at(-1);
    const property = propertyOf(nodeAt(root, path.slice(0, -1)), key ?? '');
    const node = place.key && property && depth === place.path.length ? keyOf(property) : nodeAt(root, path);
    if (node) return { offset: node.offset, length: node.length };
  }
  // The design itself: its opening brace says it, a squiggle below the whole file does not.
  return root ? { offset: root.offset, length: Math.min(1, root.length) } : { offset: 0, length: text.length };
}

let last: { readonly text: string; readonly starts: readonly number[] } | undefined;

function lineStarts(text: string): readonly number[] {
  if (last?.text === text) return last.starts;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  last = { text, starts };
  return starts;
}

/** Line and column of an offset, both from 1. */
export function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Of a span that goes over lines the first one, which is enough to mark a problem. */
export function firstLine(text: string, { offset, length }: Span): Span {
  const line = /^[^\r\n]*/.exec(text.slice(offset, offset + length))?.[0] ?? '';
  return { offset, length: line.length };
}
