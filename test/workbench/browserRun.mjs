// One run of the suites that drive the real workbench in a browser, as a person would.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runMocha } from './mocha.mjs';
import { root } from './root.mjs';
import { stageExtension } from './stage.mjs';

/**
 * @param {object} options
 * @param {string[]} options.names parts of the names of the files to run; none for all
 * @param {string} [options.grep]
 * @param {string} [options.vsix] the package to test; without it the tree as it is
 * @param {string} options.results where the counts are written
 */
export async function runBrowserTests({ names, grep, vsix, results }) {
  rmSync(results, { force: true });
  mkdirSync(path.join(root, 'out'), { recursive: true });
  const bundles = mkdtempSync(path.join(root, 'out/e2e-'));
  const scratch = mkdtempSync(path.join(tmpdir(), 'layerwise-e2e-'));
  let fixture;
  try {
    if (vsix) process.env.LAYERWISE_VSIX = vsix;
    else process.env.LAYERWISE_EXTENSION = await stageExtension(scratch, { partly: true });
    const files = await bundleSuites(names, bundles);
    fixture = await import(pathToFileURL(path.join(bundles, 'workbench.mjs')).href);
    const { pictureAll } = fixture;
    const rootHooks = {
      async afterEach() {
        if (this.currentTest?.state === 'failed') await pictureAll(this.currentTest.fullTitle());
      },
    };
    await runMocha({ files, results, grep, rootHooks });
  } finally {
    await fixture?.closeAll();
    for (const folder of [bundles, scratch]) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** With a shared chunk, so that all suites have the same server and browser. */
async function bundleSuites(names, outdir) {
  const folder = path.join(root, 'test/e2e');
  const suites = readdirSync(folder).filter(
    (name) => name.endsWith('.test.ts') && (names.length === 0 || names.some((part) => name.includes(part))),
  );
  if (suites.length === 0) throw new Error(`No file of test/e2e matches ${names.join(', ')}.`);
  await build({
    entryPoints: ['workbench.ts', ...suites].map((name) => path.join(folder, name)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    packages: 'external',
    logLevel: 'warning',
  });
  return suites.map((name) => path.join(outdir, name.replace(/\.ts$/, '.mjs')));
}
