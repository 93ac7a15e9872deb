import path from 'node:path';
import * as vscode from 'vscode';
import { describe } from '../../core/describe';
import type { JsonPath } from '../../core/document';
import { applyEdit } from '../../core/edit';
import { Failure } from '../../core/failure';
import { rangeChart, rangeWords } from '../../core/training/rangeChart';
import type { RangeResult } from '../../core/training/rangeTest';
import type { RateSearch } from '../../protocol/rateSearch';
import { analysisOf } from '../designs/designs';
import { workspaceEdit } from '../designs/quickFixes';
import { askChild } from '../runtime/askChild';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';
import { whyNot } from '../training/whyNot';

/** What the command's second argument may ask for. `write`: write the good rate without asking. */
export type FindRateOptions = Pick<RateSearch, 'runtime' | 'limit' | 'seed' | 'least' | 'most' | 'steps' | 'datasetCache'> & {
  readonly write?: boolean;
};

/** Tries learning rates on the design as it is on screen, and writes the good one into it by one press. */
export async function findLearningRate(
  document: vscode.TextDocument,
  { write, ...options }: FindRateOptions,
  { start, storage, channel }: RuntimeContext,
): Promise<RangeResult | undefined> {
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: false });
  if (obstacle) return void (await vscode.window.showWarningMessage(obstacle.message));
  const problem = analysisOf(document).diagnostics.find(({ severity }) => severity === 'error');
  if (problem) return void (await vscode.window.showErrorMessage(`No learning rate can be tried yet: ${describe(problem)}`));
  const launch = await launchFor(storage, { resource: document.uri, runtime: options.runtime });
  if (!launch) return undefined;
  const { node, runtime, places } = launch;
  const designPath = document.uri.fsPath;
  const search: RateSearch = { designPath, designText: document.getText(), runtime, places, ...options };
  const title = 'Trying learning rates…';
  try {
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, cancel) => {
        const canceling = new AbortController();
        cancel.onCancellationRequested(() => canceling.abort(new vscode.CancellationError()));
        return askRate(search, { cwd: path.dirname(designPath), ...(node && { node }) }, canceling.signal, start, channel);
      },
    );
    for (const line of [...rangeChart(result.points), rangeWords(result)]) channel.appendLine(`[Find Learning Rate] ${line}`);
    if (write && result.suggestion !== undefined) await writeRate(document, result.suggestion);
    else void offer(document, result, channel);
    return result;
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) await sayFailure(error);
    return undefined;
  }
}

async function askRate(
  search: RateSearch,
  how: { readonly cwd: string; readonly node?: string },
  signal: AbortSignal,
  start: RuntimeContext['start'],
  channel: RuntimeContext['channel'],
): Promise<RangeResult> {
  const outcome = await askChild(
    {
      ...how,
      signal,
      message: { type: 'findRate', search },
      answer: (message) => (message.type === 'rateFound' || message.type === 'refused' ? message : undefined),
    },
    start,
    (line) => channel.appendLine(`[Find Learning Rate] ${line}`),
  );
  if (typeof outcome === 'string') throw new Failure('No learning rate could be found.', { reason: outcome });
  if (outcome.type === 'rateFound') return outcome.result;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}

async function offer(document: vscode.TextDocument, result: RangeResult, channel: RuntimeContext['channel']): Promise<void> {
  const { suggestion } = result;
  const [write, show] = [`Use ${suggestion}`, 'Show Steps'];
  const ways = suggestion === undefined ? [show] : [write, show];
  const choice = await vscode.window.showInformationMessage(rangeWords(result), ...ways);
  if (choice === show) channel.show(true);
  if (choice === write && suggestion !== undefined) await writeRate(document, suggestion);
}

/** Writes a learning rate into a design, as one change that can be undone. */
async function writeRate(document: vscode.TextDocument, rate: number): Promise<void> {
  const none = analysisOf(document).design?.training?.optimizer === undefined;
  const [place, value]: [JsonPath, unknown] = none
    ? [['optimizer'], { type: 'RMSprop', learning_rate: rate }]
    : [['optimizer', 'learning_rate'], rate];
  const result = applyEdit(document.getText(), { type: 'setTraining', path: place, value: value as never });
  const done = result.ok && (await vscode.workspace.applyEdit(workspaceEdit(document, result.edits)));
  if (!done)
    await vscode.window.showErrorMessage(result.ok ? 'The editor did not take this change: the file may be read-only.' : result.reason);
}
