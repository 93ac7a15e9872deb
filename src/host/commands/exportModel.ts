import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportFormatId,
  type ExportReport,
  type ExportRequest,
  type PictureOptions,
} from '../../protocol/modelExport';
import { RUN_FILES } from '../../protocol/runFolder';
import type { DesignerEditor } from '../designer/designerEditor';
import { pngOf } from '../designer/pictureMaker';
import { analysisOf, designName } from '../designs/designs';
import type { ListedRun } from '../runs/catalog';
import { runItem, scoreOf, timeOf } from '../runs/runItem';
import { exportFile } from '../runs/modelFiles';
import type { RunLibrary } from '../runs/runLibrary';
import { launchFor } from '../runtime/launch';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';
import { showAsKeras } from './showAsKeras';

/** What is exported: a design as it is in the editor, or the model of a run. */
export type ExportSource = { readonly document: vscode.TextDocument } | { readonly run: ListedRun };

/** In place of a person's answers; for tests. */
export interface ExportModelOptions {
  readonly format?: ExportFormatId;
  readonly file?: string;
}

/** Writes a model as a kind of file that a person chooses; the result is that file. */
export async function exportModel(
  source: ExportSource,
  { format: named, file: target }: ExportModelOptions,
  library: RunLibrary,
  { start, storage, channel, designers }: RuntimeContext & { readonly designers: DesignerEditor },
): Promise<string | undefined> {
  const format: ExportFormat | undefined = EXPORT_FORMATS.find(({ id }) => id === named) ?? (await pickFormat());
  if (!format) return undefined;
  if (format.id === 'keras' && 'document' in source && target === undefined) return void (await showAsKeras(source.document));
  const weights = named === undefined && format.weights && 'document' in source ? await pickWeights(source.document, library) : 'own';
  if (weights === undefined) return undefined;
  const picture = isPicture(format) ? await pickPicture(source, named !== undefined) : undefined;
  if (isPicture(format) && !picture) return undefined;
  const from = weights === 'own' ? source : { run: weights };
  if (!vscode.workspace.isTrusted && format.weights && 'document' in from && analysisOf(from.document).design?.training?.weights)
    return void (await sayUntrusted(from.document.uri));
  const design = 'document' in from ? from.document.uri.fsPath : from.run.designPath;
  const file = target ?? (await askForFile(design, format));
  const launch = file === undefined ? undefined : await launchFor(storage, { resource: vscode.Uri.file(design), runtime: 'auto' });
  if (file === undefined || !launch) return undefined;
  const origin = 'document' in from ? { source: design, text: from.document.getText() } : { source: from.run.folder };
  // The design of a run may be gone, and its folder with it; the copy that the run keeps is there.
  const drawn = 'document' in from ? from.document.uri.fsPath : path.join(from.run.folder, RUN_FILES.design);
  try {
    const report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting {0}…', path.basename(file)), cancellable: true },
      (_, cancel) => {
        const cancelled = new AbortController();
        cancel.onCancellationRequested(() => cancelled.abort());
        const how = { cwd: path.dirname(drawn), ...(launch.node && { node: launch.node }) };
        const log = (line: string) => channel.appendLine(`[Export Model] ${line}`);
        // The dialog has asked whether a file may be replaced.
        const request = { format: format.id as ExportFormatId, ...origin, target: file, overwrite: true, ...(picture && { picture }) };
        const context = { how, start, log, signal: cancelled.signal };
        if (format.id === 'png')
          return writePng(request, vscode.Uri.file(drawn), designers, (svg) => exportFile(svg, launch.places, context));
        return exportFile(request, launch.places, context);
      },
    );
    for (const note of report.notes) channel.appendLine(`[Export Model] ${note}`);
    void tell(file, report);
    return file;
  } catch (error) {
    void sayFailure(error, (line) => channel.appendLine(`[Export Model] ${line}`));
    return undefined;
  }
}

