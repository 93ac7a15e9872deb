import type * as vscode from 'vscode';
import { withAdvice } from '../../core/advice/advise';
import type { Analysis } from '../../core/analysis';
import { analysisOf } from './designs';
import { unwantedAdvice } from './unwantedAdvice';

/** The analysis of a document with the advice that its settings want. */
export const advisedOf = (document: vscode.TextDocument): Analysis => withAdvice(analysisOf(document), unwantedAdvice(document.uri));
