// Collects the texts that go through `l10n.t` into l10n/bundle.l10n.json, what translators begin with: `npm run l10n`.
import { getL10nJson } from '@vscode/l10n-dev';
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = path.join(root, 'l10n/bundle.l10n.json');
const folders = ['src/core', 'src/host', 'webview'];
/** How our sources import what translates. */
const imports = /^import (type )?\* as (l10n|vscode) from '(@vscode\/l10n|vscode)';$/gm;
const imported = "import * as vscode from 'vscode';\nimport * as l10n from '@vscode/l10n';\n";

/** The bundle as the sources have it now. */
export async function collectTexts() {
  const sources = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => ({ extension: path.extname(name), contents: readFileSync(path.join(root, folder, name), 'utf8') })),
  );
  // Looking takes a tenth of a second for each import, so they are looked at as if they were two sources.
  const together = (extension) => ({
    extension,
    contents: imported + sources.filter((source) => source.extension === extension).map(({ contents }) => contents.replace(imports, '')).join('\n'), // prettier-ignore
  });
  const texts = await getL10nJson([together('.ts'), together('.tsx')]);
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
