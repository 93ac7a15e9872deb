/** Fewest single-character changes from `a` to `b` (Levenshtein), one row of the table at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[_\s-]/g, '');

/** The known word that was probably meant: the nearest one, case and underscores aside, if it is near at all. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const wanted = plain(word);
  if (wanted.length > 40) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const name = plain(candidate);
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const changes = distance(wanted, name);
    if (changes < least) [best, least] = [candidate, changes];
  }
  return best;
}
