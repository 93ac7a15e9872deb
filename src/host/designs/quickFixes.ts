import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { adviceCatalog, isAdviceCode } from '../../core/advice/catalog';
import { layerOfId, type Analysis } from '../../core/analysis';
import type { Diagnostic } from '../../core/diagnostics';
import { applyEdit } from '../../core/edit';
import type { Edit, TextEdit } from '../../core/edits';
import { fixesFor } from '../../core/fixes';
import { firstLine, locate } from '../../core/locate';
import { DESIGN_FILES } from './designs';
import { advisedOf } from './advised';

const KIND = vscode.CodeActionKind.QuickFix;
/** A selection may hold all of a large design; the menu is for a few. */
const MOST_PROBLEMS = 10;

/** What mends a problem in the text editor: the same edits as in the designer, and the ways to have less advice. */
export class QuickFixes implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly subscription = vscode.languages.registerCodeActionsProvider(DESIGN_FILES, this, { providedCodeActionKinds: [KIND] });

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
    const text = document.getText();
    const analysis = advisedOf(document);
    const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    const touched = analysis.diagnostics.filter((diagnostic) => {
      const { offset, length } = firstLine(text, locate(text, diagnostic.place));
      return offset <= to && offset + length >= from;
    });
    const shown = touched.slice(0, MOST_PROBLEMS);
    const fixes = shown.flatMap((diagnostic) => fixing(document, analysis, diagnostic, context));
    return [...fixes, ...followingAll(document, analysis, shown), ...shown.flatMap((diagnostic) => lessOf(diagnostic))];
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function fixing(document: vscode.TextDocument, analysis: Analysis, diagnostic: Diagnostic, context: vscode.CodeActionContext) {
  const layer = layerOfId(analysis, diagnostic.layer);
  return fixesFor(diagnostic, layer).flatMap(({ title, edit }, i) => {
    const change = changeOf(document, edit);
    if (!change) return [];
    const action = new vscode.CodeAction(title, KIND);
    action.edit = change;
    action.isPreferred = i === 0;
    action.diagnostics = context.diagnostics.filter((shown) => codeOf(shown) === diagnostic.code);
    return [action];
  });
}

const codeOf = ({ code }: vscode.Diagnostic): unknown => (typeof code === 'object' ? code.value : code);

function changeOf(document: vscode.TextDocument, edit: Edit): vscode.WorkspaceEdit | undefined {
  const result = applyEdit(document.getText(), edit);
  return result.ok && result.edits.length > 0 ? workspaceEdit(document, result.edits) : undefined;
}

/** Edits of a document as one change, which is one step to undo. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits)
    change.replace(document.uri, new vscode.Range(document.positionAt(offset), document.positionAt(offset + length)), content);
  return change;
}

/** Where there is more than one to follow. */
function followingAll(document: vscode.TextDocument, { diagnostics }: Analysis, shown: readonly Diagnostic[]): vscode.CodeAction[] {
  const codes = [...new Set(shown.map(({ code }) => code))].filter(isAdviceCode);
  if (codes.length === 0) return [];
  const mendable = diagnostics.filter(({ code, fixes = [] }) => isAdviceCode(code) && fixes.length > 0);
  const several = codes.filter((code) => mendable.filter((one) => one.code === code).length > 1);
  const actions = several.map((code) =>
    command(l10n.t`Follow all advice on ${adviceCatalog[code].about}`, 'followAdvice', document.uri, code),
  );
  return mendable.length > 1 ? [...actions, command(l10n.t('Follow all advice in this design'), 'followAdvice', document.uri)] : actions;
}

function lessOf({ code }: Diagnostic): vscode.CodeAction[] {
  if (!isAdviceCode(code)) return [];
  const { about } = adviceCatalog[code];
  return [
    command(l10n.t`Why? About ${about}`, 'whyAdvice', code),
    ...(vscode.workspace.workspaceFolders
      ? [command(l10n.t`Don’t advise this in this workspace: ${code}`, 'switchAdviceOff', code, 'workspace')]
      : []),
    command(l10n.t`Don’t advise this anywhere: ${code}`, 'switchAdviceOff', code, 'everywhere'),
  ];
}

function command(title: string, name: string, ...rest: readonly unknown[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, KIND);
  action.command = { title, command: `layerwise.${name}`, arguments: [...rest] };
  return action;
}
