// Asks Keras again for what the goldens say, and shows what differs. `--write` keeps the new answers.
// A Python with TensorFlow is needed: $PYTHON, python3, or one that is installed into .cache once.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const goldens = join(root, 'test/parity/goldens');
const venv = join(root, '.cache/keras');
const venvPython = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
// The version that the goldens were made with: another one may name or count otherwise.
const TENSORFLOW = 'tensorflow-cpu==2.21.0';

const hasKeras = (python) => spawnSync(python, ['-c', 'import keras, tensorflow'], { stdio: 'ignore' }).status === 0;

/** A Python that has Keras, or why there is none. */
function findPython() {
  const given = [process.env.PYTHON, 'python3', existsSync(venvPython) ? venvPython : undefined].filter(Boolean);
  const found = given.find(hasKeras);
  if (found) return { python: found };
  try {
    console.log(`No Python with TensorFlow: installing ${TENSORFLOW} into .cache/keras …`);
    execFileSync(process.env.PYTHON ?? 'python3', ['-m', 'venv', venv], { stdio: ['ignore', 'ignore', 'pipe'] });
    execFileSync(venvPython, ['-m', 'pip', 'install', '--quiet', TENSORFLOW], { stdio: ['ignore', 'inherit', 'pipe'] });
    return hasKeras(venvPython) ? { python: venvPython } : { reason: 'TensorFlow was installed but cannot be imported' };
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    const said = String(error.stderr ?? '')
      .trim()
      .split('\n')
      .at(-1);
    return { reason: said || error.message };
  }
}

/** Counts must be the same; what was computed may differ by rounding from one processor to another. */
const same = (kept, now) =>
  kept === now || (typeof kept === 'number' && !Number.isInteger(kept) && Math.abs(kept - now) <= 1e-3 * Math.max(1, Math.abs(kept)));

/** Paths and values that are not the same in two parsed goldens. */
function* differences(kept, now, path = '') {
  if (typeof kept !== 'object' || typeof now !== 'object' || kept === null || now === null) {
    if (!same(kept, now)) yield `${path}: kept ${JSON.stringify(kept)}, Keras says ${JSON.stringify(now)}`;
    return;
  }
  for (const key of new Set([...Object.keys(kept), ...Object.keys(now)])) yield* differences(kept[key], now[key], `${path}/${key}`);
}

const { python, reason } = findPython();
if (!python) {
  console.log(`Parity with Keras: skipped (${reason}). Set PYTHON to a Python that has TensorFlow.`);
  process.exit(0);
}
const made = mkdtempSync(join(tmpdir(), 'layerwise-parity-'));
try {
  const run = (script) => spawnSync(python, [join(root, 'test/parity', script), made], { stdio: ['ignore', 'inherit', 'ignore'] });
  const failed = ['goldens.py', 'summary.py', 'training.py', 'methods.py', 'callbacks.py', 'costs.py'].find(
    (script) => run(script).status !== 0,
  );
  if (failed) {
    console.error(`Parity with Keras: ${failed} failed. Run it alone to see why: python test/parity/${failed} <folder>`);
    process.exitCode = 1;
  } else {
    let count = 0;
    for (const name of [
      'layers.json',
      'signatures.json',
      'models.json',
      'summaries.json',
      'computed.json',
      'trained.json',
      'methods.json',
      'costs.json',
    ]) {
      const text = readFileSync(join(made, name), 'utf8');
      const kept = existsSync(join(goldens, name)) ? JSON.parse(readFileSync(join(goldens, name), 'utf8')) : undefined;
      const found = [...differences(kept, JSON.parse(text))];
      for (const line of found.slice(0, 20)) console.log(`${name} ${line}`);
      if (found.length > 20) console.log(`${name} and ${found.length - 20} more`);
      count += found.length;
      if (process.argv.includes('--write')) writeFileSync(join(goldens, name), text);
    }
    const kept = process.argv.includes('--write') && count > 0 ? '; the goldens were written anew' : '';
    console.log(count === 0 ? 'Parity with Keras: the goldens are what Keras says.' : `Parity with Keras: ${count} differences${kept}.`);
    if (count > 0 && !kept) process.exitCode = 1;
  }
} finally {
  rmSync(made, { recursive: true, force: true });
}
