import * as vscode from 'vscode';
import type { RuntimeName } from '../../core/training/events';
import type { RunOptions } from '../../protocol/trainer';
import { memoryLimit } from '../../machine/memory';
import { sentences } from '../sentences';
import { openSetting } from './openSetting';
import { placesFor } from './places';
import { isProblem, readSettings, RUNTIMES, type RuntimeSettings, type SettingProblem, type WrittenSettings } from './settings';

/** What a child is started with. */
export interface Launch extends Required<Pick<RunOptions, 'runtime' | 'places' | 'memoryLimit'>> {
  readonly node?: string;
}

/** `resource`: the design that is meant, else the window. `runtime`: takes the place of the setting's. */
export interface LaunchRequest {
  readonly resource?: vscode.Uri;
  readonly runtime?: RuntimeName | 'auto';
}

/** What a child is started with here; `undefined` where a setting cannot be used, which is then said. */
export async function launchFor(storage: vscode.Uri, request: LaunchRequest = {}): Promise<Launch | undefined> {
  const settings = await currentSettings(request);
  if (isProblem(settings)) return void (await sayProblem(settings, request.resource));
  const { runtime, node } = settings;
  const places = await placesFor(settings, storage, request.resource);
  return { runtime, places, memoryLimit: memoryLimit(settings.memoryLimit), ...(node && { node }) };
}

/** The settings as they are now, looked at. */
export function currentSettings({ resource, runtime }: LaunchRequest): Promise<RuntimeSettings | SettingProblem> {
  const folder = (resource && vscode.workspace.getWorkspaceFolder(resource)) ?? vscode.workspace.workspaceFolders?.[0];
  const base = folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
  return readSettings({ ...written(resource), ...(runtime && { runtime }) }, base);
}

/** What the setting asks for in this window; what is no runtime counts as not written. */
export function chosenRuntime(): RuntimeName | 'auto' {
  const { runtime } = written(undefined);
  return RUNTIMES.find((name) => name === runtime) ?? 'auto';
}

function written(resource: vscode.Uri | undefined): WrittenSettings {
  const settings = vscode.workspace.getConfiguration('layerwise', resource);
  const value = (key: keyof WrittenSettings): unknown => settings.get(key);
  const runtime = value('runtime');
  // Somebody may have written `layerwise.runtime.node`, which VS Code takes for a part of `layerwise.runtime`. It knows
  // nothing of that setting, so it lets an untrusted workspace have it: then it is not looked at.
  const within = vscode.workspace.isTrusted && typeof runtime === 'object' ? (runtime as { readonly node?: unknown } | null) : undefined;
  return {
    runtime: within?.node === undefined ? runtime : 'auto',
    node: value('node') || within?.node,
    python: value('python'),
    'tensorflow.folder': value('tensorflow.folder'),
    memoryLimit: value('memoryLimit'),
  };
}

async function sayProblem({ setting, message, cause, next }: SettingProblem, resource: vscode.Uri | undefined): Promise<void> {
  const open = vscode.l10n.t('Open Setting');
  if ((await vscode.window.showErrorMessage(sentences([message, cause, next]), open)) === open) await openSetting(setting, resource);
}
