import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { parseDesign } from '../../core/parse';
import type { DataPreview } from '../../protocol/dataPreview';
import type { DesignerAnswer, DesignerQuestion, Refused, WeightsChoice } from '../../protocol/designerQuestions';
import type { FromTrainer, ToTrainer } from '../../protocol/trainer';
import type { ListedRun } from '../runs/catalog';
import type { WeightsPlace } from '../../protocol/weightsLook';
import type { StartTrainer } from '../runs/trainerProcess';
import { askChild } from '../runtime/askChild';
import { whyNot } from '../training/whyNot';
import type { Viewed } from './designerPanel';
import { placeOfWeights } from './weightsPlace';

/** A designer that asks: its document, and how it hears the answer. */
export interface Asker {
  readonly document: vscode.TextDocument;
  readonly panel: vscode.WebviewPanel;
  /** The model of another program that it is about, where that is only looked at. */
  readonly model?: Viewed;
  post(answer: DesignerAnswer): void;
}

export interface AnswerContext {
  readonly start: StartTrainer;
  readonly channel: vscode.OutputChannel;
  readonly runs: () => Promise<readonly ListedRun[]>;
  readonly findRate: (document: vscode.TextDocument) => void;
  readonly stopFindingRate: (document: vscode.TextDocument) => void;
}

type Waiting = Map<DesignerQuestion['type'], AbortController>;

/** Answers what designers ask about data and weights: a child reads them, and is ended when a newer question comes. */
export class Answers {
  private readonly waiting = new WeakMap<Asker, Waiting>();
  /** What was seen of a document: a tab that comes back shows it at once. */
  private readonly previews = new WeakMap<vscode.TextDocument, { readonly version: number; readonly preview: DataPreview }>();

  constructor(private readonly context: AnswerContext) {}

  ask(asker: Asker, question: DesignerQuestion): void {
    const { document } = asker;
    switch (question.type) {
      case 'findRate':
        return this.context.findRate(document);
      case 'stopFindingRate':
        return this.context.stopFindingRate(document);
      case 'cancelPreview':
        return this.waitingOf(asker).get('previewData')?.abort();
      default:
        void this.answer(asker, question);
    }
  }

