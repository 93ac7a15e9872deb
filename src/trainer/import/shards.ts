import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Json } from '../../core/document';
import { listedPlaces, type WeightPlace } from '../../core/keras/read/weightPlaces';
import { isObject } from '../../core/layers/readFields';
import { Failure } from '../failure';
import { fileFailure } from '../fileFailure';
import { pieces } from '../hdf5/pieces';
import { fits, keptNote, missingNote, type Described } from './describeModel';
import type { ArraySource, ImportedModel } from './importer';
import { readNumbers, sizeOf, type Stored } from './storedNumbers';

/** A weight in the manifest: in which group of files, and where. */
interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: Stored;
  readonly group: number;
  /** Byte within the group's files put together. */
  readonly offset: number;
}

interface Shard {
  readonly handle: FileHandle;
  readonly size: number;
}

/** Adds the weights that a `weightsManifest` lists, in files in the same folder and nowhere else. */
export async function withShards(described: Described, manifest: Json | undefined, folder: string): Promise<ImportedModel> {
  if (!Array.isArray(manifest) || manifest.length === 0)
    return { ...described, notes: [...described.notes, 'There are no weights beside the file.'], arrays: [] };
  const opened: FileHandle[] = [];
  const close = async () => {
    for (const handle of opened) await handle.close();
  };
  try {
    const groups: (readonly Shard[])[] = [];
    const listed: Listed[] = [];
    for (const group of manifest as readonly Json[]) {
      if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights))
        throw new Failure('The list of weights in the file is damaged.');
      const shards: Shard[] = [];
      for (const name of group.paths as readonly Json[]) {
        const handle = await openShard(name, folder);
        opened.push(handle);
        shards.push({ handle, size: (await handle.stat()).size });
      }
      listed.push(...readWeights(group.weights as readonly Json[], groups.length, shards));
      groups.push(shards);
    }
    const { arrays, missing, kept } = matched(described, listed, groups);
    return { ...described, notes: [...described.notes, ...missingNote(missing), ...keptNote(kept)], arrays: [...arrays, ...kept], close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Opens a file of weights; a path or a link that leads out of the folder is refused. */
async function openShard(name: Json, folder: string): Promise<FileHandle> {
  const plain =
    typeof name === 'string' && !path.isAbsolute(name) && !/^[a-z][a-z0-9+.-]*:|\\|\0/i.test(name) && !name.split('/').includes('..');
  if (!plain)
    throw new Failure(`The file names weights outside of its folder: ${JSON.stringify(name)}.`, {
      reason: 'Only files beside it are read.',
      next: 'Get the model from a source that you trust.',
    });
  const file = path.join(folder, name);
  try {
    const [real, within] = await Promise.all([realpath(file), realpath(folder)]);
    if (!real.startsWith(within + path.sep))
      throw new Failure(`${name} is a link that leads out of the folder of the model.`, { reason: 'Only files beside it are read.' });
    // What is no plain file might never end, or never begin.
    if (!(await stat(real)).isFile()) throw new Failure(`${name} is no file.`);
    return await open(real);
  } catch (error) {
    throw fileFailure(error, `The weights in ${name} could not be read.`, 'Put all files of the model into one folder.');
  }
}

function readWeights(weights: readonly Json[], group: number, shards: readonly Shard[]): readonly Listed[] {
  const available = shards.reduce((sum, { size }) => sum + size, 0);
  let offset = 0;
  return weights.map((weight) => {
    const { name, shape, stored } = readWeight(weight);
    const at = offset;
    offset += shape.reduce((all, each) => all * each, sizeOf(stored));
    if (!(offset <= available))
      throw new Failure(`The weight ${name} does not lie within its files.`, {
        reason: `They have ${available} bytes, and it would end at ${offset}.`,
      });
    return { name, shape, stored, group, offset: at };
  });
}

function readWeight(weight: Json): { readonly name: string; readonly shape: readonly number[]; readonly stored: Stored } {
  const { name, shape, dtype, quantization } = isObject(weight) ? weight : {};
  const right =
    typeof name === 'string' &&
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (!right) throw new Failure('The list of weights in the file is damaged.');
  const packed = isObject(quantization) ? quantization : undefined;
  const stored: Stored = {
    dtype: packed && typeof packed.dtype === 'string' ? packed.dtype : dtype,
    ...(packed && { scale: typeof packed.scale === 'number' ? packed.scale : 1, min: typeof packed.min === 'number' ? packed.min : 0 }),
  };
  if (!Number.isFinite(sizeOf(stored)))
    throw new Failure(`The weight ${name} holds ${stored.dtype}, which is no kind of number that is known here.`);
  return { name, shape: shape as readonly number[], stored };
}

/** Weights by the layer whose name is a part of theirs, in order. */
function matched(
  { analysis, origins, unknown }: Described,
  listed: readonly Listed[],
  groups: readonly (readonly Shard[])[],
): { readonly arrays: readonly ArraySource[]; readonly missing: readonly string[]; readonly kept: readonly ArraySource[] } {
  const byPart = groupedBy(listed, ({ name }) => name.split('/').slice(0, -1));
  const slashed = new Set([...origins.values()].flatMap(({ names }) => names.slice(-1)).filter((name) => name.includes('/')));
  const bySlashed = groupedBy(slashed.size > 0 ? listed : [], ({ name }) => beginnings(name).filter((part) => slashed.has(part)));
  const arrays: ArraySource[] = [];
  const missing: string[] = [];
  const source = (name: string, shape: readonly number[], found: Listed): ArraySource => ({ name, shape, chunks: () => read(found, groups[found.group]!) }); // prettier-ignore
  const ownOf = (layer: string): readonly Listed[] => {
    const { names, inner = [] } = origins.get(layer)!;
    const plain = names.at(-1)!;
    return (
      byPart.get(plain) ??
      (slashed.has(plain) ? (bySlashed.get(plain) ?? []) : undefined) ??
      inner.flatMap((name) => byPart.get(name) ?? [])
    );
  };
  const places = new Map<string, WeightPlace[]>();
  for (const place of [...listedPlaces(analysis, origins).values()].flat(2))
    places.set(place.layer, [...(places.get(place.layer) ?? []), place]);
  for (const [layer, weights] of places) {
    const own = ownOf(layer);
    weights.forEach(({ name, shape }, i) => {
      const ending = name.slice(layer.length);
      const found = own.find((each) => own.length !== weights.length && each.name.endsWith(ending)) ?? own[i];
      if (found && fits(found.shape, shape)) arrays.push(source(name, shape ?? found.shape, found));
      else missing.push(name);
    });
  }
  const kept = unknown.flatMap(({ layer }) =>
    ownOf(layer).map((each) => source(`${layer}/${each.name.slice(each.name.lastIndexOf('/') + 1)}`, each.shape, each)),
  );
  return { arrays, missing, kept };
}

/** Weights by each of the keys that they have. */
function groupedBy(listed: readonly Listed[], keys: (each: Listed) => readonly string[]): ReadonlyMap<string, readonly Listed[]> {
  const groups = new Map<string, Listed[]>();
  for (const each of listed)
    for (const key of new Set(keys(each))) {
      const alike = groups.get(key);
      if (alike) alike.push(each);
      else groups.set(key, [each]);
    }
  return groups;
}

/** `a` and `a/b` of `a/b/c`. */
const beginnings = (name: string): string[] => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));

async function* read({ shape, stored, offset }: Listed, shards: readonly Shard[]): AsyncIterable<Float32Array> {
  const unit = sizeOf(stored);
  let at = offset;
  for (const piece of pieces([shape.reduce((all, each) => all * each, 1)])) {
    const [[from, to]] = piece as readonly [readonly [number, number]];
    const bytes = new Uint8Array((to - from) * unit);
    await fill(bytes, shards, at);
    at += bytes.length;
    yield readNumbers(bytes, stored);
  }
}

/** Bytes of files put together, from a place on. */
async function fill(bytes: Uint8Array, shards: readonly Shard[], from: number): Promise<void> {
  let start = 0;
  let filled = 0;
  for (const { handle, size } of shards) {
    const at = from + filled - start;
    const length = Math.min(size - at, bytes.length - filled);
    if (at >= 0 && length > 0) {
      const { bytesRead } = await handle.read(bytes, filled, length, at);
      if (bytesRead < length) throw new Failure('The weights are cut off.', { reason: 'A file became shorter while it was read.' });
      filled += length;
    }
    start += size;
    if (filled === bytes.length) return;
  }
}
