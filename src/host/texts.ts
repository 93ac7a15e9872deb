// Imported before everything else: texts are also made while modules are loaded, and VS Code has read the bundle by then.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Translation } from './page';

const { bundle } = vscode.l10n;
if (bundle) l10n.config({ contents: bundle });

/** For the pages; nothing where VS Code is in English or has no translation of ours. */
export const translation: Translation | undefined = bundle && { language: vscode.env.language, texts: bundle };
