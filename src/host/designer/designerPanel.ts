import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JsonPath } from '../../core/document';
import { Failure } from '../../core/failure';
import { findConflicts, resolution } from '../../core/diff/conflict';
import type { Edit, EditResult } from '../../core/edits';
import type { DesignerCommand, DesignerRun, FromDesigner, ToDesigner, ViewedModel } from '../../protocol/designer';
import type { DesignerQuestion, RateSearchState } from '../../protocol/designerQuestions';
import { openMergeEditor } from '../compare/openMergeEditor';
import { workspaceEdit } from '../designs/quickFixes';
import { editDocument, type EditedDocument } from './editQueue';

/** What a designer shows besides its document. */
export interface DesignerFacts {
  trust(): { readonly trusted: boolean; readonly reason?: string };
  runtimeLabel(document: vscode.TextDocument): string;
  unwantedAdvice(document: vscode.TextDocument): readonly string[];
  /** Bytes that a run of it may hold. */
  memory(document: vscode.TextDocument): number;
  run(document: vscode.TextDocument): DesignerRun | undefined;
  rateSearch(document: vscode.TextDocument): RateSearchState | undefined;
}

/** A model of another program that is looked at. */
export interface Viewed {
  readonly file: vscode.Uri;
  readonly viewed: ViewedModel;
}

type Measured = Omit<Extract<ToDesigner, { type: 'stepMeasured' }>, 'type'>;

/** What a person can ask for in a designer beyond edits. */
export interface DesignerActions {
  startTraining(document: vscode.TextDocument): void;
  pauseTraining(document: vscode.TextDocument): void;
  resumeTraining(document: vscode.TextDocument): void;
  stopTraining(document: vscode.TextDocument): void;
  showTraining(document: vscode.TextDocument): void;
  chooseRuntime(): void;
  checkMemory(document: vscode.TextDocument): void;
  importModel(file: vscode.Uri): void;
  showProblems(): void;
  openAsText(document: vscode.TextDocument, path: JsonPath | undefined): void;
  whyAdvice(code: string): void;
  switchAdviceOff(code: string): void;
  openLink(address: string): void;
  ask(asker: DesignerPanel, question: DesignerQuestion): void;
}

/**
 * One designer on one document. The webview may be thrown away and made again at any time (hidden tabs keep nothing),
 * so `ready` is answered with everything; what is posted while there is no webview is lost, and may be.
 */
export class DesignerPanel {
  /** Ids of the layers that are selected in it. */
  selection: readonly string[] = [];
  /** While an edit of this designer is under way, changes of the text are told by its answer. */
  private editing = false;
  private toldVersion = 0;
  private revealNext: string | undefined;
  private commandNext: DesignerCommand | undefined;
  private ready = false;
  private measured: Measured | undefined;
  private closed = false;
  private lastPicture = 0;
  /** Pictures that the webview is asked for. */
  private readonly pictures = new Map<number, (answer: Extract<FromDesigner, { type: 'rasterized' }>) => void>();
  private readonly posted = new vscode.EventEmitter<ToDesigner>();
  private readonly selected = new vscode.EventEmitter<void>();
  /** Other layers are selected in it. */
  readonly onDidSelect = this.selected.event;
  /** Everything that is posted, for the tests. */
  readonly onDidPost = this.posted.event;

