// Writes the JSON schema of a design (src/core/schema.ts), which package.json contributes to VS Code's text editor.
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Writes `layerwise.schema.json` into `folder`. */
export async function writeSchema(folder) {
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(path.join(folder, '.schema-'));
  try {
    const bundle = path.join(work, 'schema.mjs');
    await build({
      entryPoints: [path.join(root, 'src/core/schema.ts')],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      // What core imports is of a browser too.
      platform: 'browser',
      logLevel: 'warning',
    });
    const { designSchema } = await import(pathToFileURL(bundle));
    writeFileSync(path.join(folder, 'layerwise.schema.json'), JSON.stringify(designSchema()));
  } finally {
    rmSync(work, { recursive: true });
  }
}
