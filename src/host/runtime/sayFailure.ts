import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { sentences } from '../sentences';

/** An error in words, with the log beside it, where it stands too; one that a person asked for by cancelling needs none. */
export async function sayFailure(error: unknown, note: (line: string) => void = () => undefined): Promise<void> {
  if (error instanceof Error && error.name === 'AbortError') return;
  const log = vscode.l10n.t('Show Log');
  const { message, details } =
    error instanceof Failure ? error : new Failure(l10n.t('Something went wrong inside Layerwise'), { reason: String(error) });
  const said = sentences([message, details.reason, details.next]);
  note(said);
  const choice = await vscode.window.showErrorMessage(said, log);
  if (choice === log) await vscode.commands.executeCommand('layerwise.showLog');
}