/** No file is read that a design names, as long as nobody trusts it. */
async function sayUntrusted(design: vscode.Uri): Promise<void> {
  const trust = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t(
    '{0} begins with weights of another file, which is read only in a trusted workspace. Kinds of file without weights can be exported.',
    designName(design),
  );
  if ((await vscode.window.showWarningMessage(message, trust)) === trust) await vscode.commands.executeCommand('workbench.trust.manage');
}

const isPicture = ({ id }: ExportFormat): boolean => id === 'svg' || id === 'png';

/** In the colours of the editor; of a design with blocks a person says whether their layers are shown. */
async function pickPicture(source: ExportSource, unasked: boolean): Promise<PictureOptions | undefined> {
  const { kind } = vscode.window.activeColorTheme;
  const dark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  const theme = dark ? 'dark' : 'light';
  const blocks = 'document' in source && analysisOf(source.document).instances.length > 0;
  if (unasked || !blocks) return { theme };
  const items = [
    { label: l10n.t('Blocks folded'), description: l10n.t('one card for each block'), unfolded: false },
    { label: l10n.t('Blocks with their layers'), unfolded: true },
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Export Model'),
    placeHolder: vscode.l10n.t('What is shown of blocks?'),
  });
  return chosen && { theme, unfolded: chosen.unfolded };
}

/** The picture is made as SVG, and drawn by the designer. */
async function writePng(
  { target, ...request }: ExportRequest,
  design: vscode.Uri,
  designers: DesignerEditor,
  make: (request: ExportRequest) => Promise<ExportReport>,
): Promise<ExportReport> {
  const report = await make({ ...request, format: 'svg' });
  const png = await pngOf(report.text ?? '', design, designers);
  await vscode.workspace.fs.writeFile(vscode.Uri.file(target!), png);
  return { ...report, format: 'png', target };
}

async function pickFormat(): Promise<ExportFormat | undefined> {
  const items = EXPORT_FORMATS.map((format: ExportFormat) => ({
    label: format.title,
    description: format.ending,
    detail: format.detail,
    format,
  }));
  return (
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Export Model'),
      placeHolder: vscode.l10n.t('As what?'),
      matchOnDetail: true,
    })
  )?.format;
}

/** Of a design that was trained: whose weights. `'own'`: those that training would begin with. */
async function pickWeights(document: vscode.TextDocument, library: RunLibrary): Promise<ListedRun | 'own' | undefined> {
  const runs = (await library.list()).filter(({ designPath, score }) => designPath === document.uri.fsPath && score);
  if (runs.length === 0) return 'own';
  const items: (vscode.QuickPickItem & { readonly weights: ListedRun | 'own' })[] = [
    ...runs.map((run) => ({
      ...runItem(run),
      label: l10n.t`Trained: ${run.label ?? timeOf(run)}`,
      description: scoreOf(run),
      weights: run,
    })),
    { label: l10n.t('Not trained'), description: l10n.t('the weights that training would begin with'), weights: 'own' as const },
  ];
  return (
    await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Export Model'), placeHolder: vscode.l10n.t('With which weights?') })
  )?.weights;
}

async function askForFile(design: string, { title, ending, folder }: ExportFormat): Promise<string | undefined> {
  const name = path.basename(design).replace(/(\.layerwise)?\.json$/, '');
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(
      path.join(path.dirname(design), `${name}${folder ? `-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}` : ending}`),
    ),
    ...(ending && { filters: { [title]: [ending.slice(1)] } }),
    title: vscode.l10n.t('Export as {0}', title),
    saveLabel: vscode.l10n.t('Export'),
  });
  return chosen?.fsPath;
}

async function tell(file: string, { weights, notes }: ExportReport): Promise<void> {
  const reveal = vscode.l10n.t('Reveal');
  const name = path.basename(file);
  const said =
    weights?.from === 'run'
      ? l10n.t`The model is in ${name}, with the ${weights.checkpoint ?? ''} weights (epoch ${weights.epoch ?? ''}).`
      : weights?.from === 'initializers'
        ? l10n.t`The model is in ${name}, not trained.`
        : l10n.t`The model is in ${name}.`;
  const message = [said, ...notes].join(' ');
  if ((await vscode.window.showInformationMessage(message, reveal)) === reveal)
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(file));
}
