// What is measured is the product as it is shipped: minified bundles, with the data and binaries beside them.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { tfjsNode } from '../../scripts/tfjsNode.mjs';

export const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'out/bench');

/** Builds the trainer and the terminal's command into a folder of their own, and returns that. */
export function buildProduct() {
  const args = [path.join(root, 'esbuild.mjs'), '--production', '--only', 'trainer,cli', '--out', folder];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The product could not be built.');
  return folder;
}

/** Bundles a program for Node, beside the product and the same way. `contents`: TypeScript that imports from the root. */
export async function buildBeside(name, contents) {
  const outfile = path.join(folder, name);
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    plugins: [tfjsNode],
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return outfile;
}

/** Where TensorFlow is looked for: what LAYERWISE_PYTHON names, else where a person's command line looks. */
export const places = () => (process.env.LAYERWISE_PYTHON ? { python: process.env.LAYERWISE_PYTHON } : { path: true });
