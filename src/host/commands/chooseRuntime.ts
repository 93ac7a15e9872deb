import * as vscode from 'vscode';

/** The runtimes of the setting `layerwise.runtime`, for people. */
const RUNTIMES = [
  { value: 'auto', label: 'Automatic', detail: 'The fastest runtime that works on this machine' },
  { value: 'wasm', label: 'WebAssembly', detail: 'TensorFlow.js with its WebAssembly backend, part of Layerwise' },
  { value: 'cpu', label: 'Plain JavaScript', detail: 'Works everywhere, but is slow' },
] as const;

const setting = () => vscode.workspace.getConfiguration('layerwise');

/** What the designer's button says: the label of the chosen runtime. */
export const runtimeLabel = (): string => RUNTIMES.find(({ value }) => value === setting().get('runtime'))?.label ?? RUNTIMES[0].label;

/** Lets a person choose; the setting is changed where it is set already, else for the user. */
export async function chooseRuntime(): Promise<void> {
  const now = setting().get('runtime');
  const items = RUNTIMES.map(({ value, label, detail }) => ({ value, label, detail, description: value === now ? 'in use' : '' }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Runtime', placeHolder: 'What computes the next training run' });
  if (!picked) return;
  const inWorkspace = setting().inspect('runtime')?.workspaceValue !== undefined;
  await setting().update('runtime', picked.value, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
