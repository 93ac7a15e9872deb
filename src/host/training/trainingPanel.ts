import * as l10n from '@vscode/l10n';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { parseDesign } from '../../core/parse';
import type { RunEvent, RuntimeName } from '../../core/training/events';
import { EventBatches } from '../../machine/eventBatches';
import { RUN_FILES } from '../../protocol/runFolder';
import { RUN_COMMANDS, type ChartsFormat, type FromTraining, type RunCommand, type ToTraining } from '../../protocol/training';
import { pageHtml } from '../page';
import { translation } from '../texts';
import { isActive, type Run } from '../runs/run';
import type { RunLibrary } from '../runs/runLibrary';
import type { Runs } from '../runs/runs';
import { saveCharts } from './saveCharts';

const TRAINING = 'layerwise.training';
const SHOWN = 'layerwise.shownRun';
const VIEW = 'layerwise.trainingView';

/** Milliseconds that the page may take to draw a file of the charts. */
const DRAWING = 20_000;

/** Milliseconds between two tellings of events, until the page says what it needs. */
const PACE = 200;

/** What a person can ask for in the panel beyond looking at runs. */
export interface TrainingActions {
  pause(run: string): void;
  resume(run: string): void;
  stop(run: string): void;
  /** Goes on with a run that was stopped or cut off. */
  resumeRun(run: string): void;
  /** Trains the design of this run anew; without a run, the one that a person chooses. `runtime`: instead of the setting's. */
  trainAgain(run: string | undefined, runtime?: RuntimeName): void;
  openDesign(run: string, layer: string | undefined): void;
  revealFolder(run: string): void;
  evaluate(run: string): void;
  command(command: RunCommand, run: string): void;
  openLog(run: string | undefined): void;
  checkRuntimes(): void;
}

/**
 * The one training panel: shows a run, of this editor or of a folder, and can be told to show another. It holds nothing
 * that is not elsewhere, so it can be closed, moved and made again at any time.
 */
