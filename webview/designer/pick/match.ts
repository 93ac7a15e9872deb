/** How well a word fits what was typed, and which of its characters do. */
export interface Match {
  readonly score: number;
  /** Ranges of the word that were matched, `[from, to)`. */
  readonly marks: readonly (readonly [number, number])[];
}

const startsPart = (word: string, i: number): boolean =>
  i === 0 || /[\s_-]/.test(word[i - 1] ?? '') || (/[A-Z0-9]/.test(word[i] ?? '') && !/[A-Z0-9]/.test(word[i - 1] ?? ''));

/** Fits where the letters come in this order; whole pieces and beginnings of parts (`BN` for BatchNormalization) count more. */
export function match(word: string, query: string): Match | undefined {
  const wanted = query.replaceAll(/\s+/g, '').toLowerCase();
  if (wanted === '') return { score: 0, marks: [] };
  const lower = word.toLowerCase();
  const whole = wholePiece(word, lower, wanted);
  if (whole !== undefined) {
    const score = (whole === 0 ? 300 : startsPart(word, whole) ? 200 : 100) - word.length / 10;
    return { score: lower === wanted ? 400 : score, marks: [[whole, whole + wanted.length]] };
  }
  return scattered(word, lower, wanted);
}

/** Where the piece stands, at the beginning of a part if it can. */
function wholePiece(word: string, lower: string, wanted: string): number | undefined {
  let found: number | undefined;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    if (startsPart(word, at)) return at;
    found ??= at;
  }
  return found;
}

function scattered(word: string, lower: string, wanted: string): Match | undefined {
  const marks: [number, number][] = [];
  let at = 0;
  let score = 50 - word.length / 10;
  for (const letter of wanted) {
    let next = -1;
    for (let i = lower.indexOf(letter, at); i >= 0; i = lower.indexOf(letter, i + 1)) {
      if (i === at || startsPart(word, i)) {
        next = i;
        break;
      }
    }
    if (next < 0) return undefined;
    if (startsPart(word, next)) score += 4;
    const last = marks.at(-1);
    if (last?.[1] === next) last[1] = next + 1;
    else marks.push([next, next + 1]);
    at = next + 1;
  }
  return { score, marks };
}
