import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../core/failure';
import { makeFolder } from '../makeFolder';
import { tensorflowEnvironment, type Loadable } from './load';
import { NVIDIA_DRIVER } from './nvidia';

const ENDED_WITHIN = 120_000;

/** Does what `loadTensorflow` does, and one sum: a device that does not work is seen only then. */
const SOURCE = `
const { preload, binding, libraries, nvidia } = JSON.parse(process.argv[1]);
const addon = (file) => {
  const loaded = { exports: {} };
  process.dlopen(loaded, file);
  return loaded.exports;
};
if (preload) {
  const { load } = addon(preload);
  for (let left = nvidia, before = Infinity; left.length < before; ) {
    before = left.length;
    left = left.filter((library) => load(library, false) !== undefined);
  }
  for (const library of libraries) {
    const problem = load(library, false);
    if (problem !== undefined) throw new Error(library + ': ' + problem);
  }
}
const tensorflow = addon(binding);
const one = tensorflow.createTensor([1], tensorflow.TF_FLOAT, new Float32Array([1]));
const type = [{ name: 'T', type: tensorflow.TF_ATTR_TYPE, value: tensorflow.TF_FLOAT }];
const [two] = tensorflow.executeOp('AddV2', type, [one, one], 1);
if (tensorflow.tensorDataSync(two.id)[0] !== 2) throw new Error('It computed 1 + 1 wrongly.');
process.stdout.write('loaded');
process.exit(0);
`;

/**
 * Loads TensorFlow in a process of its own, which it may end as it likes; fails with the reason. What has loaded once is
 * not tried again, as long as its files, Node and the driver are the same: `storage` keeps a note.
 */
export async function tryLoading(what: Loadable, storage: string): Promise<void> {
  const note = path.join(storage, 'addon/loaded', await fingerprint(what));
  if (existsSync(note)) return;
  const problem = await outcome(what);
  if (problem !== undefined) throw new Failure('TensorFlow was found but does not load.', { reason: problem });
  // Without the note it is tried again next time, no more.
  await makeFolder(path.dirname(note))
    .then(() => writeFile(note, ''))
    .catch(() => undefined);
}

/** Undefined where it worked. */
function outcome(what: Loadable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', SOURCE, JSON.stringify(what)], {
      env: { ...tensorflowEnvironment(process.env), ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: ENDED_WITHIN,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let [printed, said] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (printed += String(text)));
    child.stderr.on('data', (text: Buffer) => (said = (said + String(text)).slice(-20_000)));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => {
      if (printed.endsWith('loaded')) return resolve(undefined);
      const reason = essence(said);
      if (signal === 'SIGKILL' && child.killed) resolve(`It did not load within ${ENDED_WITHIN / 1000} seconds.`);
      else if (signal) resolve(`It ended a process that only loaded it (${signal})${reason && `: ${reason}`}.`);
      else resolve(reason ? reason.replace(/[^.!?]$/, '$&.') : `A process that only loaded it ended with code ${code}.`);
    });
  });
}

/** Of a stack or a log the line that says what happened. */
function essence(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const unlinked = lines.find((line) => line.includes('symbol lookup error'));
  const thrown = lines.find((line) => /^\w*Error\b.*: /.test(line));
  const fatal = lines.find((line) => /\] |^F\d{4}|fatal/i.test(line) && /F\d{4}|fatal|abort|compiled to use/i.test(line));
  return (fatal ?? unlinked ?? thrown?.replace(/^\w*Error\b[^:]*: /, '') ?? '').slice(0, 500);
}

async function fingerprint({ preload, binding, libraries, nvidia }: Loadable): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${process.execPath}`);
  for (const file of [...(preload === undefined ? [] : [preload]), binding, ...libraries, ...nvidia]) {
    const found = await stat(file).catch(() => undefined);
    hash.update(`\n${file} ${found?.size} ${found?.mtimeMs}`);
  }
  // CUDA's libraries and its driver go together.
  hash.update(await readFile(NVIDIA_DRIVER, 'utf8').catch(() => ''));
  return hash.digest('hex').slice(0, 32);
}
