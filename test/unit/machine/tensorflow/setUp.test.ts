import { mkdirSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hold } from '../../../../src/machine/hold';
import { lookForTensorflow } from '../../../../src/machine/tensorflow/find';
import { requirement, setUpLog, setUpTensorflow, type SetUpListener } from '../../../../src/machine/tensorflow/setUp';
import { tensorflowPlaces } from '../../trainer/tensorflow';
import { files, program } from './fakes';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'layerwise-setup-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
const at = (...parts: string[]) => path.join(folder, ...parts);
const storage = () => at('storage');

interface Fake {
  /** What its module venv and what pip do, in JavaScript. */
  readonly venv?: string;
  readonly pip?: string;
  readonly version?: string;
  /** Where it finds TensorFlow. */
  readonly tensorflow?: string;
}

/** A Python that answers what is asked of it; an environment of it holds the same again. */
function fakePython({ venv = '', pip = '', version = '3 11 1', tensorflow }: Fake = {}): string {
  const answer = JSON.stringify({ python: '3.11.7', prefix: '/nowhere', folder: tensorflow ?? null });
  return program(
    at('python'),
    `
    const fs = require('node:fs');
    const [flag, what, ...rest] = args;
    if (flag === '-c') console.log(what.includes('ensurepip') ? ${JSON.stringify(version)} : ${JSON.stringify(answer)});
    else if (what === 'venv') {
      ${venv}
      fs.mkdirSync(rest[0] + '/bin', { recursive: true });
      fs.copyFileSync(__filename, rest[0] + '/bin/python');
    } else if (what === 'pip') {
      console.log('pip ' + rest.at(-1));
      console.log('  Downloading some/where/tensorflow_cpu-2.21.0-cp311-manylinux.whl (273.8 MB)');
      ${pip}
    }`,
  );
}

function listener(more: Partial<SetUpListener> = {}) {
  const [steps, lines]: string[][] = [[], []];
  return {
    steps: steps!,
    lines: lines!,
    step: (text: string) => void steps!.push(text),
    line: (text: string) => void lines!.push(text),
    ...more,
  };
}

const request = () => ({ storage: storage(), cuda: false, python: at('python') });
/** All that a set-up leaves beside its log, and what it kept of addons. */
const left = () => readdirSync(storage()).filter((name) => name !== 'tensorflow-setup.log' && name !== 'addon');

/** An environment that was set up before, which a failing set-up must not take away. */
const before = () => files(storage(), { 'tensorflow/marker': 'as it was' });

