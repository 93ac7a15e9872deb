import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { FromRuntimes, ToRuntimes } from '../../protocol/runtimesPage';
import { pageHtml } from '../page';
import { translation } from '../texts';
import { chosenRuntime } from './launch';
import { openSetting } from './openSetting';
import { examinationReport } from './report';

/** Tries the runtimes and says what the page is to show. Rejects with a `Failure`, or as the signal says. */
export type TryRuntimes = (signal: AbortSignal) => Promise<ToRuntimes>;

/** The settings that say which programs and libraries are tried. */
const TRIED: readonly string[] = ['layerwise.python', 'layerwise.tensorflow.folder', 'layerwise.node'];

/** The tab that shows what training can use on this machine, and what to do where something is missing. */
export class RuntimesPage implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private examining: AbortController | undefined;
  private state: ToRuntimes | undefined;
  /** What was found last: it stays on show while all is tried again, and where that is cancelled. */
  private found: Extract<ToRuntimes, { type: 'examined' }> | undefined;
  /** Something has changed what would be found. */
  private outdated = false;
  private readonly listening = vscode.workspace.onDidChangeConfiguration((change) => this.settingsChanged(change));
  /** What was posted, for the tests. */
  private readonly sent = new vscode.EventEmitter<ToRuntimes>();
  readonly onDidPost = this.sent.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly tryRuntimes: TryRuntimes,
  ) {}

  /** Opens the tab, or brings it to the front, and tries the runtimes; the result is the report as text, where there is one. */
  async show(): Promise<string | undefined> {
    if (this.panel) this.panel.reveal();
    else this.panel = this.open();
    await this.examine();
    return this.report;
  }

  /** Also what the tests call: a message as the webview sends it. */
  async receive(message: FromRuntimes): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (this.found && this.found !== this.state) this.post(this.found);
        return this.state && this.post(this.state);
      case 'examine':
        return this.examine();
      case 'cancel':
        return this.examining?.abort();
      case 'setUpTensorflow':
        return void (await vscode.commands.executeCommand('layerwise.setUpTensorFlow'));
      case 'chooseRuntime':
        return void (await vscode.commands.executeCommand('layerwise.chooseRuntime'));
      case 'openSetting':
        return openSetting(message.setting);
      case 'openLog':
        return void (await vscode.commands.executeCommand('layerwise.showLog'));
      case 'copyReport':
        if (this.report === undefined) return;
        await vscode.env.clipboard.writeText(this.report);
        vscode.window.setStatusBarMessage(l10n.t('The report is in the clipboard.'), 3000);
    }
  }

  /** What was shown may no longer be so: all is tried again, when somebody looks. */
  refresh(): void {
    this.outdated = true;
    this.update();
  }

  dispose(): void {
    this.listening.dispose();
    this.panel?.dispose();
    this.sent.dispose();
  }

  private get report(): string | undefined {
    return this.found && examinationReport(this.found.examination);
  }

  /** Another choice is said at once. */
  private settingsChanged(change: vscode.ConfigurationChangeEvent): void {
    if (TRIED.some((setting) => change.affectsConfiguration(setting))) this.refresh();
    else if (change.affectsConfiguration('layerwise.runtime') && this.found && this.state?.type !== 'examining')
      this.take({ ...this.found, chosen: chosenRuntime() });
  }

  private update(): void {
    if (this.outdated && this.panel?.visible) void this.examine();
  }

  private take(state: ToRuntimes): void {
    this.state = state;
    if (state.type === 'examined') this.found = state;
    else if (state.type === 'notExamined' && state.failure) this.found = undefined;
    this.post(state);
  }

  private async examine(): Promise<void> {
    this.outdated = false;
    this.examining?.abort();
    const canceling = new AbortController();
    this.examining = canceling;
    const tell = (state: ToRuntimes): void => {
      // A newer examination has taken its place, or the tab is gone.
      if (this.examining === canceling) this.take(state);
    };
    tell({ type: 'examining' });
    try {
      tell(await this.tryRuntimes(canceling.signal));
    } catch (error) {
      tell({ type: 'notExamined', ...(!canceling.signal.aborted && { failure: refusal(error) }) });
    }
  }

  private open(): vscode.WebviewPanel {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `layerwise-${theme}.svg`);
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel('layerwise.runtimes', l10n.t('Runtimes'), vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [dist],
      enableFindWidget: true,
    });
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const { webview } = panel;
    const listening = webview.onDidReceiveMessage((message: FromRuntimes) => void this.receive(message));
    panel.onDidChangeViewState(() => this.update());
    panel.onDidDispose(() => {
      listening.dispose();
      this.examining?.abort();
      [this.panel, this.examining, this.state, this.found] = [undefined, undefined, undefined, undefined];
    });
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = pageHtml({ title: 'Layerwise Runtimes', bundle: 'runtimes', translation }, { cspSource: webview.cspSource, file });
    return panel;
  }

  private post(message: ToRuntimes): void {
    void this.panel?.webview.postMessage(message);
    this.sent.fire(message);
  }
}

function refusal(error: unknown): NonNullable<Extract<ToRuntimes, { type: 'notExamined' }>['failure']> {
  if (!(error instanceof Failure)) return { message: error instanceof Error ? error.message : String(error) };
  const { reason, next } = error.details;
  return { message: error.message, ...(reason !== undefined && { cause: reason }), ...(next !== undefined && { next }) };
}
