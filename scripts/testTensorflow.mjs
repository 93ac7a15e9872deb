// The TensorFlow that tests run on: an environment of Python in the user's cache, made once. Where it cannot be made, tests
// that need it are skipped. Node's own modules only: this runs before `npm ci`.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../test/workbench/folders.mjs';
import { run, step } from './progress.mjs';

const VERSION = '2.21.0';
/** There is no wheel of tensorflow-cpu for ARM and macOS. */
const PACKAGE = process.platform === 'linux' && process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
/** The oldest that the addon is promised to serve; it is loaded, never imported, so any Python may fetch it. */
const OLDER = '2.16.2';
/** What ONNX files are held to, in the same environment. */
const ONNX = ['onnx==1.23.2', 'onnxruntime==1.32.0'];
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

const environment = () => path.join(cacheFolder(), `tensorflow-${VERSION}`);
/** Written last: an environment that was interrupted has none. */
const mark = () => path.join(environment(), 'complete');
const onnxMark = () => path.join(environment(), 'complete-onnx');

/** Its interpreter, where it has been made; what LAYERWISE_PYTHON or LAYERWISE_TENSORFLOW name goes before it. */
export function testPython() {
  const { LAYERWISE_PYTHON, LAYERWISE_TENSORFLOW } = process.env;
  if (LAYERWISE_PYTHON || LAYERWISE_TENSORFLOW) return LAYERWISE_PYTHON;
  return existsSync(mark()) ? path.join(environment(), 'bin/python') : undefined;
}

const olderFolder = () => path.join(cacheFolder(), `tensorflow-${OLDER}`);

/** The folder with an older TensorFlow's libraries, where that has been fetched; what LAYERWISE_OLDER_TENSORFLOW names goes before it. */
export function olderTensorflow() {
  const { LAYERWISE_OLDER_TENSORFLOW } = process.env;
  if (LAYERWISE_OLDER_TENSORFLOW) return LAYERWISE_OLDER_TENSORFLOW;
  return existsSync(olderFolder()) ? olderFolder() : undefined;
}

/** Makes it, unless it is there or another one is named. Says why where that is impossible, and goes on. */
export async function setUpTestTensorflow() {
  const { LAYERWISE_PYTHON, LAYERWISE_TENSORFLOW } = process.env;
  if (LAYERWISE_PYTHON || LAYERWISE_TENSORFLOW) return;
  try {
    if (!testPython()) await step(`Installing ${PACKAGE} ${VERSION} for tests (pip)`, install);
  } catch (error) {
    rmSync(environment(), { recursive: true, force: true });
    console.log(`  Tests on TensorFlow are skipped: ${error.message}`);
    return;
  }
  try {
    if (!existsSync(onnxMark())) await step('Installing ONNX and its runtime for tests (pip)', installOnnx);
  } catch (error) {
    console.log(`  Tests with ONNX's runtime are skipped: ${error.message}`);
  }
  try {
    const wanted = PACKAGE === 'tensorflow-cpu' && !olderTensorflow();
    if (wanted) await step(`Fetching the libraries of ${PACKAGE} ${OLDER} for tests (pip)`, fetchOlder);
  } catch (error) {
    console.log(`  Tests on TensorFlow ${OLDER} are skipped: ${error.message}`);
  }
}

/** Of its wheel only what a process loads is kept. */
async function fetchOlder() {
  // Renamed at the end: one that was interrupted does not count.
  const unfinished = mkdtempSync(`${olderFolder()}.`);
  try {
    const wheel = ['--no-deps', '--target', unfinished, '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
    await pipInstall([...wheel, `${PACKAGE}==${OLDER}`]);
    for (const name of readdirSync(path.join(unfinished, 'tensorflow')))
      if (!name.startsWith('libtensorflow')) rmSync(path.join(unfinished, 'tensorflow', name), { recursive: true });
    renameSync(unfinished, olderFolder());
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function installOnnx() {
  await pipInstall(ONNX);
  writeFileSync(onnxMark(), '');
}

const pipInstall = (packages) =>
  run(path.join(environment(), 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--only-binary', ':all:', ...packages]); // prettier-ignore

async function install() {
  if (process.platform === 'win32') throw new Error("On Windows Python's TensorFlow has no library for other programs.");
  const python = await fittingPython();
  rmSync(environment(), { recursive: true, force: true });
  await run(python, ['-m', 'venv', environment()]);
  await pipInstall([`${PACKAGE}==${VERSION}`]);
  writeFileSync(mark(), '');
}

async function fittingPython() {
  const fits = 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))';
  for (const python of PYTHONS)
    if (
      await run(python, ['-c', fits]).then(
        () => true,
        () => false,
      )
    )
      return python;
  throw new Error('There is no Python 3.10 to 3.13 with its module venv.');
}
