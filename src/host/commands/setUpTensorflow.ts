import * as l10n from '@vscode/l10n';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { Failure } from '../../core/failure';
import { shortRuntime } from '../../core/training/shortRuntime';
import { hasNvidia } from '../../machine/tensorflow/nvidia';
import type { FoundTensorflow } from '../../machine/tensorflow/find';
import { canSetUp, setUpTensorflow as setUp } from '../../machine/tensorflow/setUp';
import type { Places } from '../../protocol/places';
import type { Proof } from '../../protocol/proof';
import { sentences } from '../sentences';
import { launchFor, type Launch } from '../runtime/launch';
import { openSetting } from '../runtime/openSetting';
import { proveTensorflow } from '../runtime/prove';
import type { RuntimeContext } from '../runtime/runtimeContext';
import { sayFailure } from '../runtime/sayFailure';

interface Variant extends vscode.QuickPickItem {
  readonly cuda: boolean;
}

const CPU: Variant = {
  cuda: false,
  label: l10n.t('TensorFlow for CPU'),
  detail: l10n.t('Downloads about 400 MB with pip, and takes about 1.5 GB of the disk'),
};
const CUDA: Variant = {
  cuda: true,
  label: l10n.t('TensorFlow with CUDA'),
  detail: l10n.t('For the NVIDIA GPU of this machine: downloads about 3 GB with pip; no CUDA has to be installed'),
};

/** Makes a TensorFlow of our own, after asking which, proves that it computes right, and offers to train. */
export async function setUpTensorflow(context: RuntimeContext): Promise<void> {
  const obstacle = canSetUp();
  if (obstacle) return void vscode.window.showWarningMessage(obstacle);
  const launch = await launchFor(context.storage, { runtime: 'auto' });
  if (!launch) return;
  try {
    const picked = await vscode.window.showQuickPick(hasNvidia() ? [CUDA, CPU] : [CPU], {
      title: vscode.l10n.t('Set Up TensorFlow'),
      placeHolder: vscode.l10n.t('Makes an environment of Python in a folder of its own; nothing else is changed'),
    });
    const proof = picked && (await make(picked.cuda, launch, context));
    if (!proof) return;
    // The tab with the runtimes may be where this was asked for.
    context.runtimes.refresh();
    await tell(proof, launch.places);
  } catch (error) {
    await sayFailure(error);
  }
}

function make(cuda: boolean, { places: { python: base }, node }: Launch, { start, storage, channel }: RuntimeContext): Thenable<Proof> {
  const log = (line: string) => channel.appendLine(`[Set Up TensorFlow] ${line}`);
  const progress = { location: vscode.ProgressLocation.Notification, title: l10n.t('Setting up TensorFlow'), cancellable: true };
  return vscode.window.withProgress(progress, async (shown, token) => {
    const canceling = new AbortController();
    const { signal } = canceling;
    token.onCancellationRequested(() => canceling.abort());
    let proof: Proof | undefined;
    const prove = async ({ python }: FoundTensorflow) => {
      const places = { storage: storage.fsPath, ...(python && { python }) };
      proof = await proveTensorflow({ cwd: homedir(), places, signal, ...(node && { node }) }, start, log);
    };
    await setUp(
      { storage: storage.fsPath, cuda, ...(base && { python: base }) },
      { step: (message) => shown.report({ message }), line: log, prove },
      signal,
    );
    if (!proof) throw new Failure(l10n.t('TensorFlow was set up, but nothing was trained on it to prove it.'));
    return proof;
  });
}

async function tell({ tensorflow, embedded, steps, difference }: Proof, { python, folder }: Places): Promise<void> {
  const named = python ? 'layerwise.python' : folder && 'layerwise.tensorflow.folder';
  const said = [
    l10n.t`${shortRuntime(tensorflow)} is ready. Proof: ${steps} steps of training gave the same losses on it and on ${embedded.label} (they differ by ${percent(difference)}%, by rounding).`,
    named && l10n.t`It is not used as long as the setting ${named} names another one.`,
  ];
  const [train, open, choose] = [l10n.t('Train'), l10n.t('Open Setting'), l10n.t('Choose Runtime')];
  const chosen = vscode.workspace.getConfiguration('layerwise').get('runtime');
  const way = named ? open : chosen === 'auto' || chosen === 'tensorflow' ? train : choose;
  const choice = await vscode.window.showInformationMessage(sentences(said), way);
  if (choice === train) await vscode.commands.executeCommand('layerwise.train');
  if (choice === choose) await vscode.commands.executeCommand('layerwise.chooseRuntime');
  if (choice === open && named) await openSetting(named);
}

/** Of a share: `0.00008`, never `8e-5`. */
const percent = (share: number): string => (100 * share).toFixed(5).replace(/\.?0+$/, '');
