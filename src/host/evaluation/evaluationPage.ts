import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { Refused } from '../../protocol/designerQuestions';
import type { EvaluationChoice, FromEvaluation, ToEvaluation } from '../../protocol/evaluationPage';
import { pageHtml } from '../page';
import { translation } from '../texts';
import type { ListedRun } from '../runs/catalog';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { whyNot } from '../training/whyNot';
import { askEvaluation, askSample } from './askEvaluation';

/** A tab that shows what the model of a run makes of samples that it did not learn from. Closing it ends what it asked for. */
export class EvaluationPage {
  private evaluating: AbortController | undefined;
  private judging: AbortController | undefined;
  /** What a page that comes back is told at once. */
  private state: ToEvaluation | undefined;
  /** What was posted, for the tests. */
  private readonly sent = new vscode.EventEmitter<ToEvaluation>();
  readonly onDidPost = this.sent.event;

  constructor(
    readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    readonly run: ListedRun,
    private readonly context: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
  ) {
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(extensionUri, 'dist');
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    const listening = webview.onDidReceiveMessage((message: FromEvaluation) => void this.receive(message));
    panel.onDidDispose(() => {
      listening.dispose();
      this.evaluating?.abort();
      this.judging?.abort();
      this.sent.dispose();
    });
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = pageHtml({ title: 'Layerwise Evaluation', bundle: 'evaluation', translation }, { cspSource: webview.cspSource, file });
  }

  /** Also what the tests call: a message as the webview sends it. */
  async receive(message: FromEvaluation): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.state ? this.post(this.state) : this.evaluate({});
      case 'evaluate':
        return this.evaluate(message.choice);
      case 'cancel':
        return this.evaluating?.abort();
      case 'judgeSample':
        return this.judge(message);
      case 'showTraining':
        return void (await vscode.commands.executeCommand('layerwise.openRun', this.run.id));
      case 'openDesign':
        return void (await vscode.commands.executeCommand('layerwise.openRunDesign', this.run.id));
    }
  }

  private async evaluate(choice: EvaluationChoice): Promise<void> {
    this.evaluating?.abort();
    const canceling = new AbortController();
    this.evaluating = canceling;
    const run = {
      id: this.run.id,
      name: this.run.label ?? this.run.name,
      ...(this.run.startedAt !== undefined && { startedAt: this.run.startedAt }),
    };
    const tell = (state: ToEvaluation): void => {
      if (this.evaluating !== canceling) return;
      this.state = state;
      this.post(state);
    };
    const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: 'file', hasFolder: true }, 'look');
    if (obstacle) return tell({ type: 'notEvaluated', run, choice, failure: { message: obstacle.message } });
    tell({ type: 'evaluating', run, choice, share: 0 });
    try {
      const told = (share: number): void => tell({ type: 'evaluating', run, choice, share });
      const report = await askEvaluation(this.run, choice, canceling.signal, told, this.context);
      tell({ type: 'evaluated', run, choice: { ...choice, checkpoint: report.checkpoint }, report });
    } catch (error) {
      tell({ type: 'notEvaluated', run, choice, ...(!canceling.signal.aborted && { failure: refusal(error) }) });
    }
  }

  private async judge({ id, values, choice }: Extract<FromEvaluation, { type: 'judgeSample' }>): Promise<void> {
    this.judging?.abort();
    const canceling = new AbortController();
    this.judging = canceling;
    try {
      const answer = await askSample(this.run, choice, values, canceling.signal, this.context);
      if (!canceling.signal.aborted) this.post({ type: 'sampleJudged', id, answer });
    } catch (error) {
      if (!canceling.signal.aborted) this.post({ type: 'sampleRefused', id, failure: refusal(error) });
    }
  }

  private post(message: ToEvaluation): void {
    void this.panel.webview.postMessage(message);
    this.sent.fire(message);
  }
}

function refusal(error: unknown): Refused {
  if (!(error instanceof Failure)) return { message: error instanceof Error ? error.message : String(error) };
  const { reason, next } = error.details;
  return { message: error.message, ...(reason !== undefined && { cause: reason }), ...(next !== undefined && { next }) };
}
