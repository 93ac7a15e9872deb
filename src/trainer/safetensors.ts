/**
 * The safetensors format: eight bytes with the length of the header (little-endian), the header as JSON (name to dtype,
 * shape and place in the data; `__metadata__` with strings), then the data. Only float32 ("F32") is written and read here.
 */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Safetensors {
  readonly arrays: readonly NamedArray[];
  readonly metadata: { readonly [key: string]: string };
}

/** An array in a file, and where its bytes are from the beginning of the data. */
export interface ArrayPlace extends Omit<NamedArray, 'values'> {
  readonly from: number;
  readonly to: number;
}

export const LENGTH_BYTES = 8;
const FLOAT_BYTES = 4;
/** The header of a file is never longer, says the format; read before anything is trusted. */
const LONGEST_HEADER = 100_000_000;

export function writeSafetensors({ arrays, metadata }: Safetensors): Uint8Array {
  const header = safetensorsHeader(arrays, metadata);
  const file = new Uint8Array(header.length + arrays.reduce((sum, { values }) => sum + values.byteLength, 0));
  file.set(header);
  let at = header.length;
  for (const { values } of arrays) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return file;
}

/** What a file begins with; the values of the arrays follow, one after another. */
export function safetensorsHeader(arrays: readonly Omit<NamedArray, 'values'>[], metadata: Safetensors['metadata']): Uint8Array {
  let end = 0;
  const entries = arrays.map(({ name, shape }) => {
    const from = end;
    end += shape.reduce((all, each) => all * each, FLOAT_BYTES);
    return [name, { dtype: 'F32', shape, data_offsets: [from, end] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  // Spaces at the end of the header bring the data to a place that any reader can map.
  const length = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(LENGTH_BYTES + length);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.fill(0x20, LENGTH_BYTES);
  header.set(text, LENGTH_BYTES);
  return header;
}

/** Throws an `Error` with a sentence where the file is not whole or holds anything but float32. */
export function readSafetensors(file: Uint8Array): Safetensors {
  const start = LENGTH_BYTES + headerLength(file, file.length);
  const { places, metadata } = readHeader(file.subarray(LENGTH_BYTES, start), file.length - start);
  const data = file.subarray(start);
  // A copy, because the values may stand at a place that float32 cannot be read from. (A Buffer's own slice makes none.)
  const valuesOf = ({ from, to }: ArrayPlace) => new Float32Array(Uint8Array.from(data.subarray(from, to)).buffer);
  return { arrays: places.map((place) => ({ name: place.name, shape: place.shape, values: valuesOf(place) })), metadata };
}

/** Bytes of the header, from the first bytes of a file of this size. Throws an `Error` where it cannot be one. */
export function headerLength(start: Uint8Array, size: number): number {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = start.length >= LENGTH_BYTES ? Number(view.getBigUint64(0, true)) : Infinity;
  if (length > LONGEST_HEADER || LENGTH_BYTES + length > size) throw new Error('It is cut off or no safetensors file.');
  return length;
}

/** @param size of the data behind the header, in bytes */
export function readHeader(
  text: Uint8Array,
  size: number,
): { readonly places: readonly ArrayPlace[]; readonly metadata: Safetensors['metadata'] } {
  const { __metadata__: metadata = {}, ...entries } = parseHeader(text) as { [name: string]: unknown };
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry as Entry, size));
  return { places, metadata: metadata as Safetensors['metadata'] };
}

interface Entry {
  readonly dtype?: unknown;
  readonly shape?: unknown;
  readonly data_offsets?: unknown;
}

function parseHeader(text: Uint8Array): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
    if (typeof header === 'object' && header !== null) return header;
  } catch {
    // Told below.
  }
  throw new Error('Its header is no JSON.');
}

function placeOf(name: string, { dtype, shape, data_offsets: offsets }: Entry, size: number): ArrayPlace {
  if (dtype !== 'F32') throw new Error(`${name} is not float32 (F32).`);
  if (!isSizes(shape) || !isSizes(offsets)) throw new Error(`${name} has no shape or no place.`);
  const [from = 0, to = 0] = offsets;
  const count = shape.reduce((all, each) => all * each, 1);
  if (offsets.length !== 2 || to > size || to - from !== count * FLOAT_BYTES) throw new Error(`${name} does not lie within the file.`);
  return { name, shape, from, to };
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
