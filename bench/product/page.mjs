// docs/performance.md has a part for each bench, which `--write` fills in anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './build.mjs';

const file = path.join(root, 'docs/performance.md');

/** Puts the text between the marks of that name. */
export async function writePart(name, text) {
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has no part ${name}.`);
  const written = `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
  writeFileSync(file, await format(written, { ...(await resolveConfig(file)), parser: 'markdown' }));
  console.log(`Written to ${path.relative('', file)}.`);
}
