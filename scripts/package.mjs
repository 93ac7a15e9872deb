// Makes the .vsix, lists what is in it and by how much, and refuses what nobody meant to ship.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { run, step } from './progress.mjs';
import { root, setup } from './setup.mjs';

const LIMIT = 16 * 2 ** 20;
/** All that may be in it. */
const EXPECTED = [
  /^package(\.nls)?\.json$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^docs\/advice\/[a-z0-9.-]+\.md$/,
  /^LICENSE(\.txt)?$/,
  /^media\/(icon\.png|(walkthrough\/)?[\w-]+\.svg)$/,
  /^dist\/([\w-]+\.(js|css)|layerwise\.schema\.json|THIRD_PARTY_NOTICES\.txt)$/,
  /^dist\/(wasm|data\/mnist)\/[\w.-]+$/,
  /^dist\/addon\/([\w-]+\/\w+\.node|src\/([\w-]+\/)?[\w-]+\.(cc|h))$/,
];

const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(2).padStart(6)} MB`;

/** @returns {Promise<string>} the path of the package */
export async function packageExtension() {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = path.join(root, `layerwise-${version}.vsix`);
  // One that is left from before must not be taken for this one.
  rmSync(file, { force: true });
  const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
  await step('Building and packaging', () => run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', file], { cwd: root }));
  const parts = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
    .split('\n')
    .filter((name) => name !== '' && statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile())
    .map((name) => ({ name, size: statSync(path.join(root, name)).size }))
    .sort((a, b) => b.size - a.size);
  for (const { name, size } of parts) console.log(`${megabytes(size)}  ${name}`);
  const { size } = statSync(file);
  console.log(`${megabytes(size)}  ${path.basename(file)}, compressed; the limit is ${megabytes(LIMIT).trim()}`);

  const unexpected = parts.filter(({ name }) => !EXPECTED.some((pattern) => pattern.test(name)));
  if (unexpected.length > 0)
    throw new Error(
      `The package holds files that nobody meant to ship: ${unexpected.map(({ name }) => name).join(', ')}. Add them to .vscodeignore, or to the list in scripts/package.mjs.`,
    );
  if (size > LIMIT) throw new Error(`The package is larger than ${megabytes(LIMIT).trim()}.`);
  return file;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setup();
  try {
    await packageExtension();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
