import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RuntimeName, RuntimeReport } from '../../core/training/events';
import { shortRuntime } from '../../core/training/shortRuntime';
import { findTensorflow } from '../../machine/tensorflow/find';
import { describeFound } from '../../machine/tensorflow/ready';
import { currentSettings } from '../runtime/launch';
import { placesFor } from '../runtime/places';
import { isProblem } from '../runtime/settings';

/** The runtimes of the setting `layerwise.runtime`, for people. */
const RUNTIMES: readonly { readonly value: RuntimeName | 'auto'; readonly label: string; readonly detail: string }[] = [
  { value: 'auto', label: l10n.t('Automatic'), detail: l10n.t('The fastest runtime that works on this machine') },
  { value: 'tensorflow', label: 'TensorFlow', detail: l10n.t('Looking for a TensorFlow on this machine…') },
  { value: 'wasm', label: 'WebAssembly', detail: l10n.t('TensorFlow.js with kernels of our own, part of Layerwise') },
  { value: 'cpu', label: l10n.t('Plain JavaScript'), detail: l10n.t('Works everywhere, but is slow') },
];

const setting = () => vscode.workspace.getConfiguration('layerwise');

/** What the designer's button says: the chosen runtime, or where Layerwise chooses it the one that it chose last. */
export function runtimeLabel(last: RuntimeReport | undefined, resource?: vscode.Uri): string {
  const now = vscode.workspace.getConfiguration('layerwise', resource).get('runtime');
  if (last && (now === 'auto' || now === last.name)) return shortRuntime(last);
  return RUNTIMES.find(({ value }) => value === now)?.label ?? RUNTIMES[0]!.label;
}

interface Item extends vscode.QuickPickItem {
  readonly act?: () => Promise<unknown>;
}

/** Lets a person choose; meanwhile a TensorFlow is looked for. The setting is changed where it is set already, else for the user. */
export async function chooseRuntime(storage: vscode.Uri): Promise<void> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = vscode.l10n.t('Runtime');
  pick.placeholder = vscode.l10n.t('What computes the next training run');
  pick.matchOnDetail = true;
  pick.busy = true;
  const show = (tensorflow?: string) => {
    const [active] = pick.activeItems;
    pick.items = items(setting().get('runtime'), tensorflow);
    pick.activeItems = pick.items.filter(({ label }) => label === active?.label);
  };
  show();
  const chosen = new Promise<Item | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  void whatIsThere(storage).then((detail) => {
    show(detail);
    pick.busy = false;
  });
  const item = await chosen;
  pick.dispose();
  await item?.act?.();
}

function items(now: unknown, tensorflow: string | undefined): Item[] {
  return [
    ...RUNTIMES.map(({ value, label, detail }) => ({
      label,
      detail: value === 'tensorflow' ? (tensorflow ?? detail) : detail,
      ...(value === now && { description: l10n.t('in use') }),
      act: () => choose(value),
    })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: l10n.t('$(cloud-download) Set Up TensorFlow…'), act: async () => vscode.commands.executeCommand('layerwise.setUpTensorFlow') },
    { label: l10n.t('$(checklist) Check Runtimes'), act: async () => vscode.commands.executeCommand('layerwise.checkRuntimes') },
  ];
}

/** Only looked for, not loaded: that is seen when it trains, or by checking the runtimes. */
async function whatIsThere(storage: vscode.Uri): Promise<string> {
  try {
    const settings = await currentSettings({ runtime: 'auto' });
    if (isProblem(settings)) return settings.message;
    const { found } = await findTensorflow(await placesFor(settings, storage));
    return found ? l10n.t`Found: ${describeFound(found)}` : l10n.t('None was found on this machine: it can be set up');
  } catch (error) {
    return l10n.t`It could not be looked for: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function choose(value: RuntimeName | 'auto'): Promise<void> {
  const inWorkspace = setting().inspect('runtime')?.workspaceValue !== undefined;
  await setting().update('runtime', value, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
