import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { ChartsFormat } from '../../protocol/training';
import { sayFailure } from '../runtime/sayFailure';

const FORMATS: ReadonlySet<string> = new Set<ChartsFormat>(['svg', 'png', 'csv']);

/** What is in the charts, as the page draws it. */
export interface ChartsPage {
  readonly title: string;
  /** Folder in which the file is looked for first. */
  readonly folder: string | undefined;
  /** Rejects with a `Failure`. */
  draw(format: ChartsFormat): Promise<string | Uint8Array>;
}

/** Asks for a file, unless one is given, whose ending says what it is to be, and writes the charts to it. Returns the file. */
export async function saveCharts(page: ChartsPage, given?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = page.title.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-');
  const uri =
    given ??
    (await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Save Charts as .svg, .png or .csv'),
      ...(page.folder !== undefined && { defaultUri: vscode.Uri.file(path.join(page.folder, `${name}.svg`)) }),
      filters: {
        [vscode.l10n.t('Picture to scale (SVG)')]: ['svg'],
        [vscode.l10n.t('Picture (PNG)')]: ['png'],
        [vscode.l10n.t('Numbers of each epoch (CSV)')]: ['csv'],
      },
    }));
  if (!uri) return undefined;
  try {
    const content = await page.draw(formatOf(uri));
    await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The charts are in {0}', vscode.workspace.asRelativePath(uri)), 6000);
    return uri;
  } catch (error) {
    await sayFailure(
      error instanceof Failure
        ? error
        : new Failure(l10n.t`The charts could not be written to ${uri.fsPath}.`, {
            reason: error instanceof Error ? error.message : String(error),
            next: l10n.t('Choose another place.'),
          }),
    );
    return undefined;
  }
}

function formatOf(uri: vscode.Uri): ChartsFormat {
  const ending = path.posix.extname(uri.path).slice(1).toLowerCase();
  return FORMATS.has(ending) ? (ending as ChartsFormat) : 'svg';
}
