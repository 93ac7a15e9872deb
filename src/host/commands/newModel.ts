import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { templates, type Template } from '../../core/templates';
import { DESIGN_SUFFIX } from '../designs/designs';
import type { DesignerEditor } from '../designer/designerEditor';

/** For a call without questions: which template, and where to. */
export interface NewModelOptions {
  readonly template?: string;
  readonly uri?: vscode.Uri;
}

/** Writes a new design from a template and opens it. */
export async function newModel(designers: DesignerEditor, options: NewModelOptions = {}): Promise<vscode.Uri | undefined> {
  const template = templates.find(({ id }) => id === options.template) ?? (await pickTemplate());
  if (!template) return undefined;
  const uri = options.uri ?? (await askWhere(template));
  if (!uri) return undefined;
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(template.text));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(vscode.l10n.t('The design could not be written to {0}: {1}', uri.fsPath, cause));
    return undefined;
  }
  await designers.reveal(uri);
  return uri;
}

async function pickTemplate(): Promise<Template | undefined> {
  const items = templates.map((template) => ({ label: template.title, detail: template.detail, template }));
  return (
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('New Model'),
      placeHolder: vscode.l10n.t('What to begin with'),
      matchOnDetail: true,
    })
  )?.template;
}

/** A name in the workspace folder, in the one of several that is picked, or anywhere where there is none. */
async function askWhere({ id }: Template): Promise<vscode.Uri | undefined> {
  const name = id === 'empty' ? 'model' : id;
  const folders = vscode.workspace.workspaceFolders ?? [];
  const within = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folders.length > 1 && !within) return undefined;
  if (!within) {
    const chosen = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('New Model'),
      filters: { 'Layerwise design': [DESIGN_SUFFIX.slice(1)] },
    });
    return chosen && withSuffix(chosen);
  }
  const folder = within.uri;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Model'),
    prompt: vscode.l10n.t("The file's name in {0}", within.name),
    value: await freeName(folder, name),
    validateInput: (value) => nameProblem(folder, value),
  });
  return typed === undefined ? undefined : withSuffix(vscode.Uri.joinPath(folder, typed.trim()));
}

async function nameProblem(folder: vscode.Uri, value: string): Promise<string | undefined> {
  const name = value.trim();
  if (name === '') return l10n.t('A name is missing.');
  const uri = withSuffix(vscode.Uri.joinPath(folder, name));
  if (!uri.path.startsWith(`${folder.path}/`)) return l10n.t('This is outside of the workspace folder.');
  return (await exists(uri)) ? l10n.t`${path.posix.basename(uri.path)} is there already.` : undefined;
}

async function freeName(folder: vscode.Uri, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const free = `${name}${number > 1 ? `-${String(number)}` : ''}${DESIGN_SUFFIX}`;
    if (!(await exists(vscode.Uri.joinPath(folder, free)))) return free;
  }
}

const withSuffix = (uri: vscode.Uri): vscode.Uri =>
  uri.path.endsWith(DESIGN_SUFFIX) ? uri : uri.with({ path: `${uri.path.replace(/(\.layerwise)?\.json$/, '')}${DESIGN_SUFFIX}` });

const exists = (uri: vscode.Uri): Thenable<boolean> =>
  vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
