import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes files, folders with them; the paths are relative to `folder`. */
export function files(folder: string, contents: { readonly [name: string]: string }): string {
  for (const [name, text] of Object.entries(contents)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** A program that does what `source` says, in JavaScript: `args` are its arguments. */
export function program(file: string, source: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!${process.execPath}\nconst args = process.argv.slice(2);\n${source}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** An interpreter that finds this `tensorflow` package, or none. */
export const python = (file: string, tensorflow?: string): string =>
  program(file, `console.log(${JSON.stringify(JSON.stringify({ python: '3.11.7', prefix: '/nowhere', folder: tensorflow ?? null }))});`);

export const library = (name: string): string => (process.platform === 'darwin' ? `lib${name}.2.dylib` : `lib${name}.so.2`);

/** What Python's `tensorflow` package looks like from outside; the libraries are no libraries. */
export function tensorflowPackage(sitePackages: string, version: string, { libraries = true } = {}): string {
  files(sitePackages, {
    [`tensorflow_cpu-${version}.dist-info/METADATA`]: '',
    'tensorflow_io_gcs_filesystem-0.37.1.dist-info/METADATA': '',
    'tensorflow/include/tensorflow/c/c_api.h': '',
    ...(libraries && {
      [`tensorflow/${library('tensorflow_framework')}`]: 'no library',
      [`tensorflow/${library('tensorflow_cc')}`]: 'no library',
    }),
  });
  return path.join(sitePackages, 'tensorflow');
}

/** npm's package; without an addon its install script has not run. */
export const npmPackage = (folder: string, { name = 'tfjs-node', version = '4.22.0', addon = true } = {}): string =>
  files(folder, {
    'package.json': JSON.stringify({ name: `@tensorflow/${name}`, version }),
    ...(addon && { 'lib/napi-v8/tfjs_binding.node': 'no addon', 'deps/lib/libtensorflow.so.2': '' }),
  });
