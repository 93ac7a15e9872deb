import * as vscode from 'vscode';
import { placeOf } from '../../core/analysis';
import type { Diagnostic } from '../../core/diagnostics';
import { layerAt } from '../../core/layerAt';
import { locate } from '../../core/locate';
import { outlineOf, type OutlineEntry } from '../../core/outline';
import { advisedOf } from '../designs/advised';
import { isDesign } from '../designs/designs';
import { onDidChangeKnown } from '../designs/knownFacts';
import type { DesignerEditor } from '../designer/designerEditor';
import { outlineBadges, outlineItem, type OutlineContext } from './outlineItem';

const OUTLINE = 'layerwise.outline';
/** Whether there is a design to show. */
const SHOWN = 'layerwise.designShown';
const DEBOUNCE_MS = 150;
/** How late a selection of ours may be told. */
const ECHO_MS = 1000;

/** The layers of the design in front as a tree, in step with its designer and with its text both ways. */
export class OutlineView implements vscode.TreeDataProvider<OutlineEntry>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<OutlineEntry>;
  private readonly subscriptions: vscode.Disposable[];
  private context: OutlineContext | undefined;
  private version = 0;
  /** How often it has looked what is in front. */
  private followed = 0;
  private roots: readonly OutlineEntry[] = [];
  private parents = new Map<OutlineEntry, OutlineEntry>();
  private byLayer = new Map<string, OutlineEntry>();
  /** The layer that is to be selected here. */
  private marked: string | undefined;
  /** Layers that were to be selected here, and when: their selection comes back as an event. */
  private readonly asked = new Map<string, number>();
  private revealing: Promise<void> = Promise.resolve();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(private readonly designers: DesignerEditor) {
    this.view = vscode.window.createTreeView(OUTLINE, { treeDataProvider: this, showCollapseAll: true, canSelectMany: true });
    this.subscriptions = [
      this.changed,
      this.view,
      vscode.window.registerFileDecorationProvider(outlineBadges),
      vscode.window.tabGroups.onDidChangeTabs(() => this.later('follow', () => this.follow(), 0)),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.later('follow', () => this.follow(), 0)),
      vscode.workspace.onDidChangeTextDocument(
        ({ document }) => document === this.context?.document && this.later('read', () => this.readShown(document)),
      ),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('layerwise')) this.readAgain();
      }),
      onDidChangeKnown(() => this.readAgain()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
        if (textEditor.document === this.context?.document && selection)
          this.later('cursor', () => this.cursorMoved(textEditor.document, selection.active));
      }),
      designers.onDidView(() => this.later('follow', () => this.follow(), 0)),
      // By its address: a model that is looked at may be another document than when its tab was opened.
      designers.onDidSelect(({ document, selection }) => this.shows(document.uri) && this.mark(selection)),
      this.view.onDidChangeSelection(({ selection }) => this.chosen(selection)),
      this.view.onDidChangeVisibility(({ visible }) => visible && this.shown()),
    ];
    void this.follow();
  }

  /** The design that is shown. */
  get document(): vscode.TextDocument | undefined {
    return this.context?.document;
  }

  getChildren(entry?: OutlineEntry): OutlineEntry[] {
    if (!entry) return [...this.roots];
    return entry.kind === 'layer' ? [] : [...entry.entries];
  }

  getParent(entry: OutlineEntry): OutlineEntry | undefined {
    return this.parents.get(entry);
  }

  getTreeItem(entry: OutlineEntry): vscode.TreeItem {
    if (!this.context) throw new Error('There is no design to show.');
    return outlineItem(entry, this.context);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private shows(uri: vscode.Uri): boolean {
    return this.context?.document.uri.toString() === uri.toString();
  }

  private later(what: string, task: () => unknown, delay = DEBOUNCE_MS): void {
    clearTimeout(this.timers.get(what));
    this.timers.set(
      what,
      setTimeout(() => void task(), delay),
    );
  }

  /** Shows the design of the active tab. A panel of ours in front leaves the one that was there. */
  private async follow(): Promise<void> {
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof vscode.TabInputWebview) return;
    const uri = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
    const following = ++this.followed;
    const design = uri && (isDesign(uri) ? uri : this.designers.viewedDesign(uri));
    const found = design && (await opened(design));
    // Another tab is in front by now.
    if (following !== this.followed) return;
    await vscode.commands.executeCommand('setContext', SHOWN, found !== undefined);
    if (found) return this.read(found);
    this.context = undefined;
    this.show([]);
  }

  /** What was selected while it was hidden. */
  private async shown(): Promise<void> {
    await this.follow();
    await this.reveal(this.marked);
  }

  /** Its text has changed a moment ago; another one may be in front by now. */
  private readShown(document: vscode.TextDocument): void {
    if (document === this.context?.document) this.read(document);
  }

  private readAgain(): void {
    const document = this.context?.document;
    this.version = 0;
    if (document) this.read(document);
  }

  private read(document: vscode.TextDocument): void {
    if (document.isClosed || (document === this.context?.document && document.version === this.version)) return;
    const analysis = advisedOf(document);
    // While the text cannot be read the last outline stays, as the canvas does.
    if (!analysis.design && document === this.context?.document) return;
    const problems = new Map<string, Diagnostic[]>();
    for (const diagnostic of analysis.diagnostics) {
      if (diagnostic.layer === undefined) continue;
      const own = problems.get(diagnostic.layer);
      if (own) own.push(diagnostic);
      else problems.set(diagnostic.layer, [diagnostic]);
    }
    if (document !== this.context?.document) this.marked = undefined;
    this.context = { document, analysis, problems };
    this.version = document.version;
    this.show(outlineOf(analysis));
    const [panel] = this.designers.panelsOf(document.uri);
    const editor = vscode.window.activeTextEditor;
    if (editor?.document === document) this.cursorMoved(document, editor.selection.active);
    else if (panel) this.mark(panel.selection);
  }

  private show(roots: readonly OutlineEntry[]): void {
    this.roots = roots;
    this.parents = new Map();
    this.byLayer = new Map();
    const waiting = [...roots];
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      if (entry.kind !== 'run') this.byLayer.set(entry.layer.id, entry);
      if (entry.kind === 'layer') continue;
      for (const inside of entry.entries) {
        this.parents.set(inside, entry);
        waiting.push(inside);
      }
    }
    this.changed.fire();
  }

  /** Selects here what is selected elsewhere, without taking the focus. */
  private mark(selection: readonly string[]): void {
    this.marked = selection.at(-1);
    void this.reveal(this.marked);
  }

  /** One after the other, so that the last one asked for is the one that stays. */
  private reveal(layer: string | undefined, attempts = 20): Promise<void> {
    this.revealing = this.revealing.then(() => this.revealNow(layer, attempts));
    return this.revealing;
  }

  /** The tree refuses while it is still being built, so it is asked some times. */
  private async revealNow(layer: string | undefined, attempts: number): Promise<void> {
    const entry = this.byLayer.get(layer ?? '');
    if (!layer || !entry || layer !== this.marked || !this.view.visible || this.view.selection.includes(entry)) return;
    this.asked.set(layer, Date.now());
    try {
      await this.view.reveal(entry, { select: true, focus: false, expand: false });
    } catch {
      if (attempts > 1) this.later('reveal', () => this.reveal(layer, attempts - 1));
    }
  }

  /** Whether that is selected because it was asked for here, not by a person. */
  private wasAsked(layer: string): boolean {
    const at = this.asked.get(layer);
    this.asked.delete(layer);
    return layer === this.marked || (at !== undefined && Date.now() - at < ECHO_MS);
  }

  private cursorMoved(document: vscode.TextDocument, position: vscode.Position): void {
    const { context } = this;
    if (context?.document !== document || !this.view.visible) return;
    const layer = layerAt(document.getText(), document.offsetAt(position), context.analysis);
    if (layer) this.mark([layer.id]);
  }

  /** A person chose entries here: they are shown where the design is. */
  private chosen(selection: readonly OutlineEntry[]): void {
    const entry = selection.at(-1);
    const { context } = this;
    if (!entry || entry.kind === 'run' || !context) return;
    const ids = selection.flatMap((one) => (one.kind === 'run' ? [] : [one.layer.id]));
    // What follows the designer or the text is no choice of a person; acting on it would open a design again that was closed.
    if (ids.length === 1 && this.wasAsked(entry.layer.id)) return;
    this.marked = entry.layer.id;
    const panels = this.designers.panelsOf(context.document.uri).filter(({ panel }) => panel.visible);
    for (const panel of panels) panel.show(ids);
    const { document } = context;
    for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) showInText(editor, entry.layer);
    if (panels.length > 0 || vscode.window.visibleTextEditors.some((editor) => editor.document === document)) return;
    void this.designers.reveal(document.uri, entry.layer.id);
  }
}

function showInText(editor: vscode.TextEditor, layer: Parameters<typeof placeOf>[0]): void {
  const { document } = editor;
  const { offset, length } = locate(document.getText(), { path: placeOf(layer) });
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  if (range.contains(editor.selection.active)) return;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined; // It was deleted meanwhile; its editor says so.
  }
}
