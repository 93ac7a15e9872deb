import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure, inWords } from '../../core/failure';
import { hold } from '../hold';
import { makeFolder } from '../makeFolder';
import { basePython } from './basePython';
import { environmentIn, type FoundTensorflow } from './find';
import { explainPip } from './explainPip';
import { pythonIn } from './python';
import { readyTensorflow } from './ready';
import { runLogged } from './runLogged';

export interface SetUpRequest {
  /** Layerwise's own folder: the environment becomes `tensorflow` in it. */
  readonly storage: string;
  /** With NVIDIA's libraries, for computing on a GPU: about 5 GB in place of 1. */
  readonly cuda: boolean;
  /** The Python to make the environment with; default: a fitting one on PATH. */
  readonly python?: string;
}

export interface SetUpListener {
  /** What goes on now, for a person. */
  readonly step: (text: string) => void;
  /** A line for the log. */
  readonly line: (text: string) => void;
  /** Looks whether what was set up computes rightly; where that fails it is removed again. */
  readonly prove?: (found: FoundTensorflow) => Promise<unknown>;
}

/** Why TensorFlow cannot be set up on this platform; undefined where it can. */
export const canSetUp = (platform: NodeJS.Platform = process.platform): string | undefined =>
  platform === 'linux' || platform === 'darwin'
    ? undefined
    : "On Windows Python's TensorFlow has no library that can be used from here. npm's @tensorflow/tfjs-node has: install it in the workspace.";

/** What was printed while the last environment was set up. */
export const setUpLog = (storage: string): string => path.join(storage, 'tensorflow-setup.log');

/**
 * Makes an environment of Python with TensorFlow in Layerwise's own folder, builds the addon, and looks whether it loads.
 * Whatever goes wrong, and also where it is aborted, the folder is afterwards as it was before. Rejects with a `Failure`, or
 * with the signal's reason.
 */
export async function setUpTensorflow(
  { storage, cuda, python }: SetUpRequest,
  listener: SetUpListener,
  signal?: AbortSignal,
): Promise<FoundTensorflow> {
  const problem = canSetUp();
  if (problem !== undefined) throw new Failure('TensorFlow can not be set up on this platform.', { reason: problem });
  if (cuda && process.platform === 'darwin') throw new Failure('There is no CUDA on macOS.', { next: 'Set up TensorFlow for the CPU.' });
  const release = await claim(storage);
  const environment = environmentIn(storage);
  const [before, log] = [`${environment}.before`, createWriteStream(setUpLog(storage))];
  // A log that cannot be written is no reason not to go on.
  log.on('error', () => undefined);
  const line = (text: string) => {
    log.write(`${text}\n`);
    listener.line(text);
  };
  const step = (text: string) => {
    line(`— ${text}`);
    listener.step(text);
  };
  try {
    // Environments cannot be moved, so this one is made where it will be, and the one before waits until it is seen to work.
    await putAside(environment, before);
    const found = await build({ storage, cuda, python }, { ...listener, step, line }, signal).catch(async (error: unknown) => {
      await rm(environment, { recursive: true, force: true });
      await rename(before, environment).catch(() => undefined);
      throw error;
    });
    await rm(before, { recursive: true, force: true });
    return found;
  } catch (error) {
    line(signal?.aborted ? 'Cancelled: what was begun is removed again.' : inWords(error));
    throw error;
  } finally {
    log.end();
    await release();
  }
}

async function build({ storage, cuda, python }: SetUpRequest, listener: SetUpListener, signal?: AbortSignal): Promise<FoundTensorflow> {
  const { step, line } = listener;
  const environment = environmentIn(storage);
  const base = await basePython(python);
  const env = cleanEnvironment();
  const perform = async (program: string, args: readonly string[], follow: (text: string) => void = () => undefined) => {
    line(`$ ${[program, ...args].join(' ')}`);
    const { code, lines } = await runLogged(program, args, (text) => (follow(text), line(text)), { env, signal });
    if (code !== 0) throw explainPip(lines, setUpLog(storage));
  };
  step('Making an environment of Python');
  await perform(base, ['-m', 'venv', environment]);
  const own = pythonIn(environment);
  if (own === undefined) throw new Failure('The environment of Python was made, but holds no Python.');
  step(`Downloading TensorFlow${cuda ? ' and the libraries of CUDA' : ''}`);
  const options = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--retries', '2'];
  await perform(own, ['-m', 'pip', 'install', ...options, requirement(cuda)], (text) => {
    const [, file, size] = /^\s*Downloading (?:\S*\/)?([^\s/]+?)-\d\S* \(([\d.]+ [MG]B)\)/.exec(text) ?? [];
    if (file) step(`Downloading ${file} (${size})`);
    else if (text.startsWith('Installing collected packages')) step('Installing what was downloaded');
  });
  signal?.throwIfAborted();
  step('Building the addon, and loading TensorFlow for the first time');
  const { ready, rejected } = await readyTensorflow({ python: own, storage });
  signal?.throwIfAborted();
  if (!ready)
    throw new Failure('TensorFlow was installed, but can not be used here.', { reason: rejected.map(({ reason }) => reason).join(' ') });
  if (listener.prove) {
    step('Training ten steps on it and on the embedded runtime');
    await listener.prove(ready.found);
    signal?.throwIfAborted();
  }
  return ready.found;
}

/** The versions that Layerwise has been seen to work with. There is no wheel of tensorflow-cpu for ARM and macOS. */
export function requirement(cuda: boolean, platform: NodeJS.Platform = process.platform, arch: string = process.arch): string {
  const name = cuda ? 'tensorflow[and-cuda]' : platform === 'linux' && arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
  return `${name}>=2.16,<2.22`;
}

/** A person's own variables must not lead Python or pip elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, PIP_USER: '0', PYTHONNOUSERSITE: '1', PYTHONUNBUFFERED: '1' };
  for (const name of ['PYTHONHOME', 'PYTHONPATH', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_REQUIRE_VIRTUALENV', '__PYVENV_LAUNCHER__'])
    delete env[name];
  return env;
}

/** Makes the folder where it is not there, and holds it against another set-up; returns what lets go of it. */
async function claim(storage: string): Promise<() => Promise<void>> {
  try {
    await makeFolder(storage);
    return await hold(
      path.join(storage, 'tensorflow-setup.lock'),
      (pid) => new Failure('TensorFlow is being set up already.', { reason: `Process ${pid} is at it.`, next: 'Wait until it is done.' }),
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The folder ${storage} can't be written.`, {
      reason: `${inWords(error)}.`,
      next: 'See to it that it can, or name another one: --folder in a terminal.',
    });
  }
}

/** What an interrupted set-up has left beside is the environment that worked; the one in its place is not. */
async function putAside(environment: string, before: string): Promise<void> {
  const exists = (folder: string) =>
    stat(folder).then(
      () => true,
      () => false,
    );
  if (await exists(before)) await rm(environment, { recursive: true, force: true });
  else if (await exists(environment)) await rename(environment, before);
}
