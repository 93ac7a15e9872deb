import type { ReactElement } from 'react';
import type { Diagnostic } from '../../../src/core/diagnostics';
import { describe } from '../../../src/core/describe';

/** What is in the file stands in the editor's font: names and values that the words quote, and shapes. */
const QUOTED = /("(?:[^"\\]|\\.)*"|\b\d+(?: × (?:\d+|\?))+|\b[a-z]+(?:_[a-z0-9]+)+\b)/;

export function Words({ diagnostic }: { readonly diagnostic: Diagnostic }): ReactElement {
  const parts = describe(diagnostic).split(QUOTED);
  return <>{parts.map((part, i) => (i % 2 === 1 ? <code key={i}>{part.replace(/^"([a-z_0-9]+)"$/, '$1')}</code> : part))}</>;
}
