import * as vscode from 'vscode';
import type { AdviceCode } from '../../core/advice/adviceFacts';
import { adviceCatalog, isAdviceCode } from '../../core/advice/catalog';
import type { Unwanted } from '../../core/advice/advise';
import { MODEL_SCHEME } from './designs';

/** Advice by code; `false`: not wanted. */
const SETTING = 'advice';
export const ADVICE_SETTING = `layerwise.${SETTING}`;

/** The codes that the settings for this file switch off; what is only looked at is given none. */
export function unwantedAdvice(uri: vscode.Uri): Unwanted {
  if (uri.scheme === MODEL_SCHEME) return new Set(Object.keys(adviceCatalog) as AdviceCode[]);
  const setting: unknown = vscode.workspace.getConfiguration('layerwise', uri).get(SETTING);
  return new Set(Object.entries(setting ?? {}).flatMap(([code, wanted]) => (wanted === false && isAdviceCode(code) ? [code] : [])));
}

export type Reach = 'workspace' | 'everywhere';

/** Switches an advice off, in this workspace or in all; asks which where nobody said it and there is a workspace. */
export async function switchOff(code: unknown, reach?: Reach): Promise<void> {
  if (typeof code !== 'string' || !isAdviceCode(code)) return;
  const chosen = reach ?? (vscode.workspace.workspaceFolders ? await ask(code) : 'everywhere');
  if (!chosen) return;
  const settings = vscode.workspace.getConfiguration('layerwise');
  const { globalValue, workspaceValue } = settings.inspect<Record<string, boolean>>(SETTING) ?? {};
  const [target, before] =
    chosen === 'workspace' ? [vscode.ConfigurationTarget.Workspace, workspaceValue] : [vscode.ConfigurationTarget.Global, globalValue];
  await settings.update(SETTING, { ...before, [code]: false }, target);
}

async function ask(code: string): Promise<Reach | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('In this workspace'), reach: 'workspace' as const },
      { label: vscode.l10n.t('Anywhere'), reach: 'everywhere' as const },
    ],
    { placeHolder: vscode.l10n.t('Where is {0} not to be advised any more?', code) },
  );
  return picked?.reach;
}
