// code-server carries VS Code's own workbench and extension host, and comes from npm: the editor for machines that cannot
// download VS Code. It wants a Node of its own major version, which comes from npm too.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, step } from '../../scripts/progress.mjs';
import { cached } from './folders.mjs';

const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
/** Parts that only come as source: what writes the logs that the Output panel shows, and the guard that ends the extension host with the server. */
const COMPILED = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * Installs code-server the first time (about 60 s and 780 MB), afterwards only says where it is.
 * `CODE_SERVER_DIR` and `CODE_SERVER_NODE` name an installation to use instead.
 * @returns {Promise<{ node: string, entry: string, label: string }>}
 */
export async function installCodeServer() {
  const { CODE_SERVER_DIR: folder, CODE_SERVER_NODE: node } = process.env;
  if (folder && node) return { node, entry: path.join(folder, 'out/node/entry.js'), label: `code-server in ${folder}` };
  if (process.platform === 'win32')
    throw new Error('code-server does not run on Windows, and VS Code could not be downloaded. Install VS Code and run this again.');
  const name = `code-server-${CODE_SERVER}-node-${NODE}-${process.platform}-${process.arch}`;
  const root = await cached(name, (unfinished) =>
    step(`Installing code-server ${CODE_SERVER} and Node ${NODE} (once, about a minute)`, () => fill(unfinished)),
  );
  return {
    node: path.join(root, 'node_modules', nodePackage, 'bin/node'),
    entry: path.join(root, 'node_modules/code-server/out/node/entry.js'),
    label: `code-server ${CODE_SERVER}`,
  };
}

const nodePackage = `node-${process.platform}-${process.arch}`;

async function fill(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  await run(
    'npm',
    [
      'install',
      '--ignore-scripts',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${nodePackage}@${NODE}`,
      `code-server@${CODE_SERVER}`,
    ],
    { cwd: folder },
  );
  const modules = path.join(folder, 'node_modules');
  const node = path.join(modules, nodePackage);
  // The package of Node carries its headers, so that compiling downloads nothing.
  const env = {
    PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: node,
    npm_config_ignore_scripts: 'false',
    JOBS: '2',
  };
  const workbench = path.join(modules, 'code-server/lib/vscode');
  await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: workbench, env });
  try {
    await installCompiler();
    await run('npm', ['rebuild', '--foreground-scripts', ...COMPILED], { cwd: workbench, env });
  } catch (error) {
    console.log(
      `  Without a C++ compiler the editor's Output panel stays empty; everything else works. ${/** @type {Error} */ (error).message.split('\n')[0]}`,
    );
  }
}

async function installCompiler() {
  const missing = [];
  for (const program of ['python3', 'make', 'g++']) await run(program, ['--version']).catch(() => missing.push(program));
  if (missing.length === 0) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) throw new Error(`Missing: ${missing.join(', ')}.`);
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing]);
}
