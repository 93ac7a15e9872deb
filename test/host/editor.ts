// What the suites share: the extension's own parts, designs to open, and waiting.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Layerwise } from '../../src/extension';
import type { DesignerPanel } from '../../src/host/designer/designerPanel';
import type { ToDesigner } from '../../src/protocol/designer';

export async function layerwise(): Promise<Layerwise> {
  const extension = vscode.extensions.getExtension<Layerwise>('layerwise.layerwise');
  assert.ok(extension, 'the extension is installed');
  return extension.activate();
}

/** Looks again and again until there is something. */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, ms = 90_000): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited ${ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The folder of the workspace: a copy of the examples. */
export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri.fsPath;
}

export const inWorkspace = (name: string): vscode.Uri => vscode.Uri.file(path.join(workspaceFolder(), name));

export interface DesignParts {
  readonly layers?: readonly string[];
  readonly training?: string;
}

/** A small design of MNIST, one layer a line. */
export function designText({ layers = SMALL, training = '' }: DesignParts = {}): string {
  const rest = training ? `,\n  "training": ${training}` : '';
  return `{\n  "layerwise": 1,\n  "layers": [\n    ${layers.join(',\n    ')}\n  ]${rest}\n}\n`;
}

export const SMALL = [
  '{ "name": "pixels", "type": "Input", "shape": [28, 28] }',
  '{ "name": "flatten", "type": "Flatten" }',
  '{ "name": "hidden", "type": "Dense", "units": 30, "activation": "relu", "kernel_initializer": "he_normal" }',
  '{ "name": "classes", "type": "Dense", "units": 10, "activation": "softmax" }',
];

export const MNIST = `{
    "data": { "dataset": "mnist", "scale": "1/255", "validation": { "first": 5000 } },
    "loss": "sparse_categorical_crossentropy",
    "optimizer": { "type": "SGD", "learning_rate": 0.1 },
    "metrics": ["accuracy"],
    "batch_size": 32, "epochs": 2, "seed": 1
  }`;

export async function writeDesign(name: string, text: string): Promise<vscode.Uri> {
  const uri = inWorkspace(name);
  await writeFile(uri.fsPath, text);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath);
  if (open) await until('the editor has read it again', () => open.getText() === text);
  return uri;
}

/** Opens the designer and waits for its webview. */
export async function openDesigner(uri: vscode.Uri, column?: vscode.ViewColumn): Promise<DesignerPanel> {
  const { designers } = await layerwise();
  const before = new Set(designers.panels);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'layerwise.designer', column);
  return until('the designer is ready', () =>
    designers.panelsOf(uri).find((panel) => (column === undefined || !before.has(panel)) && panel.isReady),
  );
}

/** Everything that a designer is told from now on. */
export function listen(panel: DesignerPanel): {
  readonly posts: readonly ToDesigner[];
  of<Type extends ToDesigner['type']>(type: Type): Extract<ToDesigner, { type: Type }>[];
} {
  const posts: ToDesigner[] = [];
  panel.onDidPost((post) => posts.push(post));
  return { posts, of: (type) => posts.filter((post): post is Extract<ToDesigner, { type: typeof type }> => post.type === type) };
}

export async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && !document.isUntitled) await document.save();
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
