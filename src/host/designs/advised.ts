import type * as vscode from 'vscode';
import { withAdvice } from '../../core/advice/advise';
import type { Analysis } from '../../core/analysis';
import { analyzeText } from '../../core/analyze';
import { analysisOf } from './designs';
import { knownOf } from './knownFacts';
import { unwantedAdvice } from './unwantedAdvice';

const made = new WeakMap<Analysis, { readonly by: string; readonly advised: Analysis }>();

/** The analysis of a document with the advice that its settings want: made once, since several parts of the editor ask. */
export function advisedOf(document: vscode.TextDocument): Analysis {
  const analysis = analysisOf(document);
  const [unwanted, known] = [unwantedAdvice(document.uri), knownOf(document.uri, analysis)];
  const by = JSON.stringify([[...unwanted], known]);
  const before = made.get(analysis);
  if (before?.by === by) return before.advised;
  const advised = withAdvice(analysis, unwanted, known);
  made.set(analysis, { by, advised });
  return advised;
}

/** The same of a file that is not open. */
export function advisedText(text: string, uri: vscode.Uri): Analysis {
  const analysis = analyzeText(text);
  return withAdvice(analysis, unwantedAdvice(uri), knownOf(uri, analysis));
}
