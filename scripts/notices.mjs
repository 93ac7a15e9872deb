// The licences of what others wrote and the package ships: of every npm package that esbuild has put into a bundle, and of
// those whose files are copied. Written to `out/THIRD_PARTY_NOTICES.txt`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Files of these are shipped as they are: WebAssembly's binaries, the addon's sources. */
const COPIED = ['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-node', 'node-api-headers'];
const PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/;

/** @param inputs paths of what went into the bundles, from esbuild's metafiles */
export function writeNotices(out, inputs) {
  const found = inputs.flatMap((input) => {
    const [, name] = PACKAGE.exec(input) ?? [];
    return name ? [input.slice(0, input.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}`.length)] : [];
  });
  const folders = [...new Set([...found, ...COPIED.map((name) => `node_modules/${name}`)])].map((each) => path.join(root, each));
  const notices = folders.filter((folder) => existsSync(path.join(folder, 'package.json'))).map(notice);
  const parts = [...new Set(notices)].sort();
  writeFileSync(
    path.join(out, 'THIRD_PARTY_NOTICES.txt'),
    `Layerwise contains software of others, under their licences.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
}

function notice(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  const head = [`${name} ${version}`, homepage, `Licence: ${typeof license === 'string' ? license : JSON.stringify(license)}`];
  return [...head.filter(Boolean), '', ...(texts.length > 0 ? texts : ['(Its package has no file with the text.)']), ''].join('\n');
}
