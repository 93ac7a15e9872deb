import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Failure, inWords } from '../../core/failure';
import { makeFolder } from '../makeFolder';
import { compile } from './compile';
import type { FoundTensorflow } from './find';

/** What makes a TensorFlow speak with JavaScript: files that Node loads. */
export interface Addon {
  /** tfjs-node's binding. */
  readonly binding: string;
  /** Loads TensorFlow's libraries before. Absent where the binding finds them itself (npm's). */
  readonly preload?: string;
}

const FILES = { binding: 'tfjs_binding.node', preload: 'preload.node' };

/** Addons that may fit, the one at hand first. A later one is made only when it is asked for; that fails with a `Failure`. */
export async function* addonsFor(found: FoundTensorflow, storage: string, from: string = __dirname): AsyncGenerator<Addon> {
  if (found.addon !== undefined) {
    yield { binding: found.addon };
    return;
  }
  const embedded = embeddedFolder(from);
  // It bears the mark of the sources that it was built from: one of older sources is not taken.
  const shipped = embedded && inFolder(path.join(embedded, await shippedName(embedded)));
  if (shipped) yield shipped;
  yield await buildAddon(found, path.join(storage, 'addon'), embedded);
}

/** Compiles the addon for a TensorFlow, once: `folder` keeps it. Fails where there is no compiler, and where it does not compile. */
async function buildAddon(found: FoundTensorflow, folder: string, embedded: string | undefined): Promise<Addon> {
  const what = `The addon for TensorFlow${found.version ? ` ${found.version}` : ''} can't be built`;
  if (!embedded) throw new Failure(`${what}: its sources are not where Layerwise's own files are.`, { next: 'Install Layerwise again.' });
  if (found.include === undefined)
    throw new Failure(`${what}: TensorFlow's headers are missing.`, { reason: `${found.folder} has no folder include.`, next: NEXT });
  const sources = path.join(embedded, 'src');
  const minor = found.version?.split('.').slice(0, 2).join('.') ?? 'unknown';
  const kept = path.join(folder, `${process.platform}-${process.arch}-${minor}-${await digest(sources)}`);
  const present = inFolder(kept);
  if (present) return present;
  // Made under another name and then renamed: what was interrupted never counts, and two that build at once don't meet.
  const unfinished = await makeFolder(folder)
    .then(() => mkdtemp(`${kept}.`))
    .catch((error: unknown) => {
      throw new Failure(`${what}: ${folder} can't be written.`, { reason: `${inWords(error)}.`, next: NEXT });
    });
  try {
    const include = [sources, path.join(sources, 'node-api'), found.include];
    const binding = (await readdir(path.join(sources, 'binding'))).filter((name) => name.endsWith('.cc'));
    await compile(
      binding.map((name) => path.join(sources, 'binding', name)),
      include,
      path.join(unfinished, FILES.binding),
    );
    await compile([path.join(sources, 'preload.cc')], include, path.join(unfinished, FILES.preload));
    await rename(unfinished, kept).catch(() => undefined);
  } catch (error) {
    throw error instanceof Failure ? new Failure(`${what}: ${error.message}`, { next: NEXT, ...error.details }) : error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  const built = inFolder(kept);
  if (!built) throw new Failure(`${what}: ${kept} could not be written.`, { next: 'Look whether the disk is full.' });
  return built;
}

const NEXT = "Use npm's @tensorflow/tfjs-node, or the runtime wasm, which needs nothing.";

function inFolder(folder: string): Addon | undefined {
  const [binding, preload] = [path.join(folder, FILES.binding), path.join(folder, FILES.preload)];
  return existsSync(binding) && existsSync(preload) ? { binding, preload } : undefined;
}

/** `dist/addon`: beside the bundle or, for code that runs from its sources, in the checkout. */
function embeddedFolder(from: string): string | undefined {
  const folders = [path.join(from, 'addon')];
  for (let folder = from; folder !== path.dirname(folder); folder = path.dirname(folder)) folders.push(path.join(folder, 'dist/addon'));
  return folders.find((folder) => existsSync(path.join(folder, 'src/preload.cc')));
}

/** The folder in `dist/addon` of what is shipped for this platform. */
export const shippedName = async (embedded: string): Promise<string> =>
  `${process.platform}-${process.arch}-${await digest(path.join(embedded, 'src'))}`;

async function digest(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (!/\.(cc|h)$/.test(name)) continue;
    hash.update(name).update(await readFile(path.join(folder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
