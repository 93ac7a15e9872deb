import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Places } from '../../protocol/places';
import { npmPackagesIn } from './npmPackage';
import { askPython, pythonIn, pythonsOnPath } from './python';
import { inPackage } from './tensorflowPackage';

/** What kind of installation a TensorFlow comes from. */
export type TensorflowSource = 'npm' | 'python';

/** A native TensorFlow that can be loaded. Paths are absolute. */
export interface FoundTensorflow {
  readonly source: TensorflowSource;
  /** Its folder: npm's `tfjs-node`, or Python's `tensorflow` package. */
  readonly folder: string;
  /** TensorFlow's own: `2.21.0`; for npm's it is known once it has been loaded. */
  readonly version?: string;
  /** TensorFlow's libraries in the order in which they are loaded. None where the addon brings them (npm's). */
  readonly libraries: readonly string[];
  /** Libraries of the `nvidia-*` wheels, loaded before, each where it can be. */
  readonly nvidia: readonly string[];
  /** TensorFlow's headers, for building the addon. */
  readonly include?: string;
  /** An addon that comes with it (npm's). */
  readonly addon?: string;
  /** Python's interpreter, where it was found by one. */
  readonly python?: string;
}

/** Something that was looked at and not taken. */
export interface Rejected {
  /** What and where: `Python's TensorFlow 2.4.1 in /home/a/.venv`. */
  readonly what: string;
  /** A sentence or several. */
  readonly reason: string;
  /** Nothing is wrong with it: it is a Python without TensorFlow, as most are. */
  readonly absent?: boolean;
}

/** The first TensorFlow that can be used, and all that was looked at before it. */
export interface Search {
  readonly found?: FoundTensorflow;
  readonly rejected: readonly Rejected[];
}

export const isRejected = (one: FoundTensorflow | Rejected): one is Rejected => 'reason' in one;

/** The folder in Layerwise's storage that holds the environment of Python that it sets up. */
export const environmentIn = (storage: string): string => path.join(storage, 'tensorflow');

/**
 * Looks for TensorFlow, one place after the other, without loading or importing any: npm's packages first, then
 * Python's. Where a person has named a folder or an interpreter, nothing else is looked at: nobody is given another one
 * unasked.
 */
export async function* lookForTensorflow(places: Places): AsyncGenerator<FoundTensorflow | Rejected> {
  const { folder, python, chosenPython, workspace = [], storage } = places;
  if (folder !== undefined || python !== undefined) {
    if (folder !== undefined) yield* inNamedFolder(folder);
    if (python !== undefined) yield await askPython(python);
    return;
  }
  for (const each of [...workspace, ...(storage === undefined ? [] : [storage])]) yield* npmPackagesIn(each);
  const environments = [
    ...workspace.flatMap((each) => ['.venv', 'venv'].map((name) => path.join(each, name))),
    ...(storage === undefined ? [] : [environmentIn(storage)]),
  ];
  const interpreters = [chosenPython, ...environments.map(pythonIn), ...(places.path ? pythonsOnPath() : [])];
  for (const interpreter of new Set(interpreters)) if (interpreter !== undefined) yield await askPython(interpreter);
}

/** The first TensorFlow that looks usable; whether it loads is seen when it is tried. */
export async function findTensorflow(places: Places): Promise<Search> {
  const rejected: Rejected[] = [];
  for await (const one of lookForTensorflow(places)) {
    if (!isRejected(one)) return { found: one, rejected };
    rejected.push(one);
  }
  return { rejected };
}

/** A folder that a person has named may be nearly anything that holds a TensorFlow. */
async function* inNamedFolder(folder: string): AsyncGenerator<FoundTensorflow | Rejected> {
  const what = `The folder ${folder}`;
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    yield { what, reason: found ? 'It is a file.' : 'There is no such folder.' };
    return;
  }
  let count = 0;
  for await (const one of npmPackagesIn(folder)) {
    count++;
    yield one;
  }
  const interpreter = pythonIn(folder) ?? pythonIn(environmentIn(folder));
  if (interpreter !== undefined) {
    yield await askPython(interpreter);
    return;
  }
  for (const each of [folder, path.join(folder, 'tensorflow')]) {
    const one = await inPackage(each, {});
    if (!isRejected(one)) {
      yield one;
      return;
    }
  }
  if (count === 0)
    yield { what, reason: "It holds no TensorFlow: neither npm's tfjs-node, nor an environment of Python, nor TensorFlow's libraries." };
}
