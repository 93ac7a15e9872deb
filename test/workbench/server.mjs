// Starts code-server on a free port of this machine. Everything a server makes lies in one temporary folder.
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { installCodeServer } from './codeServer.mjs';
import { atExit, scratchFolder } from './scratch.mjs';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * @typedef {object} Server
 * @property {string} origin
 * @property {string} folder everything of this server
 * @property {string} userSettings its settings.json
 * @property {() => string} log what it printed
 * @property {() => Promise<void>} close
 *
 * @param {object} options
 * @param {string} [options.vsix] an extension's package to install
 * @param {string} [options.extension] an extension's folder to copy in
 * @param {boolean} [options.testDriver] the workbench then takes `extensionTestsPath`, but hides notifications and answers dialogs itself
 * @param {number} [options.port]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<Server>}
 */
export async function startServer({ vsix, extension, testDriver = false, port = 0, env = {} } = {}) {
  const { node, entry } = await installCodeServer();
  const { folder, remove } = scratchFolder('layerwise-workbench');
  const place = (name) => path.join(folder, name);
  for (const name of ['data/User', 'extensions', 'temporary']) mkdirSync(place(name), { recursive: true });
  const userSettings = place('data/User/settings.json');
  writeFileSync(userSettings, '{}');
  // Without a config of its own it writes one into the person's home.
  writeFileSync(place('config.yaml'), 'auth: none\n');
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    ...process.env,
    TMPDIR: place('temporary'),
    XDG_DATA_HOME: place('xdg'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...env,
  };
  delete environment.VSCODE_IPC_HOOK_CLI;
  const places = [entry, '--config', place('config.yaml'), '--user-data-dir', place('data'), '--extensions-dir', place('extensions')];
  if (vsix) await promisify(execFile)(node, [...places, '--install-extension', vsix], { env: environment });
  if (extension) cpSync(extension, path.join(place('extensions'), path.basename(extension)), { recursive: true });

  const args = [
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--disable-proxy',
    '--ignore-last-opened',
  ];
  if (testDriver) args.push('--vscode-option', 'enable-smoke-test-driver');
  // A process group of its own, so that closing it ends the extension hosts and everything they started.
  const child = spawn(node, [...places, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let log = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  const signal = (name) => {
    try {
      process.kill(-Number(child.pid), name);
    } catch {
      // It has ended.
    }
  };
  const kill = atExit(() => signal('SIGKILL'));
  const close = async () => {
    signal('SIGTERM');
    await Promise.race([ended, pause(2000)]);
    kill();
    await Promise.race([ended, pause(2000)]);
    remove();
  };
  try {
    const origin = await new Promise((resolve, reject) => {
      const read = (data) => {
        log += data;
        const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(log);
        if (listening) resolve(listening[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.on('error', reject);
      child.on('exit', (code) => reject(new Error(`code-server ended with ${code}:\n${log}`)));
      setTimeout(() => reject(new Error(`code-server does not listen after three minutes:\n${log}`)), 180_000).unref();
    });
    return { origin, folder, userSettings, log: () => log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * The address of the workbench on a folder. The payload's keys are VS Code's own: openFile, extensionDevelopmentPath,
 * extensionTestsPath, skipWelcome; a list gives a key several times.
 * @param {string} origin
 * @param {string} [folder]
 * @param {Record<string, string | string[]>} payload
 */
export function workbenchAddress(origin, folder, payload = {}) {
  const authority = new URL(origin).host;
  const remote = (key, value) => (/^(extension.*Path|openFile)$/.test(key) ? `vscode-remote://${authority}${value}` : value);
  const pairs = Object.entries(payload).flatMap(([key, value]) => [value].flat().map((one) => [key, remote(key, one)]));
  const query = new URLSearchParams(folder ? { folder } : { ew: 'true' });
  query.set('payload', JSON.stringify(pairs));
  return `${origin}/?${query}`;
}
