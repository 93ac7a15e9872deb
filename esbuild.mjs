// Every bundle of the product: extension, trainer, cli, designer (and its layout worker), training panel.
// `--production` minifies, `--watch` stays, `--out <folder>` builds elsewhere than dist.
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { embedMnist } from './scripts/embedMnist.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
  },
});
const out = path.resolve(root, options.out);

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: options.production,
  sourcemap: options.production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': options.production ? '"production"' : '"development"' },
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const web = { ...common, platform: 'browser', format: 'esm', target: 'es2022', loader: { '.svg': 'text' } };

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['src/trainer/main.ts'], outfile: 'trainer.js' },
  { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...web, entryPoints: ['webview/designer/main.tsx'], outfile: 'designer.js' },
  { ...web, entryPoints: ['webview/designer/layoutWorker.ts'], outfile: 'layoutWorker.js', format: 'iife' },
  { ...web, entryPoints: ['webview/training/main.tsx'], outfile: 'training.js' },
]
  .filter(({ entryPoints: [entry] }) => existsSync(path.join(root, entry)))
  .map((bundle) => ({ ...bundle, outfile: path.join(out, bundle.outfile) }));

if (options.production) rmSync(out, { recursive: true, force: true });
mkdirSync(path.join(out, 'wasm'), { recursive: true });
for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'])
  cpSync(path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', name), path.join(out, 'wasm', name));
await embedMnist(out);

if (options.watch) for (const bundle of bundles) await (await context(bundle)).watch();
else {
  // All of them are tried, so that one broken bundle does not leave the others as they were.
  const results = await Promise.allSettled(bundles.map((bundle) => build(bundle)));
  if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
}
