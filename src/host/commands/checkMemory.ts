import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { describeMeasurement } from '../../core/costs/describeMeasurement';
import { describe } from '../../core/describe';
import { Failure } from '../../core/failure';
import type { RuntimeName } from '../../core/training/events';
import type { StepMeasurement, StepRequest } from '../../protocol/stepMeasurement';
import type { DesignerEditor } from '../designer/designerEditor';
import { analysisOf } from '../designs/designs';
import { askChild } from '../runtime/askChild';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';
import { whyNot } from '../training/whyNot';

/** What the command's second argument may ask for. */
export interface CheckMemoryOptions {
  readonly runtime?: RuntimeName | 'auto';
}

const TITLE = vscode.l10n.t('Measuring a step…');

/** Takes a step of the design as it is on screen, in a child, and shows what it took against what was estimated. */
export async function checkMemory(
  document: vscode.TextDocument,
  { runtime: asked }: CheckMemoryOptions,
  { start, storage, channel, designers }: RuntimeContext & { readonly designers: DesignerEditor },
): Promise<StepMeasurement | undefined> {
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: false }, 'measure');
  if (obstacle) return void (await vscode.window.showWarningMessage(obstacle.message));
  const problem = analysisOf(document).diagnostics.find(({ severity }) => severity === 'error');
  if (problem) return void (await vscode.window.showErrorMessage(vscode.l10n.t('No step can be measured yet: {0}', describe(problem))));
  const launch = await launchFor(storage, { resource: document.uri, runtime: asked });
  if (!launch) return undefined;
  const { node, runtime, places, memoryLimit } = launch;
  const designPath = document.uri.fsPath;
  const request: StepRequest = { designPath, designText: document.getText(), runtime, places, memoryLimit };
  try {
    const measurement = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: TITLE, cancellable: true },
      (_, cancel) => {
        const canceling = new AbortController();
        cancel.onCancellationRequested(() => canceling.abort(new vscode.CancellationError()));
        return ask(request, { cwd: path.dirname(designPath), ...(node && { node }) }, canceling.signal, { start, channel });
      },
    );
    const words = describeMeasurement(measurement);
    channel.appendLine(`[Check Memory] ${words}`);
    const open = designers.panelsOf(document.uri);
    for (const panel of open) panel.stepMeasured({ words, times: measurement.times });
    void vscode.window.showInformationMessage(words);
    return measurement;
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) await sayFailure(error);
    return undefined;
  }
}

async function ask(
  request: StepRequest,
  how: { readonly cwd: string; readonly node?: string },
  signal: AbortSignal,
  { start, channel }: Pick<RuntimeContext, 'start' | 'channel'>,
): Promise<StepMeasurement> {
  const outcome = await askChild(
    {
      ...how,
      signal,
      message: { type: 'measureStep', request },
      answer: (message) => (message.type === 'stepMeasured' || message.type === 'refused' ? message : undefined),
    },
    start,
    (line) => channel.appendLine(`[Check Memory] ${line}`),
  );
  if (typeof outcome === 'string') throw new Failure(l10n.t('No step could be measured.'), { reason: outcome });
  if (outcome.type === 'stepMeasured') return outcome.measurement;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}
