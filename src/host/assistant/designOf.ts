import path from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import type { Targets } from '../commands/targets';
import { DESIGN_SUFFIX, isDesign, RUN_COPIES } from '../designs/designs';

/** The design that a language model names, in this workspace and nowhere else. Rejects with a `Failure` where there is none. */
export async function designOf(name: unknown, targets: Targets): Promise<vscode.TextDocument> {
  if (typeof name === 'string' && name !== '') return vscode.workspace.openTextDocument(await named(name));
  const active = targets.activeDesign();
  if (active) return vscode.workspace.openTextDocument(active);
  const found = await vscode.workspace.findFiles(`**/*${DESIGN_SUFFIX}`, RUN_COPIES, 50);
  if (found.length === 1) return vscode.workspace.openTextDocument(found[0]!);
  if (found.length === 0) throw new Failure(`There is no design (*${DESIGN_SUFFIX}) in this workspace.`, { next: 'Create one first.' });
  const names = found.map((uri) => vscode.workspace.asRelativePath(uri)).sort();
  throw new Failure('There are several designs, and none is open.', { next: `Name one of ${names.join(', ')} as "design".` });
}

async function named(name: string): Promise<vscode.Uri> {
  if (!name.endsWith(DESIGN_SUFFIX)) throw new Failure(`${name} is no design: their names end with ${DESIGN_SUFFIX}.`);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const places = path.isAbsolute(name) ? [vscode.Uri.file(name)] : folders.map(({ uri }) => vscode.Uri.joinPath(uri, name));
  for (const uri of places) {
    // A path with dots in it may lead out of the workspace.
    if (!vscode.workspace.getWorkspaceFolder(uri) || !isDesign(uri)) continue;
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      // Not in this folder.
    }
  }
  throw new Failure(`There is no ${name} in this workspace.`, { next: 'Name a design by its path within a folder of the workspace.' });
}