  private async answer(asker: Asker, question: Extract<DesignerQuestion, { id: number }>): Promise<void> {
    const waiting = this.waitingOf(asker);
    waiting.get(question.type)?.abort();
    const canceling = new AbortController();
    waiting.set(question.type, canceling);
    const { id } = question;
    try {
      const answer = await this.answerTo(asker, question, canceling.signal);
      if (!canceling.signal.aborted) asker.post('failure' in answer ? { type: 'questionRefused', id, failure: answer.failure } : answer);
    } catch (error) {
      if (canceling.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      asker.post({ type: 'questionRefused', id, failure: { message: l10n.t('This could not be found out.'), cause: message } });
    }
  }

  private async answerTo(
    asker: Asker,
    question: Extract<DesignerQuestion, { id: number }>,
    signal: AbortSignal,
  ): Promise<DesignerAnswer | { readonly failure: Refused }> {
    const { document } = asker;
    const { id } = question;
    if (question.type === 'listWeights') return { type: 'weightsListed', id, choices: await this.choices(document) };
    if (question.type === 'chooseFile') {
      const file = await chooseFile(document, question.what);
      return { type: 'fileChosen', id, ...(file !== undefined && { file }) };
    }
    if (question.type === 'lookAtWeights' && asker.model) return this.lookIntoModel(document, asker.model.file, question, signal);
    const obstacle = whyNot(
      { trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: folderOf(document) !== undefined },
      'look',
    );
    if (obstacle) return { failure: { message: obstacle.message } };
    const { version } = document;
    const kept = this.previews.get(document);
    if (question.type === 'previewData' && !question.again && kept?.version === version)
      return { type: 'dataPreviewed', id, preview: kept.preview };
    const designPath = pathOf(document);
    const designText = document.getText();
    const seen = question.type === 'lookAtWeights' ? await placeOfWeights(designPath, await this.context.runs()) : undefined;
    if (seen?.place.kind === 'design' && !parseDesign(designText).design?.training?.weights) return { type: 'weightsSeen', id };
    const told = (message: FromTrainer): DesignerAnswer | { readonly failure: Refused } | undefined => {
      if (message.type === 'dataPreviewed') return { type: 'dataPreviewed', id, preview: message.preview };
      if (message.type === 'weightsReported') return { type: 'weightsReported', id, report: message.report };
      if (message.type === 'weightsSeen')
        return { type: 'weightsSeen', id, look: message.look, ...(seen?.run !== undefined && { run: seen.run }) };
      if (message.type === 'refused') return { failure: message.failure };
      for (const event of message.type === 'events' ? message.events : [])
        if (event.type === 'data' && event.phase === 'downloading')
          asker.post({ type: 'dataDownloading', id, received: event.received ?? 0, total: event.total ?? 0 });
      return undefined;
    };
    const message = messageOf(question, { designPath, designText }, seen?.place);
    const outcome = await askChild({ cwd: path.dirname(designPath), message, answer: told, signal }, this.context.start, (line) =>
      this.context.channel.appendLine(`[Preview] ${line}`),
    );
    if (typeof outcome !== 'string' && 'preview' in outcome && 'samples' in outcome.preview)
      this.previews.set(document, { version, preview: outcome.preview });
    return typeof outcome === 'string' ? { failure: { message: question.type === 'previewData' ? l10n.t('The data could not be looked at.') : l10n.t('The weights could not be looked at.'), cause: outcome } } : outcome; // prettier-ignore
  }

  /** The weights of a model that is looked at are read from its own file; that is as harmless as showing it. */
  private async lookIntoModel(
    document: vscode.TextDocument,
    file: vscode.Uri,
    { id, layer }: Extract<DesignerQuestion, { type: 'lookAtWeights' }>,
    signal: AbortSignal,
  ): Promise<DesignerAnswer | { readonly failure: Refused }> {
    const place = { kind: 'model' as const, file: file.fsPath };
    const request = { designPath: file.fsPath, designText: document.getText(), layer, place };
    const answer = (message: FromTrainer) => {
      if (message.type === 'weightsSeen') return { type: 'weightsSeen' as const, id, look: message.look };
      return message.type === 'refused' ? { failure: message.failure } : undefined;
    };
    const outcome = await askChild(
      { cwd: path.dirname(file.fsPath), message: { type: 'lookAtWeights', request }, answer, signal },
      this.context.start,
      (line) => this.context.channel.appendLine(`[View Model] ${line}`),
    );
    return typeof outcome === 'string' ? { failure: { message: l10n.t('The weights could not be looked at.'), cause: outcome } } : outcome;
  }

  private waitingOf(asker: Asker): Waiting {
    const found = this.waiting.get(asker);
    if (found) return found;
    const waiting: Waiting = new Map();
    this.waiting.set(asker, waiting);
    asker.panel.onDidDispose(() => {
      for (const canceling of waiting.values()) canceling.abort();
    });
    return waiting;
  }

  /** The newest run of each design by the design's name, then all runs by their own. */
  private async choices(document: vscode.TextDocument): Promise<readonly WeightsChoice[]> {
    const runs = (await this.context.runs()).filter(
      ({ phase, score }) => phase === 'finished' || phase === 'stopped' || score !== undefined,
    );
    const detailOf = ({ startedAt, score, phase }: ListedRun): string =>
      [
        startedAt === undefined ? undefined : new Date(startedAt).toLocaleString(),
        score && `${score.metric} ${score.value.toFixed(4)}`,
        phase === 'finished' ? undefined : phase,
      ]
        .filter((part) => part !== undefined)
        .join(', ');
    const designs = new Map<string, WeightsChoice>();
    for (const run of runs) {
      if (designs.has(run.name) || run.designPath === document.uri.fsPath) continue;
      designs.set(run.name, { from: run.name, detail: l10n.t`its last run: ${detailOf(run)}` });
    }
    return [...designs.values(), ...runs.map((run) => ({ from: run.id, detail: detailOf(run) }))];
  }
}

/** What a child is asked to find out. */
function messageOf(
  question: Extract<DesignerQuestion, { type: 'previewData' | 'reportWeights' | 'lookAtWeights' }>,
  design: { readonly designPath: string; readonly designText: string },
  place: WeightsPlace = { kind: 'design' },
): ToTrainer {
  switch (question.type) {
    case 'previewData':
      return { type: 'previewData', request: { ...design, download: question.download } };
    case 'reportWeights':
      return { type: 'reportWeights', ...design };
    case 'lookAtWeights':
      return { type: 'lookAtWeights', request: { ...design, layer: question.layer, place } };
  }
}

const folderOf = ({ uri }: vscode.TextDocument): string | undefined =>
  (vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;

/** A design that is not saved yet lies in the workspace's folder. */
const pathOf = (document: vscode.TextDocument): string =>
  document.uri.scheme === 'file' ? document.uri.fsPath : path.join(folderOf(document) ?? '', path.basename(document.uri.path));

/** Seen from the design, with slashes as in every file of the format; `undefined`: none was chosen. */
async function chooseFile(document: vscode.TextDocument, what: 'samples' | 'weights'): Promise<string | undefined> {
  const folder = path.dirname(pathOf(document));
  const filters: Record<string, string[]> =
    what === 'samples' ? { 'Arrays (IDX, NPY, NPZ)': ['gz', 'npy', 'npz', 'idx', '*'] } : { 'Weights (safetensors)': ['safetensors', '*'] };
  const chosen = await vscode.window.showOpenDialog({
    defaultUri: vscode.Uri.file(folder),
    filters,
    title: what === 'samples' ? vscode.l10n.t('Choose a file of samples') : vscode.l10n.t('Choose a file of weights'),
    openLabel: vscode.l10n.t('Choose'),
  });
  return chosen?.[0] && path.relative(folder, chosen[0].fsPath).replaceAll(path.sep, '/');
}
