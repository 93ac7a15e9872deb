import * as l10n from '@vscode/l10n';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../../core/format';
import { keptLayersText } from '../../core/unknownLayers';
import { importSeconds, unfinishedWeights, type ImportReport } from '../../protocol/modelImport';
import { DESIGN_SUFFIX } from '../designs/designs';
import type { DesignerEditor } from '../designer/designerEditor';
import { importFile } from '../runs/modelFiles';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';

/** Makes a design of a file of another program, beside it or in the workspace, and opens it; the result is the design. */
export async function importModel(
  file: vscode.Uri | undefined,
  designers: DesignerEditor,
  { start, storage, channel }: RuntimeContext,
): Promise<vscode.Uri | undefined> {
  const chosen = file ?? (await askForFile());
  const launch = chosen === undefined ? undefined : await launchFor(storage, { resource: chosen, runtime: 'auto' });
  if (!chosen || !launch) return undefined;
  const name = path.basename(chosen.fsPath);
  const design = await freeName(chosen);
  try {
    const { size } = await vscode.workspace.fs.stat(chosen);
    const report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Importing {0}…', name), cancellable: true },
      (_, cancel) => {
        const cancelled = new AbortController();
        cancel.onCancellationRequested(() => cancelled.abort());
        const late = AbortSignal.timeout(importSeconds(size) * 1000);
        const how = { cwd: path.dirname(chosen.fsPath), ...(launch.node && { node: launch.node }) };
        const log = (line: string) => channel.appendLine(`[Import Model] ${line}`);
        return importFile(
          { file: chosen.fsPath, design: design.fsPath },
          { how, start, log, signal: AbortSignal.any([cancelled.signal, late]) },
        );
      },
    );
    for (const line of linesOf(report)) channel.appendLine(`[Import Model] ${name}: ${line}`);
    await designers.reveal(design);
    void tell(name, report);
    return design;
  } catch (error) {
    // A process that was ended in the middle cleans nothing up.
    await rm(unfinishedWeights(design.fsPath), { force: true }).catch(() => undefined);
    void sayFailure(error, (line) => channel.appendLine(`[Import Model] ${line}`));
    return undefined;
  }
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Model'),
    openLabel: vscode.l10n.t('Import'),
    filters: { Models: ['keras', 'h5', 'hdf5', 'json', 'onnx'], 'All Files': ['*'] },
  });
  return chosen?.[0];
}

/** A name that nothing has yet: beside a file of the workspace, else in the workspace, where there is one. */
async function freeName(file: vscode.Uri): Promise<vscode.Uri> {
  const within = vscode.workspace.getWorkspaceFolder(file);
  const folder = within ? undefined : vscode.workspace.workspaceFolders?.[0]?.uri;
  const place = folder?.scheme === 'file' ? folder : vscode.Uri.joinPath(file, '..');
  const own = path.basename(file.fsPath).replace(/\.[^.]+$/, '');
  // Every model of TensorFlow.js is called model.json; its folder says more.
  const plain = own === 'model' ? path.basename(path.dirname(file.fsPath)) : own;
  for (let number = 1; ; number++) {
    const name = `${plain}${number > 1 ? `-${number}` : ''}`;
    const taken = await Promise.all(
      [`${name}${DESIGN_SUFFIX}`, `${name}.safetensors`].map((each) => exists(vscode.Uri.joinPath(place, each))),
    );
    if (!taken.includes(true)) return vscode.Uri.joinPath(place, `${name}${DESIGN_SUFFIX}`);
  }
}

const exists = (uri: vscode.Uri): Thenable<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );

const linesOf = ({ unknown, notes }: ImportReport): readonly string[] => [keptLayersText(unknown) ?? [], notes].flat();

async function tell(name: string, report: ImportReport): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  const [first, ...more] = linesOf(report);
  // Short, so that a notification shows all of it: the design that opens says the rest.
  const layers = formatCount(report.layers);
  const counts =
    report.weights === undefined
      ? vscode.l10n.t('Imported {0}, which has no weights: {1} layers.', name, layers)
      : vscode.l10n.t('Imported {0} with its weights: {1} layers.', name, layers);
  if (first === undefined) return void (await vscode.window.showInformationMessage(counts));
  const rest = more.length > 0 ? l10n.t` (${more.length} more in the log)` : '';
  if ((await vscode.window.showWarningMessage(`${counts} ${first}${rest}`, log)) === log)
    await vscode.commands.executeCommand('layerwise.showLog');
}
