import type { Json } from './document';
import { countKeys, scanJson, type ListSpans } from './jsonScan';
import { keepLast } from './keepLast';
import { isObject } from './layers/readFields';
import { withoutComments } from './withoutComments';

/** A text that is JSON as it stands in the standard, or is but for comments. */
export interface StrictText {
  /** With blanks where there are comments. */
  readonly text: string;
  readonly value: Json;
  /** No key is there twice in one object. */
  readonly unique: boolean;
  /** How deep values are nested, or were in a text that came before: more than `DEEPEST` only where they are. */
  readonly depth: number;
  /** Where the design's list of layers stands, and each of them. */
  readonly layers?: ListSpans;
}

/** Deeper nesting than any design needs; what walks over values may recurse this far. */
export const DEEPEST = 200;

let last: StrictText | undefined;

/**
 * A text of strict JSON, with comments or without, read many times faster than the tolerant way; `undefined` where it is not
 * that. Where nothing but layers differ from the text that was read before, only those are read, and the others are the same
 * objects.
 */
export const strictOf = keepLast((text: string): StrictText | undefined => {
  const read = readStrict(text) ?? readCommented(text);
  last = read ?? last;
  return read;
});

const readStrict = (text: string): StrictText | undefined => (last && readChange(last, text)) ?? readWhole(text);

function readCommented(text: string): StrictText | undefined {
  const blanked = withoutComments(text);
  return blanked === text ? undefined : readStrict(blanked);
}

/** All of it, whatever was read before. */
export function readWhole(text: string): StrictText | undefined {
  try {
    const value = JSON.parse(text) as Json;
    const { keys, depth, list: layers } = scanJson(text);
    return { text, value, unique: keys === countKeys(value), depth, ...(layers && { layers }) };
  } catch {
    return undefined;
  }
}

/** `undefined`: more than layers of the list is another one, or what it became is no list of layers. */
export function readChange(before: StrictText, text: string): StrictText | undefined {
  const { value, unique, depth, layers: spans } = before;
  if (!spans || !unique || depth > DEEPEST || !isObject(value) || !Array.isArray(value.layers)) return undefined;
  const old = value.layers as readonly Json[];
  const { starts, ends } = spans;
  const more = text.length - before.text.length;
  const from = commonStart(before.text, text);
  const to = before.text.length - commonEnd(before.text, text, from);
  if (from <= spans.start || to > spans.end) return undefined;
  // A layer stays as it is where the characters around it are the same, too.
  const first = countWhere(ends.length, (i) => ends[i]! < from);
  const rest = countWhere(starts.length, (i) => starts[i]! <= to);
  const [open, close] = [first > 0 ? ends[first - 1]! : spans.start + 1, rest < starts.length ? starts[rest]! : spans.end];
  const lead = `[${first > 0 ? 'null' : ''}`;
  const changed = readWhole(`${lead}${text.slice(open, close + more)}${rest < starts.length ? 'null' : ''}]`);
  if (!changed?.unique || !changed.layers) return undefined;
  const inner = (item: number): boolean =>
    (first === 0 || item > 0) && (rest === starts.length || item < changed.layers!.starts.length - 1);
  const items = (changed.value as readonly Json[]).filter((_, i) => inner(i));
  const placed = (places: readonly number[]): number[] => places.filter((_, i) => inner(i)).map((place) => place - lead.length + open);
  const moved = (places: readonly number[]): number[] => places.slice(rest).map((place) => place + more);
  const layers = [...old.slice(0, first), ...items, ...old.slice(rest)];
  return {
    text,
    value: { ...value, layers },
    unique,
    depth: Math.max(depth, changed.depth + 1),
    layers: {
      start: spans.start,
      end: spans.end + more,
      starts: [...starts.slice(0, first), ...placed(changed.layers.starts), ...moved(starts)],
      ends: [...ends.slice(0, first), ...placed(changed.layers.ends), ...moved(ends)],
    },
  };
}

/** How many of the first ones hold; none does behind the first that does not. */
function countWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many characters two texts begin with in common. Halves are compared, not characters: the engine does that fastest. */
function commonStart(a: string, b: string): number {
  let [low, high] = [0, Math.min(a.length, b.length)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.slice(low, middle) === b.slice(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many they end with in common, behind those that they begin with. */
function commonEnd(a: string, b: string, start: number): number {
  let [low, high] = [0, Math.min(a.length, b.length) - start];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (a.slice(a.length - middle, a.length - low) === b.slice(b.length - middle, b.length - low)) low = middle;
    else high = middle - 1;
  }
  return low;
}
