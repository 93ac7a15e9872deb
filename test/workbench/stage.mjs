// The extension as a folder that a workbench can load: built apart from dist, so that it stays as it is while it is in use.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../scripts/progress.mjs';
import { root } from './root.mjs';

/**
 * @param {string} parent where the folder is made
 * @param {{ partly?: boolean }} options `partly`: go on with the bundles that can be built, saying which cannot
 */
export async function stageExtension(parent, { partly = false } = {}) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const folder = path.join(parent, `${publisher}.${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  const built = run(process.execPath, [path.join(root, 'esbuild.mjs'), '--out', path.join(folder, 'dist')]);
  await (partly ? built.catch((error) => console.error(error.message)) : built);
  for (const part of ['package.json', 'package.nls.json', 'l10n', 'README.md', 'docs/advice', 'media'])
    if (existsSync(path.join(root, part))) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  return folder;
}
