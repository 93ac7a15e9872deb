// A page of the product, as code and style, for a bench to serve.
import { build } from 'esbuild';
import path from 'node:path';
import { root } from './build.mjs';

/** @param {string} entry a file of the repository (`.ts`), or the text of a module that stands at its root */
export async function bundlePage(entry) {
  const { outputFiles } = await build({
    ...(entry.endsWith('.ts') ? { entryPoints: [path.join(root, entry)] } : { stdin: { contents: entry, resolveDir: root, loader: 'ts' } }),
    bundle: true,
    write: false,
    minify: true,
    outdir: '/',
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  const text = (end) => outputFiles.find(({ path: name }) => name.endsWith(end))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}
