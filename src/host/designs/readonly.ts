import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { MODEL_SCHEME } from './designs';

const OWNER_MAY_WRITE = 0o200;

/**
 * Whether a document is not to be changed. VS Code does not tell extensions: it is worked out from the file system, from
 * the settings `files.readonly…`, and a run's copy of its design is never changed.
 */
export async function isReadonly(document: vscode.TextDocument): Promise<boolean> {
  const { uri } = document;
  if (uri.scheme === MODEL_SCHEME) return true;
  if (uri.path.includes('/.layerwise/runs/') || vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  const files = vscode.workspace.getConfiguration('files', uri);
  if (matches(document, files.get('readonlyInclude', {})) && !matches(document, files.get('readonlyExclude', {}))) return true;
  if (uri.scheme === 'file') return files.get('readonlyFromPermissions', false) && isLocked(uri.fsPath);
  try {
    return (await vscode.workspace.fs.stat(uri)).permissions === vscode.FilePermission.Readonly;
  } catch {
    return false; // An untitled document has no file yet.
  }
}

/** As the settings have it: a glob for the whole path, or for the path within the workspace folder. */
function matches(document: vscode.TextDocument, globs: Readonly<Record<string, boolean>>): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  return Object.entries(globs)
    .filter(([, on]) => on)
    .flatMap(([glob]) => [glob, ...(folder ? [new vscode.RelativePattern(folder, glob)] : [])])
    .some((pattern) => vscode.languages.match({ pattern }, document) > 0);
}

function isLocked(file: string): boolean {
  try {
    return (statSync(file).mode & OWNER_MAY_WRITE) === 0;
  } catch {
    return false;
  }
}
