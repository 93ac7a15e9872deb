import { existsSync } from 'node:fs';
import path from 'node:path';
import { storageFolder } from '../machine/storage';
import type { Places } from '../protocol/places';

/** Options that say where TensorFlow is; the variables `LAYERWISE_TENSORFLOW` and `LAYERWISE_PYTHON` stand in for them. */
export interface PlaceOptions {
  /** A folder. */
  readonly tensorflow?: string;
  /** An interpreter. */
  readonly python?: string;
}

/** Where TensorFlow is looked for: in what was named, else in the folder that the command runs in, in our own, and on PATH. */
export function readPlaces({ tensorflow, python }: PlaceOptions, env: NodeJS.ProcessEnv = process.env): Places {
  // An option is meant for this very command: a variable of the other kind has no say in it then.
  const named =
    tensorflow || python ? { tensorflow, python } : { tensorflow: env['LAYERWISE_TENSORFLOW'], python: env['LAYERWISE_PYTHON'] };
  return {
    workspace: [process.cwd()],
    storage: storageFolder(env),
    path: true,
    ...(named.tensorflow && { folder: path.resolve(named.tensorflow) }),
    ...(named.python && { python: programPath(named.python, env) }),
  };
}

/** A program as a shell finds it: a bare name on PATH, else a path. */
export function programPath(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const folders = name === path.basename(name) ? (env['PATH'] ?? '').split(path.delimiter) : [];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? path.resolve(name);
}
