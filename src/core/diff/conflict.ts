import type { TextEdit } from '../edits';

export type ConflictChoice = 'ours' | 'theirs' | 'both';

/** A place where git could not merge: what stands between `<<<<<<<` and `>>>>>>>`. */
export interface Conflict {
  /** Of the whole of it in the text, markers and their line ends included. */
  readonly offset: number;
  readonly length: number;
  readonly ours: string;
  readonly theirs: string;
  /** What both began with, where git writes it (`merge.conflictStyle` diff3 or zdiff3). */
  readonly base?: string;
  /** What git calls the sides (`HEAD`, the name of a branch). */
  readonly oursLabel: string;
  readonly theirsLabel: string;
}

const MARKER = /^(<{7}|\|{7}|={7}|>{7})(?: ([^\r\n]*))?\r?\n?$/;

/** The conflicts of a text in its order; markers that do not belong together are text. */
export function findConflicts(text: string): readonly Conflict[] {
  if (!text.includes('<<<<<<<')) return [];
  const found: Conflict[] = [];
  let open: { at: number; part: 'ours' | 'base' | 'theirs'; ours: string; base?: string; theirs: string; label: string } | undefined;
  let offset = 0;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const [, marker, label = ''] = MARKER.exec(line) ?? [];
    if (marker === '<<<<<<<') open = { at: offset, part: 'ours', ours: '', theirs: '', label };
    else if (marker === '|||||||' && open?.part === 'ours') open = { ...open, part: 'base', base: '' };
    else if (marker === '=======' && open && open.part !== 'theirs') open.part = 'theirs';
    else if (marker === '>>>>>>>' && open?.part === 'theirs') {
      const { at, ours, base, theirs, label: oursLabel } = open;
      found.push({
        offset: at,
        length: offset + line.length - at,
        ours,
        theirs,
        ...(base !== undefined && { base }),
        oursLabel,
        theirsLabel: label,
      });
      open = undefined;
    } else if (open) open[open.part] = (open[open.part] ?? '') + line;
    offset += line.length;
  }
  return found;
}

/** The text with each conflict resolved; conflicts without a choice stay as they are. */
export function resolved(text: string, conflicts: readonly Conflict[], choose: (index: number) => ConflictChoice | undefined): string {
  let result = '';
  let at = 0;
  conflicts.forEach((conflict, i) => {
    const choice = choose(i);
    const end = conflict.offset + conflict.length;
    result += text.slice(at, conflict.offset) + (choice === undefined ? text.slice(conflict.offset, end) : contentOf(conflict, choice));
    at = end;
  });
  return result + text.slice(at);
}

/** What a conflict becomes. Of both, theirs comes after ours, with the comma between them that a list or an object needs. */
function contentOf({ ours, theirs }: Conflict, choice: ConflictChoice): string {
  if (choice !== 'both') return choice === 'ours' ? ours : theirs;
  return `${needsComma(ours, theirs) ? ours.replace(/(\S)(\s*)$/, '$1,$2') : ours}${theirs}`;
}

const needsComma = (first: string, second: string): boolean => /[^\s,[{:]\s*$/.test(first) && /^\s*["{[\d]/.test(second);

/** The change of the text that resolves one conflict. */
export const resolution = (conflict: Conflict, choice: ConflictChoice): TextEdit => ({
  offset: conflict.offset,
  length: conflict.length,
  content: contentOf(conflict, choice),
});
