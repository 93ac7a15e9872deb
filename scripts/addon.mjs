// The sources of the addon that makes a native TensorFlow speak with JavaScript: tfjs-node's binding, our preload.cc, and
// Node's headers. They are shipped in dist/addon/src, and compiled on the machine that has TensorFlow. Where the one that
// packages has it, what was compiled is shipped, too: it serves every TensorFlow on such a machine.
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPython } from './testTensorflow.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Puts the sources into `out/addon/src`. With this file as its globalSetup vitest does the same before tests. */
export function embedAddon(out) {
  const to = path.join(out, 'addon/src');
  const modules = path.join(root, 'node_modules');
  copy(path.join(modules, '@tensorflow/tfjs-node/binding'), path.join(to, 'binding'));
  copy(path.join(modules, 'node-api-headers/include'), path.join(to, 'node-api'));
  copy(path.join(root, 'src/machine/tensorflow'), to, 'preload.cc');
}

/** What is there already is not written again: a compiler may be reading it. */
function copy(from, to, only) {
  mkdirSync(to, { recursive: true });
  for (const name of only ? [only] : readdirSync(from)) {
    const content = readFileSync(path.join(from, name));
    const target = path.join(to, name);
    if (!existsSync(target) || !content.equals(readFileSync(target))) writeFileSync(target, content);
  }
}

/** Compiles the sources in `out` for this platform, with TensorFlow's headers, and puts the addon beside them if it loads. */
export async function shipAddon(out) {
  const [python, folder] = [testPython(), process.env.LAYERWISE_TENSORFLOW];
  if (!python && !folder) return console.log('There is no TensorFlow here: the addon is compiled on the machines that have it.');
  const bundle = path.join(root, '.cache/machine.cjs');
  const contents = "export { readyTensorflow } from './ready'; export { shippedName } from './addon';";
  await build({
    stdin: { contents, resolveDir: path.join(root, 'src/machine/tensorflow') },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  const { readyTensorflow, shippedName } = createRequire(import.meta.url)(bundle);
  const { ready, rejected } = await readyTensorflow({ python, folder, storage: path.join(root, '.cache/storage') });
  if (!ready?.loadable.preload) return console.log(`The addon is not shipped: ${rejected.map(({ reason }) => reason).join(' ')}`);
  const embedded = path.join(out, 'addon');
  const to = path.join(embedded, await shippedName(embedded));
  for (const file of [ready.loadable.binding, ready.loadable.preload]) cpSync(file, path.join(to, path.basename(file)));
}

export const setup = () => embedAddon(path.join(root, 'dist'));
