// One run of the suites that drive the real workbench in a browser, as a person would.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installBrowser } from './browser.mjs';
import { bundleSuites } from './bundleSuites.mjs';
import { installCodeServer } from './codeServer.mjs';
import { runMocha } from './mocha.mjs';
import { root } from './root.mjs';
import { scratchFolder } from './scratch.mjs';
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
  const { folder: bundles, remove: removeBundles } = scratchFolder('e2e', path.join(root, 'out'));
  const { folder: scratch, remove: removeScratch } = scratchFolder('layerwise-e2e');
  let fixture;
  try {
    if (vsix) process.env.LAYERWISE_VSIX = vsix;
    else process.env.LAYERWISE_EXTENSION = await stageExtension(scratch, { partly: true });
    // With splitting, so that all suites have the same server and browser.
    const format = /** @type {const} */ ({ format: 'esm', outExtension: { '.js': '.mjs' }, splitting: true, packages: 'external' });
    const files = await bundleSuites({ from: 'test/e2e', support: 'workbench.ts', names, outdir: bundles, format });
    fixture = await import(pathToFileURL(path.join(bundles, 'workbench.mjs')).href);
    const { pictureAll } = fixture;
    const rootHooks = {
      async afterEach() {
        if (this.currentTest?.state === 'failed') await pictureAll(this.currentTest.fullTitle());
      },
    };
    // Before the first test, whose time is limited.
    await Promise.all([installCodeServer(), installBrowser()]);
    await runMocha({ files, results, grep, rootHooks });
  } finally {
    await fixture?.closeAll();
    removeBundles();
    removeScratch();
  }
}
