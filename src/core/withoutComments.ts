import { endOfString } from './jsonScan';

const BLANK = 32;
const QUOTE = 34;
const COMMA = 44;
const SLASH = 47;

/**
 * The same text with blanks in place of comments, and of commas behind which nothing comes: every value stays where it is.
 * What is neither strict JSON then, the tolerant reader has the words for.
 */
export function withoutComments(text: string): string {
  const spans: (readonly [number, number])[] = [];
  // The last sign that is part of a value, and the place of a comma behind which there is none yet.
  let [before, comma] = [0, -1];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= BLANK) continue;
    if (code === SLASH) {
      const end = endOfComment(text, i);
      if (end === undefined) return text;
      spans.push([i, end]);
      i = end - 1;
      continue;
    }
    if (code === COMMA && isBehindValue(before)) comma = i;
    else {
      if (comma >= 0 && isClosing(code)) spans.push([comma, comma + 1]);
      comma = -1;
    }
    before = code;
    if (code === QUOTE) i = endOfString(text, i);
  }
  if (spans.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    parts.push(text.slice(at, from), ' '.repeat(to - from));
    at = to;
  }
  return parts.join('') + text.slice(at);
}

const isClosing = (code: number): boolean => code === 93 || code === 125;
/** Not behind a bracket that opens, a colon, another comma or nothing. */
const isBehindValue = (code: number): boolean => code !== 0 && code !== 91 && code !== 123 && code !== 58 && code !== COMMA;

/** Behind the comment that begins at `start`; `undefined` where none does, or it is never closed. */
function endOfComment(text: string, start: number): number | undefined {
  const second = text[start + 1];
  if (second === '*') {
    const close = text.indexOf('*/', start + 2);
    return close < 0 ? undefined : close + 2;
  }
  if (second !== '/') return undefined;
  let end = start + 2;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}