export class TrainingPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  /** The shown run, while another process trains it. */
  private foreign: string | undefined;
  /** Events of the shown run that the page was not told of yet. */
  private readonly news = new EventBatches((events) => this.shown && this.post({ type: 'events', run: this.shown, events }), PACE);
  /** Each takes the page's answer to its own `drawCharts`, by number. */
  private readonly drawings = new Map<number, (answer: Extract<FromTraining, { type: 'chartsDrawn' }>) => void>();
  private lastDrawing = 0;
  private readonly subscriptions: { dispose(): unknown }[];
  /** Everything that is posted, for the tests. */
  private readonly sent = new vscode.EventEmitter<ToTraining>();
  readonly onDidPost = this.sent.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly memory: vscode.Memento,
    private readonly runs: Runs,
    private readonly library: RunLibrary,
    private readonly actions: TrainingActions,
  ) {
    this.subscriptions = [
      this.sent,
      vscode.window.registerWebviewPanelSerializer(TRAINING, this),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.sendRun()),
      library.onDidChange(() => void this.listChanged()),
      runs.onDidChange((run, events) => this.runChanged(run, events)),
    ];
  }

  /** The id of the run that is shown, or would be. */
  get shown(): string | undefined {
    return this.memory.get<string>(SHOWN);
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  get isVisible(): boolean {
    return this.panel?.visible === true;
  }

  get isActive(): boolean {
    return this.panel?.active === true;
  }

  /** Opens the panel, or brings it to the front where it is; with a run: that one. */
  async show(run?: string, { preserveFocus = false } = {}): Promise<void> {
    const other = run !== undefined && run !== this.shown;
    if (other) await this.choose(run);
    if (!this.panel) {
      // After a start of the editor its tab may stand there already, without a page until somebody looks at it.
      const [tab, ...more] = emptyTabs();
      const viewColumn = tab?.group.viewColumn ?? vscode.ViewColumn.Active;
      this.adopt(vscode.window.createWebviewPanel(TRAINING, 'Training', { viewColumn, preserveFocus }));
      if (tab) await vscode.window.tabGroups.close([tab, ...more], true);
      return;
    }
    this.panel.reveal(undefined, preserveFocus);
    if (other) await this.sendRun();
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  /** Makes a file of what is in the charts, while the panel can be seen. Returns it. */
  saveCharts(file?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const designs = vscode.workspace.workspaceFolders?.[0]?.uri;
    const folder = designs?.scheme === 'file' ? designs.fsPath : undefined;
    return saveCharts({ title: this.panel?.title ?? 'training', folder, draw: (format) => this.drawCharts(format) }, file);
  }

  private async drawCharts(format: ChartsFormat): Promise<string | Uint8Array> {
    const id = ++this.lastDrawing;
    let late: NodeJS.Timeout | undefined;
    const answer = new Promise<Extract<FromTraining, { type: 'chartsDrawn' }>>((resolve) => {
      this.drawings.set(id, resolve);
      late = setTimeout(() => resolve({ type: 'chartsDrawn', id }), DRAWING);
    });
    this.post({ type: 'drawCharts', id, format });
    const { content, reason } = await answer;
    clearTimeout(late);
    this.drawings.delete(id);
    if (content !== undefined) return content;
    throw new Failure(l10n.t('The charts could not be drawn.'), {
      reason: reason ?? l10n.t('The training panel did not answer.'),
      next: l10n.t('Show the panel and try again.'),
    });
  }

  /** Runs were deleted: if one of them is shown, the newest that is left takes its place. */
  async forget(runs: readonly string[]): Promise<void> {
    if (this.shown === undefined || !runs.includes(this.shown)) return;
    const left = (await this.library.list()).find(({ id }) => !runs.includes(id));
    if (left) {
      await this.choose(left.id);
      return this.sendRun();
    }
    this.news.drop();
    await this.memory.update(SHOWN, undefined);
    this.post({ type: 'snapshot', trusted: vscode.workspace.isTrusted });
  }

  dispose(): void {
    this.news.drop();
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Also what the tests call: a message as the webview sends it. */
  async receive(message: FromTraining): Promise<void> {
    const { actions, shown } = this;
    switch (message.type) {
      case 'ready':
        await this.showNewest();
        await this.sendRun();
        return this.sendList();
      case 'pace':
        this.news.interval = message.milliseconds;
        return;
      case 'openRun':
        await this.choose(message.run);
        return this.sendRun();
      case 'compareRun': {
        const run = await this.library.state(message.run);
        return run && this.post({ type: 'compared', run });
      }
      case 'runCommand':
        return RUN_COMMANDS.includes(message.command) ? actions.command(message.command, message.run) : undefined;
      case 'chartsDrawn':
        return this.drawings.get(message.id)?.(message);
      case 'keepView':
        return this.memory.update(VIEW, message.view);
      case 'startTraining':
        return actions.trainAgain(shown, message.runtime);
      case 'checkRuntimes':
        return actions.checkRuntimes();
      case 'openLog':
        return actions.openLog(shown);
      case 'manageTrust':
        return void (await vscode.commands.executeCommand('workbench.trust.manage'));
      case 'copyText':
        return vscode.env.clipboard.writeText(message.text);
      case 'pauseTraining':
        if (shown) actions.pause(shown);
        return;
      case 'resumeTraining':
        if (shown) actions.resume(shown);
        return;
      case 'stopTraining':
        if (shown) actions.stop(shown);
        return;
      case 'resumeRun':
        if (shown) actions.resumeRun(shown);
        return;
      case 'openDesign':
        if (shown) actions.openDesign(shown, message.layer);
        return;
      case 'evaluateRun':
        if (shown) actions.evaluate(shown);
        return;
      case 'revealFolder':
        if (shown) actions.revealFolder(shown);
        return;
    }
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist');
    this.panel = panel;
    this.news.interval = PACE;
    const icon = (theme: string) => vscode.Uri.joinPath(this.extensionUri, 'media', `layerwise-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.onDidDispose(() => (this.panel = undefined));
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.onDidReceiveMessage((message: FromTraining) => void this.receive(message));
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.html = pageHtml(
      { title: 'Layerwise Training', bundle: 'training', translation, data: { view: JSON.stringify(this.memory.get(VIEW, {})) } },
      { cspSource: webview.cspSource, file },
    );
  }

  private choose(run: string): Thenable<void> {
    // What was not told yet is of another run.
    this.news.drop();
    return this.memory.update(SHOWN, run);
  }

  private post(message: ToTraining): void {
    void this.panel?.webview.postMessage(message);
    this.sent.fire(message);
  }

  /** Where no run was chosen, or it is gone, the newest is shown rather than none. */
  private async showNewest(): Promise<void> {
    const { shown } = this;
    if (shown !== undefined && (await this.library.state(shown))) return;
    const runs = [...(await this.library.list())].sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
    if (runs[0] && shown === this.shown) await this.choose(runs[0].id);
  }

  private async sendRun(): Promise<void> {
    // Where nobody has chosen yet, that is the newest.
    const newest = this.shown === undefined ? (await this.library.list())[0]?.id : undefined;
    if (newest !== undefined && this.shown === undefined) await this.choose(newest);
    const { shown } = this;
    const run = shown === undefined ? undefined : await this.library.state(shown);
    const layerTypes = run?.folder === undefined ? undefined : await trainedTypes(run.folder);
    const label = run && (await this.library.list()).find(({ id }) => id === run.id)?.label;
    if (shown !== this.shown || !this.panel) return;
    this.panel.title = run ? vscode.l10n.t('Training: {0}', label ?? run.name) : vscode.l10n.t('Training');
    // Looked up again: while the folder was read, a run of this editor went on.
    const own = this.runs.byId(shown ?? '')?.state;
    const now = own ?? run;
    const elsewhere = run !== undefined && !own && isActive(run);
    const trusted = vscode.workspace.isTrusted;
    // All of it is in the state.
    this.news.drop();
    this.post({ type: 'snapshot', trusted, ...(now && { run: now }), ...(layerTypes && { layerTypes }), ...(elsewhere && { elsewhere }) });
  }

  private async sendList(): Promise<void> {
    if (!this.panel) return;
    const runs = await this.library.list();
    if (!this.panel) return;
    const shown = runs.find(({ id }) => id === this.shown);
    if (shown) this.panel.title = vscode.l10n.t('Training: {0}', shown.label ?? shown.name);
    this.post({ type: 'runsChanged', runs });
  }

  private runChanged({ id }: Run, events: readonly RunEvent[]): void {
    if (id !== this.shown || !this.panel) return;
    // The design is in its folder by the time a run has started: its layers can be told.
    if (events.length === 0 || events.some(({ type }) => type === 'started')) void this.sendRun();
    else this.news.add(events);
  }

  private async listChanged(): Promise<void> {
    await this.sendList();
    const { shown } = this;
    if (shown === undefined || this.runs.byId(shown)) return;
    // A run of another process: what its folder says now is all that is known of it.
    const listed = await this.library.find(shown);
    if (listed && (isActive(listed) || this.foreign === shown)) await this.sendRun();
    this.foreign = listed && isActive(listed) ? shown : undefined;
  }
}

/** Keras's class by layer name, of the design as it was trained. */
async function trainedTypes(folder: string): Promise<Record<string, string> | undefined> {
  const text = await readFile(path.join(folder, RUN_FILES.design), 'utf8').catch(() => undefined);
  const layers = text === undefined ? undefined : parseDesign(text).design?.layers;
  return layers && Object.fromEntries(layers.map(({ name, type }) => [name, type]));
}

/** Tabs of the panel that the editor kept and has not given to anybody yet. */
const emptyTabs = (): vscode.Tab[] =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(TRAINING)),
  );
