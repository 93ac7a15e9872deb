import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { RunLabel } from '../../protocol/runFolder';
import type { ListedRun } from '../runs/catalog';
import { readLabel, writeLabel } from '../runs/runLabel';
import type { RunLibrary } from '../runs/runLibrary';
import { sayFailure } from '../runtime/sayFailure';

/** Asks what a run is to be called, unless that is said. */
export async function renameRun({ folder, name }: ListedRun, library: RunLibrary, options: RunLabel): Promise<void> {
  const before = await readLabel(folder);
  const given =
    options.name ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Name of the Run'),
      prompt: vscode.l10n.t('How lists and charts call this run. Empty: {0}, as its design.', name),
      placeHolder: name,
      value: before.name ?? '',
    }));
  if (given !== undefined) await keep(folder, { ...before, name: given === name ? '' : given }, library);
}

/** Asks for a note on a run, unless it is given. */
export async function noteRun({ folder, label, name }: ListedRun, library: RunLibrary, options: RunLabel): Promise<void> {
  const before = await readLabel(folder);
  const given =
    options.remark ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Note on {0}', label ?? name),
      prompt: vscode.l10n.t('What you want to remember of this run. It stands in the table of runs.'),
      value: before.remark ?? '',
    }));
  if (given !== undefined) await keep(folder, { ...before, remark: given }, library);
}

async function keep(folder: string, label: RunLabel, library: RunLibrary): Promise<void> {
  try {
    await writeLabel(folder, label);
  } catch (error) {
    await sayFailure(
      new Failure(l10n.t('It could not be kept.'), {
        reason: error instanceof Error ? error.message : String(error),
        next: l10n.t`Check that ${folder} is there and can be written.`,
      }),
    );
  }
  library.refreshSoon(0);
}
