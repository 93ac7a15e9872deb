import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { findTensorflow } from '../../machine/tensorflow/find';
import type { Run } from '../runs/run';
import type { Runs } from '../runs/runs';
import { watchLongRuns } from './longRuns';

const OFFERED = 'layerwise.tensorflowOffered';

/** Says once in a person's life with Layerwise that there is something faster, when it is worth a word: never again, whatever is answered. */
export function offerTensorflow(runs: Runs, memory: vscode.Memento): { dispose(): void } {
  // Python's TensorFlow for Windows has no library that could be used.
  if (process.platform === 'win32' || memory.get(OFFERED)) return { dispose: () => undefined };
  const watching = watchLongRuns(runs, (run) => {
    watching.dispose();
    void offer(run, memory);
  });
  return watching;
}

async function offer({ state, request }: Run, memory: vscode.Memento): Promise<void> {
  // One is there already: its time has not come, or it does not load, which the run says itself.
  const { found } = await findTensorflow(request.options.places ?? {});
  // Another window may have said it meanwhile.
  if (found || memory.get(OFFERED)) return;
  await memory.update(OFFERED, true);
  const [setUp, later] = [l10n.t('Set Up TensorFlow'), l10n.t('Not Now')];
  const said = vscode.l10n.t(
    '{0} trains on {1}. For long runs a native TensorFlow is often faster, and it can use a GPU; Layerwise can set one up in a folder of its own.',
    state.name,
    state.runtime?.label ?? 'the embedded runtime',
  );
  const choice = await vscode.window.showInformationMessage(said, setUp, later);
  if (choice === setUp) await vscode.commands.executeCommand('layerwise.setUpTensorFlow');
}
