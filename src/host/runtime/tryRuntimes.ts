import { homedir } from 'node:os';
import { canSetUp } from '../../machine/tensorflow/setUp';
import type { RuntimeProbe } from '../../protocol/examination';
import type { ToRuntimes } from '../../protocol/runtimesPage';
import { examine } from './examine';
import { chosenRuntime, currentSettings } from './launch';
import { placesFor } from './places';
import type { RuntimeContext } from './runtimeContext';
import { isProblem, type SettingProblem } from './settings';

/**
 * Has a child try every runtime, whichever is chosen. A setting that names no TensorFlow is the reason why there is none:
 * the others are tried all the same.
 */
export async function tryRuntimes(
  { start, storage, channel }: Pick<RuntimeContext, 'start' | 'storage' | 'channel'>,
  signal: AbortSignal,
): Promise<ToRuntimes> {
  const all = await currentSettings({ runtime: 'auto' });
  const settings = isProblem(all) ? await currentSettings({ runtime: 'wasm' }) : all;
  if (isProblem(settings)) {
    const { setting, message, cause, next } = settings;
    return { type: 'notExamined', setting, failure: { message, cause, next } };
  }
  const { node, python, folder } = settings;
  const places = isProblem(all) ? {} : await placesFor(settings, storage);
  signal.throwIfAborted();
  const request = { cwd: homedir(), places, signal, ...(node && { node }) };
  const found = await examine(request, start, (line) => channel.appendLine(`[Check Runtimes] ${line}`));
  const examination = isProblem(all)
    ? { ...found, runtimes: found.runtimes.map((probe) => (probe.name === 'tensorflow' ? misnamed(all) : probe)) }
    : found;
  const named = isProblem(all) ? all.setting : folder ? 'layerwise.tensorflow.folder' : python ? 'layerwise.python' : undefined;
  return {
    type: 'examined',
    examination,
    chosen: chosenRuntime(),
    canSetUp: canSetUp() === undefined,
    ...(named && { named }),
  };
}

const misnamed = ({ message, cause, next }: SettingProblem): RuntimeProbe => ({
  name: 'tensorflow',
  available: false,
  reason: `${message} ${cause}`,
  next,
  rejected: [],
});