  constructor(
    public document: vscode.TextDocument,
    readonly panel: vscode.WebviewPanel,
    readonly readonly: boolean,
    private readonly enqueue: <T>(task: () => Promise<T>) => Promise<T>,
    private readonly facts: DesignerFacts,
    private readonly actions: DesignerActions,
    public model?: Viewed,
  ) {
    panel.webview.onDidReceiveMessage((message: FromDesigner) => this.receive(message));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.ready = false;
    });
    panel.onDidDispose(() => {
      this.closed = true;
      const reason = l10n.t('The picture was not made: the designer that drew it was closed.');
      for (const [id, answer] of this.pictures) answer({ type: 'rasterized', id, reason });
      this.posted.dispose();
      this.selected.dispose();
    });
  }

  post(message: ToDesigner): void {
    if (this.closed) return;
    void this.panel.webview.postMessage(message);
    this.posted.fire(message);
  }

  /** Whether the webview is there and has been told everything. */
  get isReady(): boolean {
    return this.ready;
  }

  /** The document has another text. */
  textChanged(): void {
    if (!this.editing) this.sendText();
  }

  /** VS Code had let go of the text and has it as another document now. */
  openedAgain(document: vscode.TextDocument): void {
    this.document = document;
    this.sendText();
  }

  /** Something that `facts` speaks of may be different now. */
  settingsChanged(): void {
    const { facts, readonly, document } = this;
    const label = facts.runtimeLabel(document);
    const unwanted = facts.unwantedAdvice(document);
    const memory = facts.memory(document);
    const viewed = this.model?.viewed;
    const settings = { ...facts.trust(), readonly, runtimeLabel: label, ...(viewed && { viewed }) };
    this.post({ type: 'settingsChanged', ...settings, unwantedAdvice: unwanted, memory });
  }

  /** The file that is looked at has become another one, or is gone. */
  modelChanged(viewed: ViewedModel): void {
    if (!this.model) return;
    this.model = { ...this.model, viewed };
    this.settingsChanged();
  }

  /** A step of the design was measured; a webview that comes later is told too. */
  stepMeasured(measured: Measured): void {
    this.measured = measured;
    this.post({ type: 'stepMeasured', ...measured });
  }

  runChanged(): void {
    const run = this.facts.run(this.document);
    this.post({ type: 'runChanged', ...(run && { run }) });
  }

  rateSearchChanged(): void {
    const search = this.facts.rateSearch(this.document);
    this.post({ type: 'rateSearchChanged', ...(search && { search }) });
  }

  /** Brings the chart of learning rates into view. */
  showRate(): void {
    this.post({ type: 'command', command: 'showRate' });
  }

  /** Has the webview make a PNG file of a picture. Rejects with a `Failure` where it cannot. */
  rasterize(svg: string): Promise<Uint8Array> {
    const id = ++this.lastPicture;
    return new Promise((resolve, reject) => {
      this.pictures.set(id, ({ png, reason }) => {
        this.pictures.delete(id);
        if (png) resolve(Uint8Array.from(png));
        else reject(new Failure(reason ?? l10n.t('The picture was not made.')));
      });
      this.post({ type: 'rasterize', id, svg });
    });
  }

  /** Selects the layers without taking the focus. */
  show(layers: readonly string[]): void {
    if (this.ready) this.post({ type: 'select', layers });
  }

  /** Selects the layer, now or once the webview is there. */
  reveal(layer: string): void {
    if (this.ready) this.post({ type: 'reveal', layer });
    else this.revealNext = layer;
  }

  /** Does it at once, or as soon as the page is there. */
  command(command: DesignerCommand): void {
    if (this.ready) this.post({ type: 'command', command });
    else this.commandNext = command;
  }

  /** Also what the tests call: a message as the webview sends it. */
  receive(message: FromDesigner): void {
    const { document, actions } = this;
    switch (message.type) {
      case 'ready':
        return this.sendEverything();
      case 'edit':
        void this.edit(message);
        return;
      case 'selectionChanged':
        this.selection = message.layers;
        return this.selected.fire();
      case 'openAsText':
        return actions.openAsText(document, message.path);
      case 'whyAdvice':
      case 'switchAdviceOff':
        return actions[message.type](message.code);
      case 'openLink':
        return actions.openLink(message.address);
      case 'resolveConflict':
        return void this.resolveConflict(message);
      case 'openMergeEditor':
        return void openMergeEditor(document);
      case 'rasterized':
        return this.pictures.get(message.id)?.(message);
      case 'chooseRuntime':
      case 'showProblems':
        return actions[message.type]();
      case 'importViewed':
        return this.model && actions.importModel(this.model.file);
      case 'startTraining':
      case 'pauseTraining':
      case 'resumeTraining':
      case 'stopTraining':
      case 'showTraining':
      case 'checkMemory':
        return actions[message.type](document);
      case 'previewData':
      case 'cancelPreview':
      case 'listWeights':
      case 'reportWeights':
      case 'lookAtWeights':
      case 'chooseFile':
      case 'findRate':
      case 'stopFindingRate':
        return actions.ask(this, message);
    }
  }

  private sendEverything(): void {
    this.ready = true;
    this.settingsChanged();
    this.sendText();
    this.runChanged();
    this.rateSearchChanged();
    if (this.measured) this.post({ type: 'stepMeasured', ...this.measured });
    if (this.revealNext !== undefined) this.post({ type: 'reveal', layer: this.revealNext });
    this.revealNext = undefined;
    if (this.commandNext !== undefined) this.post({ type: 'command', command: this.commandNext });
    this.commandNext = undefined;
  }

  private sendText(answer: { answersEdit?: number; select?: readonly string[] } = {}): void {
    this.toldVersion = this.document.version;
    this.post({ type: 'documentChanged', version: this.document.version, text: this.document.getText(), ...answer });
  }

  private edit({ id, edit }: Extract<FromDesigner, { type: 'edit' }>): Promise<void> {
    return this.enqueue(async () => {
      this.editing = true;
      const result = await this.apply(edit);
      this.editing = false;
      if (result.ok) return this.sendText({ answersEdit: id, ...(result.select && { select: result.select }) });
      this.post({ type: 'editRefused', edit: id, reason: result.reason });
      if (this.toldVersion !== this.document.version) this.sendText();
    });
  }

  /** The text that comes of it is told as any other change of the document. */
  private resolveConflict({ choice, offset }: Extract<FromDesigner, { type: 'resolveConflict' }>): Promise<void> {
    return this.enqueue(async () => {
      const conflicts = findConflicts(this.document.getText()).filter((one) => offset === undefined || one.offset === offset);
      // It was resolved a moment ago, and the webview will be told so.
      if (conflicts.length === 0) return;
      const edits = conflicts.map((one) => resolution(one, choice));
      const reason = this.readonly
        ? l10n.t('This file is read-only: resolve the conflict in a copy of it.')
        : l10n.t('The editor did not take this change.');
      if (this.readonly || !(await editable(this.document).replace(edits))) this.post({ type: 'editRefused', edit: 0, reason });
    });
  }

  private async apply(edit: Edit): Promise<EditResult> {
    if (this.readonly) return { ok: false, reason: l10n.t('This file is read-only. Save a copy of it to change it.') };
    try {
      return await editDocument(editable(this.document), edit);
    } catch (error) {
      return { ok: false, reason: l10n.t`This change could not be made: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}

/** The document as the edit queue wants it: all edits of one change are one step to undo. */
export function editable(document: vscode.TextDocument): EditedDocument {
  return {
    get version() {
      return document.version;
    },
    getText: () => document.getText(),
    replace: async (edits) => vscode.workspace.applyEdit(workspaceEdit(document, edits)),
  };
}
