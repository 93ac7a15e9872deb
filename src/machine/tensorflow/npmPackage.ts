import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FoundTensorflow, Rejected } from './find';

const NAMES = ['tfjs-node-gpu', 'tfjs-node'];
/** The first whose addon speaks with the JavaScript of 4.22. */
const OLDEST = 3;

/** npm's tfjs-node packages of a folder: in its `node_modules`, or the folder itself. */
export async function* npmPackagesIn(folder: string): AsyncGenerator<FoundTensorflow | Rejected> {
  const packages = [...NAMES.map((name) => path.join(folder, 'node_modules/@tensorflow', name)), folder];
  for (const each of packages) {
    const manifest = await readManifest(each);
    if (manifest) yield inspect(each, manifest);
  }
}

interface Manifest {
  readonly name: string;
  readonly version: string;
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as Manifest;
    return NAMES.some((name) => manifest.name === `@tensorflow/${name}`) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Its install script puts the addon into `lib/napi-v<n>` and TensorFlow's library into `deps/lib`, or fails half-way. */
function inspect(folder: string, { name, version }: Manifest): FoundTensorflow | Rejected {
  const what = `npm's ${name} ${version} in ${folder}`;
  if (!(Number(version.split('.')[0]) >= OLDEST)) return { what, reason: `It is too old: version ${OLDEST}.0 or newer is needed.` };
  const addon = [9, 8, 7, 6, 5, 4, 3].map((n) => path.join(folder, `lib/napi-v${n}/tfjs_binding.node`)).find((file) => existsSync(file));
  if (!addon) return { what, reason: 'Its addon is missing: its install script has not run, or has failed.' };
  if (!existsSync(path.join(folder, 'deps/lib'))) return { what, reason: "TensorFlow's library is missing in its folder deps/lib." };
  return { source: 'npm', folder, libraries: [], nvidia: [], addon };
}
