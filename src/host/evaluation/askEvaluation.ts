import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { EvaluationReport, SampleAnswer } from '../../protocol/evaluation';
import type { EvaluationChoice } from '../../protocol/evaluationPage';
import type { FromTrainer, ToTrainer } from '../../protocol/trainer';
import type { ListedRun } from '../runs/catalog';
import { askChild } from '../runtime/askChild';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';

/** Passes take their time: with them only so many samples are looked at. */
const WITH_PASSES = 1000;

type Context = Pick<RuntimeContext, 'start' | 'storage' | 'channel'>;
type Run = Pick<ListedRun, 'folder' | 'designPath'>;

/** Has a child evaluate a run. Rejects with a `Failure`, or with the signal's reason. */
export async function askEvaluation(
  run: Run,
  { checkpoint, passes }: EvaluationChoice,
  signal: AbortSignal,
  progress: (share: number) => void,
  context: Context,
): Promise<EvaluationReport> {
  const few = passes === undefined ? {} : { passes, first: WITH_PASSES };
  const answered = await ask(
    run,
    ({ runtime, places }) => ({ type: 'evaluate', request: { folder: run.folder, checkpoint, ...few, runtime, places } }),
    (message) => {
      if (message.type === 'evaluating') progress(message.share);
      return message.type === 'evaluated' ? message : undefined;
    },
    signal,
    context,
  );
  return answered.report;
}

/** Has a child judge one sample. Rejects as `askEvaluation`. */
export async function askSample(
  run: Run,
  { checkpoint, passes }: EvaluationChoice,
  values: readonly number[],
  signal: AbortSignal,
  context: Context,
): Promise<SampleAnswer> {
  const answered = await ask(
    run,
    ({ runtime, places }) => ({
      type: 'judgeSample',
      request: { folder: run.folder, checkpoint, ...(passes !== undefined && { passes }), values, runtime, places },
    }),
    (message) => (message.type === 'sampleJudged' ? message : undefined),
    signal,
    context,
  );
  return answered.answer;
}

async function ask<Answer extends FromTrainer>(
  { folder, designPath }: Run,
  messageFor: (launch: NonNullable<Awaited<ReturnType<typeof launchFor>>>) => ToTrainer,
  answerOf: (message: FromTrainer) => Answer | undefined,
  signal: AbortSignal,
  { start, storage, channel }: Context,
): Promise<Answer> {
  const launch = await launchFor(storage, { resource: vscode.Uri.file(designPath) });
  // What is wrong with a setting has been said.
  if (!launch) throw new vscode.CancellationError();
  const outcome = await askChild(
    {
      cwd: folder,
      ...(launch.node && { node: launch.node }),
      signal,
      message: messageFor(launch),
      answer: (message) => (message.type === 'refused' ? message : answerOf(message)),
    },
    start,
    (line) => channel.appendLine(`[Evaluate] ${line}`),
  );
  if (typeof outcome === 'string')
    throw new Failure(vscode.l10n.t('The run was not evaluated.'), {
      reason: outcome,
      next: vscode.l10n.t('Try again; the log may say more.'),
    });
  if (outcome.type !== 'refused') return outcome;
  const { message, cause, next } = outcome.failure;
  throw new Failure(message, { reason: cause, next });
}
