import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { examine } from '../runtime/examine';
import { launchFor } from '../runtime/launch';
import { examinationReport } from '../runtime/report';
import { sayFailure } from '../runtime/sayFailure';
import type { RuntimeContext } from '../runtime/runtimeContext';

/** Tries every runtime in a child and shows what was found; the result is the text. */
export async function checkRuntimes({ start, storage, channel, report }: RuntimeContext): Promise<string | undefined> {
  // All are tried, whichever is chosen.
  const launch = await launchFor(storage, { runtime: 'auto' });
  if (!launch) return undefined;
  const { places, node } = launch;
  const progress = { location: vscode.ProgressLocation.Notification, title: l10n.t('Layerwise: trying the runtimes'), cancellable: true };
  try {
    const examination = await vscode.window.withProgress(progress, (_, token) => {
      const canceling = new AbortController();
      token.onCancellationRequested(() => canceling.abort());
      const request = { cwd: homedir(), places, signal: canceling.signal, ...(node && { node }) };
      return examine(request, start, (line) => channel.appendLine(`[Check Runtimes] ${line}`));
    });
    const text = examinationReport(examination);
    await report.show(text);
    return text;
  } catch (error) {
    await sayFailure(error);
    return undefined;
  }
}
