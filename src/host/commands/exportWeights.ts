import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../../core/format';
import type { SavedWeights } from '../../protocol/weightsExport';
import type { ListedRun } from '../runs/catalog';
import { exportRunWeights } from '../runs/exportWeights';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';

/** What the command's second argument may say, in place of a person; for tests. */
export interface ExportWeightsOptions {
  readonly file?: string;
  readonly checkpoint?: SavedWeights;
}

/** Writes the best weights of a run to the file that a person names; the result is that file. */
export async function exportWeights(
  { name, folder, designPath }: ListedRun,
  { file: named, checkpoint }: ExportWeightsOptions,
  { start, storage, channel }: RuntimeContext,
): Promise<string | undefined> {
  const file = named ?? (await askForFile(path.join(path.dirname(designPath), `${name}.weights.h5`)));
  const launch = file === undefined ? undefined : await launchFor(storage, { resource: vscode.Uri.file(designPath), runtime: 'auto' });
  if (file === undefined || !launch) return undefined;
  const format = file.endsWith('.safetensors') ? 'safetensors' : 'weights.h5';
  const { node } = launch;
  try {
    const weights = await exportRunWeights(
      // The dialog has asked whether a file may be replaced.
      { folder, format, file, overwrite: true, ...(checkpoint && { checkpoint }) },
      { cwd: folder, ...(node && { node }) },
      start,
      (line) => channel.appendLine(`[Export Weights] ${line}`),
    );
    void tell(weights.file, l10n.t`The ${weights.checkpoint} weights of ${name} (epoch ${weights.epoch}, ${formatCount(weights.parameters)} numbers) are in ${path.basename(file)}.`); // prettier-ignore
    return weights.file;
  } catch (error) {
    void sayFailure(error);
    return undefined;
  }
}

async function askForFile(proposed: string): Promise<string | undefined> {
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(proposed),
    filters: { 'Keras weights': ['weights.h5'], safetensors: ['safetensors'] },
    title: vscode.l10n.t('Export Weights'),
    saveLabel: vscode.l10n.t('Export'),
  });
  return chosen?.fsPath;
}

async function tell(file: string, message: string): Promise<void> {
  const python = vscode.l10n.t('Copy for Python');
  const loadable = file.endsWith('.weights.h5');
  const choice = await vscode.window.showInformationMessage(message, ...(loadable ? [python] : []));
  if (choice === python) await vscode.env.clipboard.writeText(`model.load_weights(${JSON.stringify(file)})`);
}
