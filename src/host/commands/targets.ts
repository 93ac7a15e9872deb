import * as vscode from 'vscode';
import { RUN_FILES } from '../../protocol/runFolder';
import type { DesignerEditor } from '../designer/designerEditor';
import type { DesignerPanel } from '../designer/designerPanel';
import { DESIGN_SUFFIX, isDesign, RUN_COPIES } from '../designs/designs';
import { isActive, type Run } from '../runs/run';
import type { ListedRun } from '../runs/catalog';
import { runItem } from '../runs/runItem';
import { canResume } from '../training/resumeRun';
import type { Training } from '../training/train';

const MOST_FILES = 500;

/** What commands act on when nobody said it: what a person looks at. */
export class Targets {
  constructor(
    private readonly designers: DesignerEditor,
    private readonly training: Training,
  ) {}

  /** The design in the active editor. */
  activeDesign(): vscode.Uri | undefined {
    const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const shown = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
    return shown && isDesign(shown) ? shown : undefined;
  }

  /** A design: the one that is named, the active one, that of the run on show, or the one that a person picks. */
  async design(target: unknown): Promise<vscode.TextDocument | undefined> {
    const uri = target instanceof vscode.Uri ? target : (this.activeDesign() ?? (await this.designOfPanel()) ?? (await pickDesign()));
    if (!uri) return undefined;
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      // What a run names as its design may be any file: only a design is made again.
      if (isDesign(uri) && !(await isThere(uri))) return this.putBack(uri);
      const cause = error instanceof Error ? error.message : String(error);
      await vscode.window.showErrorMessage(vscode.l10n.t("{0} can't be opened: {1}", vscode.workspace.asRelativePath(uri), cause));
      return undefined;
    }
  }

  /** A run of this editor that goes on: the one that is named, of the active design or panel, or the one that a person picks. */
  async activeRun(target: unknown, wanted: (run: Run) => boolean = () => true): Promise<Run | undefined> {
    const { runs, panel } = this.training;
    const candidates = runs.active.filter(wanted);
    if (target instanceof vscode.Uri) return candidates.findLast(({ designPath }) => designPath === target.fsPath);
    const id = runId(target);
    if (id !== undefined) return candidates.find((run) => run.id === id) ?? this.sayForeign(id);
    const design = this.activeDesign();
    const near =
      candidates.find(({ designPath }) => designPath === design?.fsPath) ??
      (panel.isActive ? candidates.find((run) => run.id === panel.shown) : undefined);
    if (near || candidates.length < 2) return near ?? candidates[0];
    const picked = await vscode.window.showQuickPick(
      candidates.map((run) => ({ label: run.state.name, description: run.state.phase, run })),
      { placeHolder: vscode.l10n.t('Which run?') },
    );
    return picked?.run;
  }

  /** A run in a folder: the one that is named, or the one on show. */
  async run(target: unknown): Promise<ListedRun | undefined> {
    const id = runId(target) ?? this.training.panel.shown;
    return id === undefined ? undefined : this.training.library.find(id);
  }

  /** A run that can go on: the one that is named, whatever its state, the one on show, or the one that a person picks. */
  async resumableRun(target: unknown): Promise<ListedRun | undefined> {
    const named = await this.run(target);
    if (named && (runId(target) !== undefined || canResume(named))) return named;
    const runs = (await this.training.library.list()).filter(canResume);
    if (runs.length === 0) {
      await vscode.window.showInformationMessage(vscode.l10n.t('No run was stopped or cut off: there is none to resume.'));
      return undefined;
    }
    const items = runs.map((run) => runItem(run, run.phase));
    return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run is to go on?') }))?.run;
  }

  /** A run that may have saved weights: the one that is named, the one on show, or the one that a person picks. */
  async runWithWeights(target: unknown): Promise<ListedRun | undefined> {
    const named = await this.run(target);
    if (named) return named;
    const runs = (await this.training.library.list()).filter(({ score }) => score);
    if (runs.length === 0) {
      await vscode.window.showInformationMessage(
        vscode.l10n.t('No run has saved weights yet: they are there once the first epoch has ended.'),
      );
      return undefined;
    }
    const items = runs.map((run) => runItem(run));
    return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which run’s weights?') }))?.run;
  }

  /** The designer that has the focus; without one (in the walkthrough) the only one that is open, or that of a design which is picked. */
  async designer(): Promise<DesignerPanel | undefined> {
    if (this.designers.active) return this.designers.active;
    const [only, ...others] = this.designers.panels.filter(({ model }) => !model);
    const document = only && others.length === 0 ? only.document : await this.design(undefined);
    if (!document) return undefined;
    await this.designers.reveal(document.uri);
    return this.designers.panelsOf(document.uri)[0];
  }

  /** A run of another window or of the terminal can be looked at, not steered. */
  private async sayForeign(id: string): Promise<undefined> {
    const run = await this.training.library.find(id);
    if (!run || !isActive(run) || this.training.runs.byId(id)) return;
    await vscode.window.showInformationMessage(
      vscode.l10n.t('This run of {0} was started in another window or in a terminal. Stop or pause it there.', run.name),
    );
  }

  /** A design that was deleted, or moved by another program: its last run has a copy. */
  private async putBack(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
    const last = (await this.training.library.list()).find(({ designPath }) => designPath === uri.fsPath);
    const offer = vscode.l10n.t('Put It Back');
    const gone = vscode.l10n.t('{0} is gone: it was deleted or moved.', vscode.workspace.asRelativePath(uri));
    const message = last ? `${gone} ${vscode.l10n.t('Its last run has a copy.')}` : gone;
    if ((await vscode.window.showErrorMessage(message, ...(last ? [offer] : []))) !== offer || !last) return undefined;
    try {
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(vscode.Uri.file(last.folder), RUN_FILES.design), uri);
      return await vscode.workspace.openTextDocument(uri);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      await vscode.window.showErrorMessage(vscode.l10n.t("{0} can't be put back: {1}", vscode.workspace.asRelativePath(uri), cause));
      return undefined;
    }
  }

  private async designOfPanel(): Promise<vscode.Uri | undefined> {
    const { panel } = this.training;
    const run = panel.isActive ? await this.run(undefined) : undefined;
    return run && vscode.Uri.file(run.designPath);
  }
}

const isThere = (uri: vscode.Uri): Thenable<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );

/** A run is named by its id, or by the entry of the tree. */
function runId(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  return typeof target === 'object' && target !== null && 'id' in target && typeof target.id === 'string' ? target.id : undefined;
}

async function pickDesign(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(`**/*${DESIGN_SUFFIX}`, RUN_COPIES, MOST_FILES);
  if (found.length === 0) {
    const create = vscode.l10n.t('New Model');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t('There is no design (*{0}) in this workspace.', DESIGN_SUFFIX),
      create,
    );
    if (choice === create) await vscode.commands.executeCommand('layerwise.newModel');
    return undefined;
  }
  if (found.length === 1) return found[0];
  const items = found.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })).sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which design?') }))?.uri;
}
