import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { describe } from '../../core/describe';
import { applyEdit } from '../../core/edit';
import { Failure } from '../../core/failure';
import { rangeChart, rangeWords } from '../../core/training/rangeChart';
import { rateEdit } from '../../core/training/rateEdit';
import type { RangePoint, RangeResult } from '../../core/training/rangeTest';
import { rateSubject } from '../../core/training/rateSubject';
import type { RateSearch } from '../../protocol/rateSearch';
import { analysisOf } from '../designs/designs';
import { workspaceEdit } from '../designs/quickFixes';
import { askChild } from '../runtime/askChild';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';
import type { RateResults } from '../training/rateResults';
import { whyNot } from '../training/whyNot';

/** What the command's second argument may ask for. `write`: write the good rate without asking. */
export type FindRateOptions = Pick<RateSearch, 'runtime' | 'limit' | 'seed' | 'least' | 'most' | 'steps' | 'datasetCache'> & {
  readonly write?: boolean;
};

/** Where the test is shown while it goes on. */
export interface RateStage {
  readonly rates: RateResults;
  /** A designer of this design that is in view, which then shows the chart instead of a notification. */
  readonly stage: (document: vscode.TextDocument) => { showRate(): void } | undefined;
}

const STEPS = 200;

/** Tries learning rates on the design as it is on screen, and writes the good one into it by one press. */
export async function findLearningRate(
  document: vscode.TextDocument,
  { write, ...options }: FindRateOptions,
  { start, storage, channel, rates, stage }: RuntimeContext & RateStage,
): Promise<RangeResult | undefined> {
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: false }, 'measure');
  if (obstacle) return void (await vscode.window.showWarningMessage(obstacle.message));
  const { design, diagnostics } = analysisOf(document);
  const subject = design && rateSubject(design);
  const problem = diagnostics.find(({ severity }) => severity === 'error');
  if (problem)
    return void (await vscode.window.showErrorMessage(vscode.l10n.t('No learning rate can be tried yet: {0}', describe(problem))));
  const launch = await launchFor(storage, { resource: document.uri, runtime: options.runtime });
  if (!launch) return undefined;
  const { node, runtime, places } = launch;
  const designPath = document.uri.fsPath;
  const search: RateSearch = { designPath, designText: document.getText(), runtime, places, steps: STEPS, ...options };
  const canceling = new AbortController();
  const cancel = () => canceling.abort(new vscode.CancellationError());
  const designer = write ? undefined : stage(document);
  const tell = rates.begin(designPath, search.steps ?? STEPS, cancel);
  let points: readonly RangePoint[] = [];
  const tried = (more: readonly RangePoint[]) => {
    points = [...points, ...more];
    tell({ phase: 'running', points, steps: search.steps ?? STEPS });
  };
  designer?.showRate();
  try {
    const result = await vscode.window.withProgress(
      // The chart says how far it is, and stops it.
      designer
        ? { location: vscode.ProgressLocation.Window, title: TITLE }
        : { location: vscode.ProgressLocation.Notification, title: TITLE, cancellable: true },
      (_, canceled) => {
        canceled.onCancellationRequested(cancel);
        return askRate(search, { cwd: path.dirname(designPath), ...(node && { node }) }, canceling.signal, { start, channel, tried });
      },
    );
    tell({ phase: 'found', time: new Date().toISOString(), ...(subject && { subject }), ...result });
    for (const line of [...rangeChart(result.points), rangeWords(result)]) channel.appendLine(`[Find Learning Rate] ${line}`);
    if (write && result.suggestion !== undefined) await writeRate(document, result.suggestion);
    else if (!designer) void offer(document, result, channel).catch(sayFailure);
    return result;
  } catch (error) {
    const ended = error instanceof vscode.CancellationError;
    const { message, details = {} } = error as Partial<Failure> & Error;
    tell(ended ? undefined : { phase: 'failed', message, cause: details.reason, next: details.next });
    if (!ended && !designer) await sayFailure(error);
    return undefined;
  }
}

const TITLE = vscode.l10n.t('Trying learning rates…');

async function askRate(
  search: RateSearch,
  how: { readonly cwd: string; readonly node?: string },
  signal: AbortSignal,
  { start, channel, tried }: Pick<RuntimeContext, 'start' | 'channel'> & { readonly tried: (points: readonly RangePoint[]) => void },
): Promise<RangeResult> {
  const outcome = await askChild(
    {
      ...how,
      signal,
      message: { type: 'findRate', search },
      answer: (message) => {
        if (message.type === 'ratesTried') tried(message.points);
        return message.type === 'rateFound' || message.type === 'refused' ? message : undefined;
      },
    },
    start,
    (line) => channel.appendLine(`[Find Learning Rate] ${line}`),
  );
  if (typeof outcome === 'string') throw new Failure(l10n.t('No learning rate could be found.'), { reason: outcome });
  if (outcome.type === 'rateFound') return outcome.result;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}

async function offer(document: vscode.TextDocument, result: RangeResult, channel: RuntimeContext['channel']): Promise<void> {
  const { suggestion } = result;
  const [write, show] = [l10n.t`Use ${suggestion ?? ''}`, l10n.t('Show Steps')];
  const ways = suggestion === undefined ? [show] : [write, show];
  const choice = await vscode.window.showInformationMessage(rangeWords(result), ...ways);
  if (choice === show) channel.show(true);
  if (choice === write && suggestion !== undefined) await writeRate(document, suggestion);
}

/** Writes a learning rate into a design, as one change that can be undone. */
async function writeRate({ uri }: vscode.TextDocument, rate: number): Promise<void> {
  // It may have been closed, and changed, while the question stood there.
  const document = await vscode.workspace.openTextDocument(uri);
  const result = applyEdit(document.getText(), rateEdit(analysisOf(document).design?.training, rate));
  const done = result.ok && (await vscode.workspace.applyEdit(workspaceEdit(document, result.edits)));
  if (!done)
    await vscode.window.showErrorMessage(
      result.ok ? vscode.l10n.t('The editor did not take this change: the file may be read-only.') : result.reason,
    );
}
