import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { describe } from '../../core/describe';
import { missingForTraining, missingText } from '../../core/training/missing';
import type { RunOptions } from '../../protocol/trainer';
import type { DesignerEditor } from '../designer/designerEditor';
import { analysisOf, designName, DESIGN_SUFFIX } from '../designs/designs';
import type { Run } from '../runs/run';
import { claimRunFolder } from '../runs/runFolder';
import type { RunLibrary } from '../runs/runLibrary';
import type { Runs } from '../runs/runs';
import { launchFor } from '../runtime/launch';
import type { TrainingPanel } from './trainingPanel';
import { whyNot, type Obstacle } from './whyNot';

/** What the command's second argument may ask for; for a short try, and for tests. */
export type TrainOptions = Pick<RunOptions, 'epochs' | 'limit' | 'seed' | 'weights' | 'runtime' | 'memoryLimit' | 'datasetCache'>;

export interface Training {
  readonly designers: DesignerEditor;
  readonly runs: Runs;
  readonly library: RunLibrary;
  readonly panel: TrainingPanel;
  /** The folder that the editor keeps for Layerwise. */
  readonly storage: vscode.Uri;
}

/** Starts a run of the design as it is on screen, unless something speaks against it, which is then said. */
export async function train(document: vscode.TextDocument, options: TrainOptions, training: Training): Promise<Run | undefined> {
  const base = baseFolder(document.uri);
  const obstacle = whyNot({ trusted: vscode.workspace.isTrusted, scheme: document.uri.scheme, hasFolder: base !== undefined });
  if (obstacle || base === undefined) return void (obstacle && (await sayObstacle(document, obstacle)));
  const { diagnostics, design } = analysisOf(document);
  const problem = diagnostics.find(({ severity }) => severity === 'error');
  if (problem) return void (await sayProblem(document.uri, describe(problem)));
  const missing = missingForTraining(design ?? {});
  if (missing.length > 0) return void (await sayMissing(document, missingText(missing), training));
  const designPath = document.uri.scheme === 'file' ? document.uri.fsPath : path.join(base, path.basename(document.uri.path));
  if (!(await endRunning(designPath, training))) return undefined;
  return start({ document, designPath, base, name: design?.name ?? designName(document.uri), options }, training);
}

interface Start {
  readonly document: vscode.TextDocument;
  readonly designPath: string;
  readonly base: string;
  readonly name: string;
  readonly options: TrainOptions;
}

async function start({ document, designPath, base, name, options }: Start, training: Training): Promise<Run | undefined> {
  const { runs, library, panel, storage } = training;
  const launch = await launchFor(storage, { resource: document.uri, runtime: options.runtime });
  if (!launch) return undefined;
  let folder: string;
  try {
    folder = await claimRunFolder(base, name);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(
      vscode.l10n.t('No folder for the run can be made in {0}: {1}. Check that it can be written.', base, cause),
    );
    return undefined;
  }
  const { node, ...launched } = launch;
  const run = runs.start({
    id: path.basename(folder),
    name,
    cwd: path.dirname(designPath),
    ...(node && { node }),
    options: { designPath, designText: document.getText(), folder, ...launched, ...options },
  });
  if (document.isDirty) {
    run.take([
      { type: 'note', severity: 'info', message: l10n.t('The design has changes that are not saved: this run trains what is on screen.') },
    ]);
  }
  await library.remember(base);
  await panel.show(run.id);
  return run;
}

/** The folder that a design's runs lie in: its workspace folder, else its own. */
function baseFolder(uri: vscode.Uri): string | undefined {
  const folder =
    vscode.workspace.getWorkspaceFolder(uri) ?? (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0] : undefined);
  if (folder?.uri.scheme === 'file') return folder.uri.fsPath;
  return uri.scheme === 'file' ? path.dirname(uri.fsPath) : undefined;
}

async function sayObstacle(document: vscode.TextDocument, { message, way }: Obstacle): Promise<void> {
  const offer = way === 'trust' ? l10n.t('Manage Workspace Trust') : l10n.t('Save As…');
  if ((await vscode.window.showWarningMessage(message, offer)) !== offer) return;
  if (way === 'trust') return vscode.commands.executeCommand('workbench.trust.manage');
  const target = await vscode.window.showSaveDialog({ filters: { 'Layerwise design': [DESIGN_SUFFIX.slice(1)] } });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(document.getText()));
  await vscode.commands.executeCommand('vscode.open', target);
}

async function sayProblem(uri: vscode.Uri, problem: string): Promise<void> {
  const show = vscode.l10n.t('Show Problems');
  const choice = await vscode.window.showErrorMessage(vscode.l10n.t("{0} can't be trained yet: {1}", designName(uri), problem), show);
  if (choice === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** The designer asks for it in the field that is empty; from elsewhere a message leads there. */
async function sayMissing({ uri }: vscode.TextDocument, missing: string, { designers }: Training): Promise<void> {
  const { active } = designers;
  if (active?.document.uri.toString() === uri.toString()) return active.command('askForMissing');
  const open = l10n.t('Open Designer');
  const choice = await vscode.window.showErrorMessage(vscode.l10n.t("{0} can't be trained yet: {1}", designName(uri), missing), open);
  if (choice !== open) return;
  await designers.reveal(uri);
  designers.panelsOf(uri)[0]?.command('askForMissing');
}

/** True where no run of this design goes on any more. */
async function endRunning(designPath: string, { runs, panel }: Training): Promise<boolean> {
  const running = runs.activeOf(designPath);
  if (!running) return true;
  const [show, again] = [l10n.t('Show'), l10n.t('Stop and Restart')];
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is being trained already.', running.state.name),
    show,
    again,
  );
  if (choice === show) await panel.show(running.id);
  if (choice === again) await running.stop();
  return choice === again;
}
