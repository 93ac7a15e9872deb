import type * as vscode from 'vscode';
import { withAdvice } from '../../core/advice/advise';
import type { Analysis } from '../../core/analysis';
import { analyzeText } from '../../core/analyze';
import { analysisOf } from './designs';
import { knownOf } from './knownFacts';
import { unwantedAdvice } from './unwantedAdvice';

/** The analysis of a document with the advice that its settings want. */
export const advisedOf = (document: vscode.TextDocument): Analysis =>
  withAdvice(analysisOf(document), unwantedAdvice(document.uri), knownOf(document.uri, analysisOf(document)));

/** The same of a file that is not open. */
export function advisedText(text: string, uri: vscode.Uri): Analysis {
  const analysis = analyzeText(text);
  return withAdvice(analysis, unwantedAdvice(uri), knownOf(uri, analysis));
}
