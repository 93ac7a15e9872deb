import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FoundTensorflow, Rejected } from './find';

/** The first whose wheel holds the library with the C API, as a major and a minor number. */
const OLDEST = [2, 12] as const;

const fileName = (name: string) => (process.platform === 'darwin' ? `lib${name}.2.dylib` : `lib${name}.so.2`);

/**
 * Python's `tensorflow` package in a folder, or TensorFlow's C library as it can be downloaded. `prefix`: of the
 * interpreter that found it; conda keeps the libraries there.
 */
export async function inPackage(
  folder: string,
  { python, prefix }: { readonly python?: string; readonly prefix?: string },
): Promise<FoundTensorflow | Rejected> {
  const version = await versionOf(folder);
  const what = `Python's TensorFlow${version ? ` ${version}` : ''} in ${folder}`;
  if (process.platform === 'win32')
    return { what, reason: "On Windows Python's TensorFlow has no library that can be used from here; npm's @tensorflow/tfjs-node has." };
  if (version && isTooOld(version)) return { what, reason: `It is too old: version ${OLDEST.join('.')} or newer is needed.` };
  const libraries = librariesIn([folder, path.join(folder, 'lib'), ...(prefix === undefined ? [] : [path.join(prefix, 'lib')])]);
  if (!libraries)
    return { what, reason: `The libraries ${fileName('tensorflow_cc')} and ${fileName('tensorflow_framework')} are missing.` };
  const include = [folder, ...(prefix === undefined ? [] : [prefix])]
    .map((each) => path.join(each, 'include'))
    .find((each) => existsSync(path.join(each, 'tensorflow/c/c_api.h')));
  return { source: 'python', folder, version, libraries, nvidia: await nvidiaLibraries(path.dirname(folder)), include, python };
}

/** The framework first, which the other one needs. */
function librariesIn(folders: readonly string[]): string[] | undefined {
  for (const folder of folders) {
    const framework = path.join(folder, fileName('tensorflow_framework'));
    const main = ['tensorflow_cc', 'tensorflow'].map((name) => path.join(folder, fileName(name))).find((file) => existsSync(file));
    if (main !== undefined && existsSync(framework)) return [framework, main];
  }
  return undefined;
}

/** As the record of its installation says, which lies beside it. */
async function versionOf(folder: string): Promise<string | undefined> {
  const entries = await readdir(path.dirname(folder)).catch((): string[] => []);
  for (const entry of entries) {
    const version = /^(?:tensorflow|tf_nightly)(?:_(?:cpu|gpu|macos|rocm|base|cpu_aws|aarch64))?-(\d+\.\d+[^-]*)\.dist-info$/.exec(
      entry,
    )?.[1];
    if (version) return version;
  }
  return undefined;
}

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** The libraries in the `nvidia-*` wheels beside it: `nvidia/cudnn/lib/libcudnn.so.9`. */
async function nvidiaLibraries(sitePackages: string): Promise<string[]> {
  const wheels = path.join(sitePackages, 'nvidia');
  const found: string[] = [];
  for (const wheel of await readdir(wheels).catch((): string[] => [])) {
    const folder = path.join(wheels, wheel, 'lib');
    const files = await readdir(folder).catch((): string[] => []);
    found.push(...files.filter((file) => /\.so(\.\d+)*$/.test(file)).map((file) => path.join(folder, file)));
  }
  return found.sort();
}
