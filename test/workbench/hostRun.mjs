// One run of the host suites: bundles them, brings up an editor with the extension, prints what they print.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { runTests, runVSCodeCommand } from '@vscode/test-electron';
import { startBrowser } from './browser.mjs';
import { bundleSuites } from './bundleSuites.mjs';
import { hasDisplay, hasVirtualDisplay, installDesktop } from './desktop.mjs';
import { cacheFolder } from './folders.mjs';
import { root } from './root.mjs';
import { scratchFolder } from './scratch.mjs';
import { startServer, workbenchAddress } from './server.mjs';
import { examples, QUIET } from './session.mjs';
import { stageExtension } from './stage.mjs';

const LIMIT = 40 * 60_000;

/**
 * @param {object} options
 * @param {string[]} options.names parts of the names of the files to run; none for all
 * @param {string} [options.grep]
 * @param {string} [options.vsix] the package to test; without it the tree as it is
 * @param {string} options.results where the counts are written
 */
export async function runHostTests({ names, grep, vsix, results }) {
  rmSync(results, { force: true });
  // In the repository, so that the bundles find mocha in its node_modules.
  const { folder: bundles, remove: removeBundles } = scratchFolder('host', path.join(root, 'out'));
  const { folder: scratch, remove: removeScratch } = scratchFolder('layerwise-host');
  const output = path.join(scratch, 'output.log');
  writeFileSync(output, '');
  let shown = 0;
  const show = () => {
    const bytes = readFileSync(output);
    process.stdout.write(bytes.subarray(shown));
    shown = bytes.length;
  };
  try {
    const format = /** @type {import('esbuild').BuildOptions} */ ({
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      external: ['vscode', 'mocha'],
    });
    await bundleSuites({ from: 'test/host', support: 'index.ts', names, outdir: bundles, format });
    const folder = path.join(scratch, 'examples');
    cpSync(examples, folder, { recursive: true });
    const env = { LAYERWISE_RESULTS: results, LAYERWISE_OUTPUT: output, ...(grep ? { LAYERWISE_GREP: grep } : {}) };
    const extension = vsix ? undefined : await stageExtension(scratch, { partly: true });
    // Tests run only where an extension is under development. The package is installed, so an empty one stands there.
    const blank = path.join(scratch, 'blank');
    mkdirSync(blank);
    writeFileSync(
      path.join(blank, 'package.json'),
      JSON.stringify({ name: 'blank', publisher: 'layerwise-tests', version: '0.0.0', engines: { vscode: '*' } }),
    );
    const run = { vsix, extension, development: extension ?? blank, tests: path.join(bundles, 'index.cjs'), folder, env, scratch };
    watchFile(output, { interval: 200 }, show);
    const desktop = hasDisplay() || (await hasVirtualDisplay()) ? await installDesktop() : undefined;
    await (desktop ? inDesktop(desktop, run) : inCodeServer(run));
    // An extension host that is killed in the middle is reported as a success.
    if (!existsSync(results)) throw new Error('The extension host ended before the tests did.');
  } finally {
    unwatchFile(output);
    show();
    removeBundles();
    removeScratch();
  }
}

async function inDesktop(program, { vsix, development, tests, folder, env, scratch }) {
  console.log(`in desktop VS Code (${program})`);
  const places = [`--user-data-dir=${path.join(scratch, 'data')}`, `--extensions-dir=${path.join(scratch, 'extensions')}`];
  const settings = path.join(scratch, 'data/User');
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, 'settings.json'), JSON.stringify({ ...QUIET, 'git.enabled': false }));
  if (vsix)
    await runVSCodeCommand(['--install-extension', vsix, ...places], { version: 'stable', cachePath: path.join(cacheFolder(), 'vscode') });
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const launchArgs = [folder, '--disable-workspace-trust', '--disable-gpu', ...root, ...places];
  await runTests({
    vscodeExecutablePath: program,
    extensionDevelopmentPath: development,
    extensionTestsPath: tests,
    extensionTestsEnv: env,
    launchArgs,
  });
}

async function inCodeServer({ vsix, development, tests, folder, env }) {
  const [server, started] = await Promise.all([startServer({ vsix, testDriver: true, env }), startBrowser()]);
  console.log(`in code-server, shown by ${started.label}`);
  writeFileSync(server.userSettings, JSON.stringify({ ...QUIET, 'git.enabled': false, 'security.workspace.trust.enabled': false }));
  try {
    const page = await started.browser.newPage({ viewport: { width: 1400, height: 900 } });
    await new Promise((resolve, reject) => {
      const fail = (message) => reject(new Error(message));
      page.exposeFunction('codeAutomationLog', (_type, values) => {
        const line = format(...values);
        if (/extension host.*terminated unexpectedly/i.test(line)) fail(line);
      });
      page.exposeFunction('codeAutomationExit', (code) => (code === 0 ? resolve(code) : fail('The host tests failed.')));
      page.on('crash', () => fail('The page of the workbench crashed.'));
      const limit = setTimeout(() => fail(`No result after ${LIMIT / 60_000} minutes. The server printed:\n${server.log()}`), LIMIT);
      limit.unref();
      const payload = { extensionDevelopmentPath: development, extensionTestsPath: tests, skipWelcome: 'true' };
      page.goto(workbenchAddress(server.origin, folder, payload)).catch(reject);
    });
  } finally {
    await Promise.all([started.browser.close(), server.close()]);
  }
}
