// Runs the benches, all or those that are named: `npm run bench`, `npm run bench -- analyze panel`. What begins with two
// dashes is told to each of them: `--check` ends with 1 where a promise was missed, `--write` fills docs/performance.md in.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => path.basename(file, '.mjs'));
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const unknown = named.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(1);
}
for (const name of named.length > 0 ? named : known) {
  console.log(`\n── ${name} ──`);
  const { status } = spawnSync(process.execPath, [path.join(folder, `${name}.mjs`), ...flags], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
