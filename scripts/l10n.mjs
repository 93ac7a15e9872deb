// Collects the texts that go through `l10n.t` into l10n/bundle.l10n.json, what translators begin with: `npm run l10n`.
import { getL10nJson } from '@vscode/l10n-dev';
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = path.join(root, 'l10n/bundle.l10n.json');
const folders = ['src/core', 'src/host', 'webview'];

/** The bundle as the sources have it now. */
export async function collectTexts() {
  const sources = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ extension: path.extname(name), contents: readFileSync(path.join(root, folder, name), 'utf8') })),
  );
  // Most files have none, and looking for them takes a while.
  const texts = await getL10nJson(sources.filter(({ contents }) => contents.includes('l10n')));
  for (const help of await collectHelp()) texts[help] = help;
  const sorted = Object.fromEntries(Object.keys(texts).sort().map((key) => [key, texts[key]])); // prettier-ignore
  return `${JSON.stringify(sorted, null, 2)}\n`;
}

/** The help of fields, layer types and named entries, which are data. */
async function collectHelp() {
  const entry = path.join(root, 'src/core/helpText.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', platform: 'browser', write: false });
  const { helped } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return helped().flatMap(({ help }) => help ?? []);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const texts = await collectTexts();
  writeFileSync(bundle, texts);
  console.log(`${Object.keys(JSON.parse(texts)).length} texts in ${path.relative(root, bundle)}`);
}
