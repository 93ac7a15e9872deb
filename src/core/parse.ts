import * as l10n from '@vscode/l10n';
import { printParseErrorCode, type ParseError } from 'jsonc-parser';
import { expand } from './blocks/expand';
import type { Expansion } from './blocks/expansion';
import type { Diagnostic } from './diagnostics';
import { findConflicts, type Conflict } from './diff/conflict';
import type { Design } from './document';
import { scanJson } from './jsonScan';
import { keepAlike } from './keepAlike';
import { duplicateKeys, toJson, treeOf } from './jsonTree';
import { keepLast } from './keepLast';
import { readDesign } from './readDesign';
import { DEEPEST, strictOf } from './strictText';

/** A text and what could be read of it. */
export interface Parsed {
  /** In layers alone, blocks expanded; absent: the text is no JSON, or no object. */
  readonly design?: Design;
  /** As the file says it: the same object where there is nothing to expand. */
  readonly written?: Design;
  /** Where the layers of `design` come from; absent: they are those of the file. */
  readonly expansion?: Expansion;
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}

const ERRORS_SHOWN = 5;

/** Reads a design's text: JSON, where comments and trailing commas are allowed. Whatever is wrong becomes a diagnostic. */
export const parseDesign = keepLast((text: string): Parsed => {
  const strict = strictOf(text);
  if (!strict) return parseWithComments(text);
  if (strict.depth > DEEPEST) return tooDeep(text);
  const diagnostics: Diagnostic[] = strict.unique ? [] : duplicates(text);
  return parsed(text, readDesign(keepAlike(strict.value), diagnostics), diagnostics);
});

function parsed(text: string, written: Design | undefined, diagnostics: Diagnostic[]): Parsed {
  return { ...(written && { written, ...expand(written, diagnostics) }), diagnostics, text };
}

function parseWithComments(text: string): Parsed {
  try {
    const { root, errors } = treeOf(text);
    if (errors.length > 0) return { diagnostics: syntaxErrors(text, errors), text };
    const diagnostics: Diagnostic[] = root ? duplicates(text) : [];
    const value = root && toJson(root);
    if (value !== undefined && scanJson(JSON.stringify(value)).depth > DEEPEST) return tooDeep(text);
    return parsed(text, readDesign(value, diagnostics), diagnostics);
  } catch (error) {
    // The tolerant parser recurses; a text that is nothing but brackets exhausts the stack.
    if (error instanceof RangeError) return tooDeep(text);
    throw error;
  }
}

function syntaxErrors(text: string, errors: readonly ParseError[]): Diagnostic[] {
  const [conflict] = findConflicts(text);
  if (conflict) return [conflictError(conflict)];
  return errors.slice(0, ERRORS_SHOWN).map(({ error, offset, length }) => ({
    code: 'syntax.invalid',
    severity: 'error',
    facts: { reason: REASONS[printParseErrorCode(error)] ?? l10n.t('this is not JSON') },
    // What is never closed is said to be longer than the text.
    place: { path: [], offset, length: Math.min(length, text.length - offset) },
  }));
}

function conflictError({ offset, length, oursLabel, theirsLabel }: Conflict): Diagnostic {
  const sides = oursLabel && theirsLabel ? l10n.t` between ${oursLabel} and ${theirsLabel}` : '';
  const facts = { reason: l10n.t`git could not merge this and left a conflict${sides} here: take one side or both` };
  return { code: 'syntax.invalid', severity: 'error', facts, place: { path: [], offset, length } };
}

const REASONS: Readonly<Record<string, string>> = {
  InvalidSymbol: l10n.t('there is something here that is no JSON value'),
  InvalidNumberFormat: l10n.t('this is not a number'),
  PropertyNameExpected: l10n.t('a key in double quotes is missing here'),
  ValueExpected: l10n.t('a value is missing here'),
  ColonExpected: l10n.t('a colon is missing here'),
  CommaExpected: l10n.t('a comma is missing here'),
  CloseBraceExpected: l10n.t('a closing brace } is missing here'),
  CloseBracketExpected: l10n.t('a closing bracket ] is missing here'),
  EndOfFileExpected: l10n.t('the design has ended before this'),
  InvalidCommentToken: l10n.t('this comment is not complete'),
  UnexpectedEndOfComment: l10n.t('this comment is never closed'),
  UnexpectedEndOfString: l10n.t('this text is never closed by a double quote'),
  UnexpectedEndOfNumber: l10n.t('this number is not complete'),
  InvalidUnicode: l10n.t('this \\u escape is not complete'),
  InvalidEscapeCharacter: l10n.t('there is no such escape in JSON'),
  InvalidCharacter: l10n.t('this character must be written as an escape'),
};

function duplicates(text: string): Diagnostic[] {
  const { root } = treeOf(text);
  return (root ? duplicateKeys(root) : []).map(({ key, path }) => ({
    code: 'format.duplicate-key',
    severity: 'warning',
    facts: { key: key.value as string },
    place: { path, key: true, offset: key.offset, length: key.length },
  }));
}

function tooDeep(text: string): Parsed {
  const facts = { reason: l10n.t`values are nested more than ${DEEPEST} deep` };
  return { diagnostics: [{ code: 'syntax.invalid', severity: 'error', facts, place: { path: [], offset: 0, length: 1 } }], text };
}
