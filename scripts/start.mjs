// `npm start`: a real editor with Layerwise and the examples in it. Everything it needs is set up first.
//   npm start                 desktop VS Code where there is one or it can be downloaded, else VS Code in the browser
//   npm start -- --browser    VS Code in the browser
//   npm start -- --no-open    prints the address of VS Code in the browser and waits
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run, step } from './progress.mjs';
import { root, setup } from './setup.mjs';

const { values: options } = parseArgs({
  options: {
    'no-open': { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
  },
});
const examples = path.join(root, 'examples');
const design = path.join(examples, 'mnist-bn.layerwise.json');
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.editorAssociations': { '*.layerwise.json': 'layerwise.designer' },
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
};

await setup();
const { hasDisplay, installDesktop } = await import('../test/workbench/desktop.mjs');
const { scratchFolder } = await import('../test/workbench/scratch.mjs');
const { folder: scratch } = scratchFolder('layerwise-start');
try {
  const desktop = !options['no-open'] && !options.browser && hasDisplay() ? await findDesktop() : undefined;
  if (desktop) await openDesktop(desktop);
  else await openInBrowser();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** The person's own VS Code, else a downloaded one. */
async function findDesktop() {
  if (process.env.LAYERWISE_EDITOR === 'code-server') return undefined;
  const own = await run('code', ['--version'])
    .then(() => 'code')
    .catch(() => undefined);
  return own ?? installDesktop();
}

async function openDesktop(program) {
  await step('Building the extension', () => run(process.execPath, ['esbuild.mjs'], { cwd: root }));
  // A profile of its own: the person's settings and extensions stay as they are.
  const user = path.join(scratch, 'data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings, undefined, 2));
  const places = ['--user-data-dir', path.join(scratch, 'data'), '--extensions-dir', path.join(scratch, 'extensions')];
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  console.log('Opening VS Code with the examples. This ends when its window is closed.');
  await run(program, ['--wait', '--new-window', `--extensionDevelopmentPath=${root}`, ...places, ...sandbox, examples, design]);
}

async function openInBrowser() {
  const { startServer, workbenchAddress } = await import('../test/workbench/server.mjs');
  const { stageExtension } = await import('../test/workbench/stage.mjs');
  const extension = await step('Building the extension', () => stageExtension(scratch));
  const server = await step('Starting VS Code for the browser', () => startServer({ extension, port: Number(options.port) }));
  writeFileSync(server.userSettings, JSON.stringify(settings, undefined, 2));
  const address = workbenchAddress(server.origin, examples, { openFile: design, skipWelcome: 'true' });
  console.log(`\nLayerwise is open at\n\n  ${address}\n\nCtrl-C ends it.`);
  if (!options['no-open']) openAddress(address);
  // The server and its folder go with this process; until then something has to keep it alive.
  setInterval(() => undefined, 60_000);
}

function openAddress(address) {
  const [program, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  // Without a browser to start, the printed address is there to be opened.
  child.on('error', () => undefined);
  child.unref();
}
