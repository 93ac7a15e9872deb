// The sources of the addon that makes a native TensorFlow speak with JavaScript: tfjs-node's binding, our preload.cc, and
// Node's headers. They are shipped in dist/addon/src, and compiled on the machine that has TensorFlow.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

export const setup = () => embedAddon(path.join(root, 'dist'));
