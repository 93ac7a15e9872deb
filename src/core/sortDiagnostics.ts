import type { Diagnostic } from './diagnostics';

const SEVERITIES = { error: 0, warning: 1, hint: 2 };
const SECTIONS: Readonly<Record<string, number>> = { blocks: 1, layers: 2, outputs: 3, training: 4 };

/** Errors first, then in the order of the file. */
export function sortDiagnostics(diagnostics: Diagnostic[]): Diagnostic[] {
  const rank = ({ severity, place: { path } }: Diagnostic): readonly number[] => [
    SEVERITIES[severity],
    SECTIONS[path[0] ?? ''] ?? 0,
    typeof path[1] === 'number' ? path[1] : -1,
  ];
  if (diagnostics.length < 2) return diagnostics;
  const ranked = diagnostics.map((diagnostic) => ({ diagnostic, rank: rank(diagnostic) }));
  ranked.sort((a, b) => a.rank.reduce((order, value, i) => order || value - (b.rank[i] ?? 0), 0));
  return ranked.map(({ diagnostic }) => diagnostic);
}
