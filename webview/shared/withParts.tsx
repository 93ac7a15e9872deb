import { Fragment, type ReactNode } from 'react';

/**
 * A translated sentence with elements in it: `withParts(l10n.t('Press {0} to add one.'), <kbd>A</kbd>)`. So each language has
 * its own order of words.
 */
export const withParts = (sentence: string, ...parts: readonly ReactNode[]): readonly ReactNode[] =>
  sentence.split(/\{(\d)\}/).map((piece, i) => <Fragment key={i}>{i % 2 === 0 ? piece : parts[Number(piece)]}</Fragment>);
