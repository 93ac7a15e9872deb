import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

/**
 * Bundles the suites of a folder for Node, and the module that goes with them.
 * @param {object} options
 * @param {'test/host' | 'test/e2e'} options.from
 * @param {string} options.support the module beside the suites that the runner loads itself
 * @param {string[]} options.names parts of the names of the files wanted; none for all
 * @param {string} options.outdir
 * @param {import('esbuild').BuildOptions} options.format
 * @returns {Promise<string[]>} the bundled suites
 */
export async function bundleSuites({ from, support, names, outdir, format }) {
  const folder = path.join(root, from);
  const suites = readdirSync(folder).filter(
    (name) => name.endsWith('.test.ts') && (names.length === 0 || names.some((part) => name.includes(part))),
  );
  if (suites.length === 0) throw new Error(`No file of ${from} matches ${names.join(', ')}.`);
  await build({
    entryPoints: [support, ...suites].map((name) => path.join(folder, name)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    // As in the product's own bundles: its UMD build hides its imports.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    ...format,
  });
  const extension = format.outExtension?.['.js'] ?? '.js';
  return suites.map((name) => path.join(outdir, name.replace(/\.ts$/, extension)));
}
