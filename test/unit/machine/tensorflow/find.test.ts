import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTensorflow } from '../../../../src/machine/tensorflow/find';
import type { Places } from '../../../../src/protocol/places';
import { files, library, npmPackage, program, python, tensorflowPackage } from './fakes';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'layerwise-find-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (...parts: string[]) => path.join(folder, ...parts);

/** The reason why the only thing that was looked at was not taken. */
async function reason(places: Places): Promise<string> {
  const { found, rejected } = await findTensorflow(places);
  expect(found).toBeUndefined();
  expect(rejected).toHaveLength(1);
  return `${rejected[0]!.what}: ${rejected[0]!.reason}`;
}

describe.skipIf(process.platform === 'win32')('TensorFlow is found', () => {
  it("as npm's package in the workspace first, the one for GPUs before the other", async () => {
    const modules = at('node_modules/@tensorflow');
    npmPackage(path.join(modules, 'tfjs-node'));
    const gpu = npmPackage(path.join(modules, 'tfjs-node-gpu'), { name: 'tfjs-node-gpu' });
    python(at('.venv/bin/python'), tensorflowPackage(at('.venv/lib'), '2.21.0'));
    const { found } = await findTensorflow({ workspace: [folder] });
    expect(found).toEqual({
      source: 'npm',
      folder: gpu,
      libraries: [],
      nvidia: [],
      addon: path.join(gpu, 'lib/napi-v8/tfjs_binding.node'),
    });
  });

  it("as Python's in an environment of the workspace, with its version, libraries and headers", async () => {
    const site = at('.venv/lib');
    const tensorflow = tensorflowPackage(site, '2.21.0');
    files(site, { 'nvidia/cudnn/lib/libcudnn.so.9': '', 'nvidia/cudnn/include/cudnn.h': '', 'nvidia/cublas/lib/libcublas.so.12': '' });
    const interpreter = python(at('.venv/bin/python'), tensorflow);
    const { found, rejected } = await findTensorflow({ workspace: [folder] });
    expect(rejected).toEqual([]);
    expect(found).toEqual({
      source: 'python',
      folder: tensorflow,
      version: '2.21.0',
      libraries: [path.join(tensorflow, library('tensorflow_framework')), path.join(tensorflow, library('tensorflow_cc'))],
      nvidia: [path.join(site, 'nvidia/cublas/lib/libcublas.so.12'), path.join(site, 'nvidia/cudnn/lib/libcudnn.so.9')],
      include: path.join(tensorflow, 'include'),
      python: interpreter,
    });
  });

  it('in the chosen interpreter before the workspace, in our own folder after it', async () => {
    const [chosen, environment, own] = ['chosen', 'venv', 'storage/tensorflow'].map((name) =>
      python(at(name, 'bin/python'), tensorflowPackage(at(name, 'lib'), '2.20.0')),
    );
    const first = async (places: Places) => (await findTensorflow(places)).found?.python;
    const all = { chosenPython: chosen, workspace: [folder], storage: at('storage') };
    expect(await first(all)).toBe(chosen);
    expect(await first({ ...all, chosenPython: undefined })).toBe(environment);
    expect(await first({ storage: at('storage') })).toBe(own);
  });

  it.each(['.', 'environment', 'environment/lib', 'environment/lib/tensorflow'])('in a named folder, which may be %s', async (name) => {
    const tensorflow = tensorflowPackage(at('environment/lib'), '2.18.1');
    python(at('environment/bin/python'), tensorflow);
    // Our own folder, as a person may name it.
    python(at('tensorflow/bin/python'), tensorflow);
    expect((await findTensorflow({ folder: at(name) })).found).toMatchObject({ folder: tensorflow, version: '2.18.1' });
  });

  it("in a named folder that is npm's package", async () => {
    expect((await findTensorflow({ folder: npmPackage(at('some')) })).found?.source).toBe('npm');
  });
});

describe.skipIf(process.platform === 'win32')('TensorFlow is not taken, and the reason is told', () => {
  it('where the interpreter is not there, or is none', async () => {
    expect(await reason({ python: at('nothing') })).toBe(`Python in ${at('nothing')}: There is no such file.`);
    const broken = program(at('broken'), 'console.error("No module named encodings"); process.exit(1);');
    expect(await reason({ python: broken })).toBe(`Python in ${broken}: It is no Python that works: No module named encodings`);
    files(folder, { plain: 'text' });
    expect(await reason({ python: at('plain') })).toContain('It may not be run.');
  });

  it('where it has no TensorFlow: that is no fault', async () => {
    const { rejected } = await findTensorflow({ python: python(at('python')) });
    expect(rejected).toEqual([{ what: `Python in ${at('python')} (3.11.7)`, reason: 'It has no TensorFlow.', absent: true }]);
  });

  it('where it is too old', async () => {
    const tensorflow = tensorflowPackage(at('lib'), '2.4.1');
    expect(await reason({ python: python(at('python'), tensorflow) })).toBe(
      `Python's TensorFlow 2.4.1 in ${tensorflow}: It is too old: version 2.12 or newer is needed.`,
    );
    npmPackage(at('node_modules/@tensorflow/tfjs-node'), { version: '1.7.4' });
    expect(await reason({ workspace: [folder] })).toContain('It is too old: version 3.0 or newer is needed.');
  });

  it('where its libraries or its addon are missing', async () => {
    const tensorflow = tensorflowPackage(at('lib'), '2.21.0', { libraries: false });
    expect(await reason({ python: python(at('python'), tensorflow) })).toContain(
      `The libraries ${library('tensorflow_cc')} and ${library('tensorflow_framework')} are missing.`,
    );
    npmPackage(at('node_modules/@tensorflow/tfjs-node'), { addon: false });
    expect(await reason({ workspace: [folder] })).toContain('Its addon is missing: its install script has not run, or has failed.');
  });

  it('where a named folder holds none, is none, or is not there', async () => {
    expect(await reason({ folder })).toContain("It holds no TensorFlow: neither npm's tfjs-node, nor");
    expect(await reason({ folder: at('nothing') })).toContain('There is no such folder.');
    files(folder, { file: '' });
    expect(await reason({ folder: at('file') })).toContain('It is a file.');
  });

  it('and where one was named, no other is looked at', async () => {
    python(at('.venv/bin/python'), tensorflowPackage(at('.venv/lib'), '2.21.0'));
    expect((await findTensorflow({ workspace: [folder] })).found).toBeDefined();
    expect(await reason({ workspace: [folder], python: at('nothing') })).toContain('There is no such file.');
    expect(await reason({ workspace: [folder], folder: at('nothing') })).toContain('There is no such folder.');
  });

  it('and an interpreter is asked once, however many lead to it', async () => {
    const interpreter = python(at('.venv/bin/python'));
    const { rejected } = await findTensorflow({ chosenPython: interpreter, workspace: [folder, folder] });
    expect(rejected).toHaveLength(1);
  });

  it('and where nothing is to be looked at, nothing is', async () => {
    expect(await findTensorflow({})).toEqual({ rejected: [] });
  });
});
