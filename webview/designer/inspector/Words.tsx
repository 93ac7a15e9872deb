import type { ReactElement } from 'react';
import type { Diagnostic } from '../../../src/core/diagnostics';
import { describe } from '../../../src/core/describe';

/** Quoted words, shapes, and names with underscores. */
const WRITTEN = String.raw`"(?:[^"\\]|\\.)*"|\b\d+(?: × (?:\d+|\?))+|\b[a-z]+(?:_[a-z0-9]+)+\b`;

/** Every text in the facts: names of layers, fields and types. */
function namesIn(facts: unknown): readonly string[] {
  if (typeof facts === 'string') return /^[\w/.#-]{2,}$/.test(facts) ? [facts] : [];
  return typeof facts === 'object' && facts !== null ? Object.values(facts).flatMap(namesIn) : [];
}

const escaped = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\/#-]/g, String.raw`\$&`);

/** The words of a problem. What is in the file stands in the editor's font. */
export function Words({ diagnostic }: { readonly diagnostic: Diagnostic }): ReactElement {
  const names = namesIn(diagnostic.facts)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => String.raw`(?<![\w])${escaped(name)}(?![\w])`);
  const parts = describe(diagnostic).split(new RegExp(`(${[...names, WRITTEN].join('|')})`));
  return <>{parts.map((part, i) => (i % 2 === 1 ? <code key={i}>{part.replace(/^"([a-z_0-9]+)"$/, '$1')}</code> : part))}</>;
}
