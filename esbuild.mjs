// Every bundle of the product: extension, trainer, cli (and HDF5 for both), designer (and its layout worker), training panel,
// comparison, evaluation, runtimes.
// With them the kernels and the embedded MNIST. `--production` minifies, `--watch` stays, `--out <folder>` builds elsewhere than dist,
// `--only trainer,cli` makes only these bundles.
import { build, context } from 'esbuild';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { embedAddon, shipAddon } from './scripts/addon.mjs';
import { embedKernels } from './scripts/kernels.mjs';
import { embedMnist } from './scripts/embedMnist.mjs';
import { writeNotices } from './scripts/notices.mjs';
import { writeSchema } from './scripts/schema.mjs';
import { tfjsNode } from './scripts/tfjsNode.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
    only: { type: 'string' },
  },
});
const out = path.resolve(root, options.out);

/** What a bundle of its own has, beside that which imports it. */
const ownBundles = {
  name: 'own-bundles',
  setup: ({ onResolve }) => onResolve({ filter: /\/hdf5$/ }, () => ({ path: './hdf5.js', external: true })),
};

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: options.production,
  sourcemap: options.production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: options.production,
  // Its UMD build, which Node would take, hides its own imports from a bundler.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [tfjsNode, ownBundles],
  define: { 'process.env.NODE_ENV': options.production ? '"production"' : '"development"' },
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const web = { ...common, platform: 'browser', format: 'esm', target: 'es2022', loader: { '.svg': 'text' } };

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['src/trainer/main.ts'], outfile: 'trainer.js' },
  // Four megabytes that only what goes to Keras or comes from it needs; as UTF-8, which h5wasm's binary is written in.
  { ...node, entryPoints: ['src/trainer/hdf5/hdf5.ts'], outfile: 'hdf5.js', charset: 'utf8' },
  { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...web, entryPoints: ['webview/designer/main.tsx'], outfile: 'designer.js' },
  { ...web, entryPoints: ['webview/designer/layoutWorker.ts'], outfile: 'layoutWorker.js', format: 'iife' },
  { ...web, entryPoints: ['webview/training/main.tsx'], outfile: 'training.js' },
  { ...web, entryPoints: ['webview/compare/main.tsx'], outfile: 'compare.js' },
  { ...web, entryPoints: ['webview/evaluation/main.tsx'], outfile: 'evaluation.js' },
  { ...web, entryPoints: ['webview/runtimes/main.tsx'], outfile: 'runtimes.js' },
]
  .filter(({ entryPoints: [entry] }) => existsSync(path.join(root, entry)))
  .filter(({ outfile }) => options.only?.split(',').includes(path.parse(outfile).name) ?? true)
  .map((bundle) => ({ ...bundle, outfile: path.join(out, bundle.outfile) }));

if (options.production) rmSync(out, { recursive: true, force: true });
const bundled = (bundle) => (options.watch ? context(bundle).then((watched) => watched.watch()) : build(bundle));
// All parts are tried, so that a broken one does not leave the others as they were.
const results = await Promise.allSettled([...bundles.map(bundled), embedKernels(out), embedAddon(out), embedMnist(out), writeSchema(out)]);
for (const { status, reason } of results)
  if (status === 'rejected') {
    // esbuild has printed its own errors.
    if (!reason.errors) console.error(reason.message);
    process.exitCode = 1;
  }
if (options.production && !process.exitCode) {
  writeNotices(
    out,
    results.flatMap(({ value }) => Object.keys(value?.metafile?.inputs ?? {})),
  );
  await shipAddon(out);
}
