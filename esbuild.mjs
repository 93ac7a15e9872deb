// Every bundle of the product: extension, trainer, cli, designer (and its layout worker), training. `--production` minifies, `--watch` stays.
import { build, context } from 'esbuild';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const common = { absWorkingDir: root, bundle: true, minify: production, sourcemap: production ? false : 'linked', logLevel: 'warning', legalComments: 'none', define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' } };
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const web = { ...common, platform: 'browser', format: 'esm', target: 'es2022', loader: { '.svg': 'text' } };

const bundles = [
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...node, entryPoints: ['src/trainer/main.ts'], outfile: 'dist/trainer.js' },
  { ...node, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...web, entryPoints: ['webview/designer/main.tsx'], outfile: 'dist/designer.js' },
  { ...web, entryPoints: ['webview/designer/layoutWorker.ts'], outfile: 'dist/layoutWorker.js', format: 'iife' },
  { ...web, entryPoints: ['webview/training/main.tsx'], outfile: 'dist/training.js' },
].filter(({ entryPoints: [entry] }) => existsSync(path.join(root, entry)));

if (production) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const wasm = path.join(root, 'dist/wasm');
mkdirSync(wasm, { recursive: true });
for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'])
  cpSync(path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', name), path.join(wasm, name));

if (watch) for (const bundle of bundles) await (await context(bundle)).watch();
else await Promise.all(bundles.map((bundle) => build(bundle)));
