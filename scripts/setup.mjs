// Everything that a fresh clone lacks. Node's own modules only at the top: nothing is installed yet.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, step } from './progress.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs what package-lock.json names, unless that is what node_modules holds. */
export async function setup() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    console.error(`Layerwise is built with Node 20 or newer; this is ${process.version}. Install a newer Node and run this again.`);
    process.exit(1);
  }
  if (!installed()) await step('Installing the dependencies (npm ci)', () => run('npm', ['ci'], { cwd: root }));
}

function installed() {
  // npm writes this file last, so an installation that was interrupted has none.
  const record = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { packages: present } = JSON.parse(readFileSync(record, 'utf8'));
  return Object.entries(wanted).every(([place, { version, optional }]) => place === '' || optional || present[place]?.version === version);
}
