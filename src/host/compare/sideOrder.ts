/** A document of a diff editor, as far as it says on which side it stands. */
import * as l10n from '@vscode/l10n';

export interface Standing {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
}

/**
 * Which of two documents of a diff editor is the one before: VS Code tells its editors not that they are in a diff, nor on
 * which side. `label`: of the tab. Where nothing decides it, they are in the order in which the editor asked for them.
 *
 * @returns 0: the first is before; 1: the second
 */
export function beforeOf(first: Standing, second: Standing, label: string): 0 | 1 {
  const ranks = [rankOf(first), rankOf(second)] as const;
  if (ranks[0] !== ranks[1]) return ranks[0] < ranks[1] ? 0 : 1;
  const refs = [refOf(first), refOf(second)] as const;
  // A commit is compared with the one before it.
  if (refs[0] !== undefined && refs[1] !== undefined) {
    if ([`${refs[1]}^`, `${refs[1]}~`, `${refs[1]}~1`].includes(refs[0])) return 0;
    if ([`${refs[0]}^`, `${refs[0]}~`, `${refs[0]}~1`].includes(refs[1])) return 1;
  }
  const places = [placeIn(label, first, refs[0]), placeIn(label, second, refs[1])] as const;
  return places[0] > places[1] && places[1] >= 0 ? 1 : 0;
}

/** What is committed comes before what is staged, and that before the file. */
function rankOf(standing: Standing): number {
  if (standing.scheme === 'file' || standing.scheme === 'untitled' || standing.scheme === 'vscode-remote') return 2;
  return isIndex(refOf(standing)) ? 1 : 0;
}

const isIndex = (ref: string | undefined): boolean => ref === '' || ref === '~';

/** The commit that VS Code's git extension names in its addresses. */
function refOf({ scheme, query }: Standing): string | undefined {
  if (scheme !== 'git') return undefined;
  try {
    const { ref } = JSON.parse(query) as { readonly ref?: unknown };
    return typeof ref === 'string' ? ref : undefined;
  } catch {
    return undefined;
  }
}

/** Where a tab `a ↔ b` names it: by its commit, else by its file. */
function placeIn(label: string, { path }: Standing, ref: string | undefined): number {
  const byRef = ref === undefined || ref.length < 7 ? -1 : label.indexOf(ref.slice(0, 7));
  return byRef >= 0 ? byRef : label.indexOf(path.slice(path.lastIndexOf('/') + 1));
}

/** What a person calls this state of a file: `HEAD`, `staged`, `0123abc`. */
export function stateOf(standing: Standing): string | undefined {
  const ref = refOf(standing);
  if (ref === undefined) return standing.scheme === 'file' ? undefined : standing.scheme;
  // `~` is what the file is compared with: what is staged where something is, else what is committed.
  if (ref === '~') return l10n.t('before these changes');
  return ref === '' ? 'staged' : /^[0-9a-f]{40}/.test(ref) ? ref.slice(0, 8) + ref.slice(40) : ref;
}