describe.skipIf(process.platform === 'win32')('a set-up that fails leaves what was there before, and says why', () => {
  it('where the Python that was named is not there, is none, or does not fit', async () => {
    await expect(setUpTensorflow(request(), listener())).rejects.toMatchObject({
      message: `The Python ${at('python')} can't be used to set up TensorFlow.`,
      details: { reason: 'There is no such file.', next: 'Name a Python 3.10 to 3.13.' },
    });
    for (const [version, reason] of [
      ['oh no', 'It is no Python that works.'],
      ['3 8 1', 'It is version 3.8; TensorFlow needs 3.10 to 3.13.'],
      ['3 11 0', 'Its module venv is not complete; on Debian and Ubuntu it is in the package python3-venv.'],
    ] as const) {
      fakePython({ version });
      await expect(setUpTensorflow(request(), listener())).rejects.toMatchObject({ details: { reason } });
    }
    expect(left()).toEqual([]);
  });

  it('where there is no Python at all', async () => {
    vi.stubEnv('PATH', at('nothing'));
    await expect(setUpTensorflow({ storage: storage(), cuda: false }, listener())).rejects.toMatchObject({
      message: 'There is no Python that TensorFlow can be set up with.',
      details: { reason: 'None is on PATH.' },
    });
  });

  it('where pip fails: with its words and the log', async () => {
    before();
    fakePython({ pip: `console.error('ERROR: Could not install: [Errno 28] No space left on device'); process.exit(1);` });
    const heard = listener();
    await expect(setUpTensorflow(request(), heard)).rejects.toMatchObject({
      name: 'Failure',
      message: 'TensorFlow could not be installed.',
      details: {
        reason: 'No space left on device',
        next: expect.stringMatching(/^Make room on the disk.*The log is .*tensorflow-setup\.log\.$/) as string,
      },
    });
    expect(heard.steps).toEqual(['Making an environment of Python', 'Downloading TensorFlow', 'Downloading tensorflow_cpu (273.8 MB)']);
    expect(left()).toEqual(['tensorflow']);
    expect(readFileSync(at('storage/tensorflow/marker'), 'utf8')).toBe('as it was');
    expect(readFileSync(setUpLog(storage()), 'utf8')).toMatch(/-m venv [^]*pip install .*tensorflow[^]*No space left on device/);
  });

  it('where what was installed is no TensorFlow', async () => {
    fakePython();
    await expect(setUpTensorflow(request(), listener())).rejects.toMatchObject({
      message: 'TensorFlow was installed, but can not be used here.',
      details: { reason: 'It has no TensorFlow.' },
    });
    expect(left()).toEqual([]);
  });

  it('where it is cancelled: at once, with all that had been started', async () => {
    before();
    // What pip starts goes on by itself, unless it is ended with it.
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' })`;
    fakePython({
      pip: `fs.writeFileSync(${JSON.stringify(at('pid'))}, String(${child}.pid)); console.log('begun'); setTimeout(() => {}, 60000);`,
    });
    const control = new AbortController();
    const lines: string[] = [];
    const line = (text: string) => {
      lines.push(text);
      if (text === 'begun') control.abort();
    };
    const running = setUpTensorflow(request(), listener({ line }), control.signal);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(lines.at(-1)).toBe('Cancelled: what was begun is removed again.');
    expect(left()).toEqual(['tensorflow']);
    expect(existsSync(at('storage/tensorflow/marker'))).toBe(true);
    const pid = Number(readFileSync(at('pid'), 'utf8'));
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false);
  });

  it('where the one before cannot be put aside', async () => {
    before();
    fakePython();
    symlinkSync('nowhere', at('storage/tensorflow.before'));
    await expect(setUpTensorflow(request(), listener())).rejects.toThrow('ENOTDIR');
    expect(readFileSync(at('storage/tensorflow/marker'), 'utf8')).toBe('as it was');
  });

  it.runIf(existsSync('/proc/self'))('where its folder cannot be made, or takes no files', async () => {
    for (const folder of ['/proc/none', '/proc'])
      await expect(setUpTensorflow({ storage: folder, cuda: false }, listener())).rejects.toMatchObject({
        name: 'Failure',
        message: `The folder ${folder} can't be written.`,
        details: { reason: expect.stringMatching(/ENOENT/) as string, next: expect.stringContaining('--folder') as string },
      });
  });

  it('where one goes on already; a lock that a dead process has left counts for nothing', async () => {
    fakePython({ pip: 'process.exit(1);' });
    const lock = at('storage/tensorflow-setup.lock');
    mkdirSync(storage(), { recursive: true });
    const release = await hold(lock, () => new Error());
    await expect(setUpTensorflow(request(), listener())).rejects.toMatchObject({ message: 'TensorFlow is being set up already.' });
    expect(existsSync(lock)).toBe(true);
    await release();
    writeFileSync(lock, '999999999');
    await expect(setUpTensorflow(request(), listener())).rejects.toMatchObject({ message: 'TensorFlow could not be installed.' });
    expect(existsSync(lock)).toBe(false);
  });
});

/** One that has ended and that nobody has asked about counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

describe.skipIf(!tensorflowPlaces)('a set-up that goes well', () => {
  async function realPackage(): Promise<string> {
    for await (const one of lookForTensorflow(tensorflowPlaces!)) return 'reason' in one ? '' : one.folder;
    return '';
  }

  it('ends with a TensorFlow that loads, is proved, and takes the place of the one before', async () => {
    before();
    fakePython({ tensorflow: await realPackage() });
    const proved: string[] = [];
    const found = await setUpTensorflow(request(), listener({ prove: ({ python }) => Promise.resolve(proved.push(python!)) }));
    expect(found.python).toBe(at('storage/tensorflow/bin/python'));
    expect(proved).toEqual([found.python]);
    expect(left()).toEqual(['tensorflow']);
    expect(existsSync(at('storage/tensorflow/marker'))).toBe(false);
  });

  it('is taken back where the proof fails', async () => {
    before();
    fakePython({ tensorflow: await realPackage() });
    const prove = () => Promise.reject(new Error('It computes nonsense.'));
    await expect(setUpTensorflow(request(), listener({ prove }))).rejects.toThrow('It computes nonsense.');
    expect(existsSync(at('storage/tensorflow/marker'))).toBe(true);
  });
});

describe('what is installed', () => {
  it('depends on the machine', () => {
    expect(requirement(false, 'linux', 'x64')).toMatch(/^tensorflow-cpu>=2\.16/);
    expect(requirement(false, 'linux', 'arm64')).toMatch(/^tensorflow>=/);
    expect(requirement(false, 'darwin', 'arm64')).toMatch(/^tensorflow>=/);
    expect(requirement(true, 'linux', 'x64')).toMatch(/^tensorflow\[and-cuda\]>=/);
  });
});
