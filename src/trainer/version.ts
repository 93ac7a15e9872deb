import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Layerwise's version: that of the nearest package.json above this file, the extension's own. */
export function layerwiseVersion(from: string = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: string; version?: string };
      if (manifest.name === 'layerwise') return manifest.version ?? 'unknown';
    } catch {
      // No manifest here: look further up.
    }
    if (folder === path.dirname(folder)) return 'unknown';
  }
}
