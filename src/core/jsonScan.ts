/** Where a list stands in a text, and each of its items. */
export interface ListSpans {
  /** Offset of its bracket, and of the one that closes it. */
  readonly start: number;
  readonly end: number;
  readonly starts: readonly number[];
  /** Behind each item. */
  readonly ends: readonly number[];
}

export interface Scan {
  /** How many keys are written. */
  readonly keys: number;
  /** How deep values are nested. */
  readonly depth: number;
  /** The value where it is a list, or its `layers` where those are. */
  readonly list?: ListSpans;
}

/** What one pass over the characters of strict JSON tells. */
export function scanJson(text: string): Scan {
  let [keys, depth, deepest] = [0, 0, 0];
  // Items are at this depth while the list is open; -1 before it and behind it.
  let [start, end, inside] = [-1, -1, -1];
  let [key, isLayers] = ['', false];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      if (depth === inside) starts.push(i);
      const close = endOfString(text, i);
      if (depth === inside) ends.push(close + 1);
      else if (depth === 1) key = text.slice(i, close + 1);
      i = close;
    } else if (code === COLON) {
      keys++;
      if (depth === 1) isLayers = key === '"layers"';
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (depth === inside) starts.push(i);
      depth++;
      if (depth > deepest) deepest = depth;
      if (start < 0 && code === OPEN_LIST && (depth === 1 || (depth === 2 && isLayers))) [start, inside] = [i, depth];
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      if (depth === inside) [end, inside] = [i, -1];
      depth--;
      if (depth === inside) ends.push(i + 1);
    } else if (depth === inside && code !== COMMA && code > BLANK) {
      starts.push(i);
      i = endOfWord(text, i) - 1;
      ends.push(i + 1);
    }
  }
  return { keys, depth: deepest, ...(end >= 0 && { list: { start, end, starts, ends } }) };
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
/** Blanks and line breaks are no greater. */
const BLANK = 32;

/** Behind a number, or a word like `true`. */
function endOfWord(text: string, start: number): number {
  let i = start;
  while (i < text.length && !isBoundary(text.charCodeAt(i))) i++;
  return i;
}

const isBoundary = (code: number): boolean => code <= BLANK || code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT;

/** Behind the value that begins at an offset. */
export function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start) + 1;
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return endOfWord(text, start);
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
    else if ((code === CLOSE_OBJECT || code === CLOSE_LIST) && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Offset of the quote that closes the string which opens at `start`. */
export function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i;
    i += code === 92 ? 2 : 1;
  }
  return i;
}

/** How many keys a parsed value holds, at every depth. Fewer than were written: some of them are there twice. */
export function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') keys += countKeys(item);
    return keys;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    keys++;
    const item = object[key];
    if (typeof item === 'object') keys += countKeys(item);
  }
  return keys;
}
