import { decodeNumbers, ELEMENT_BYTES, elementCount, MAX_ARRAY_BYTES } from './numericArray';
import type { ElementType, NumericArray } from './numericArray';

/** A file that is not what it says: cut short, damaged, or of another kind. The message is the reason, without the place. */
export class MalformedData extends Error {
  override readonly name = 'MalformedData';
}

/** What stands before the numbers. */
export interface ArrayHeader {
  readonly type: ElementType;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Bytes of the header, where the numbers begin. */
  readonly length: number;
}

/** Reads a header from the beginning of a file; `undefined`: more bytes are needed. Throws `MalformedData`. */
export type ReadHeader = (bytes: Uint8Array) => ArrayHeader | undefined;

/**
 * Reads one array from a stream. The size that the header claims is compared with `available` (the most bytes that the
 * stream can give) before anything of that size is allocated; a stream that is shorter or longer is refused. `most`: of an
 * array of more bytes only as many of its first samples are read as fit in them, one at least.
 */
export async function readArray(
  chunks: AsyncIterable<Uint8Array>,
  readHeader: ReadHeader,
  available: number,
  signal?: AbortSignal,
  most = Infinity,
): Promise<NumericArray> {
  let start = new Uint8Array(0);
  let header: ArrayHeader | undefined;
  let body = new Uint8Array(0);
  let filled = 0;
  let cut = false;
  const add = (chunk: Uint8Array) => {
    if (cut) chunk = chunk.subarray(0, body.length - filled);
    if (filled + chunk.length > body.length)
      throw new MalformedData(`there is more in it than the ${body.length} bytes that its header announces`);
    body.set(chunk, filled);
    filled += chunk.length;
  };
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    if (header) add(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      header = readHeader(start);
      if (header) {
        const bytes = bodyBytes(header, available);
        const sample = bytes / Math.max(1, header.shape[0] ?? 1);
        cut = bytes > most;
        body = new Uint8Array(cut ? Math.max(1, Math.floor(most / sample)) * sample : bytes);
        add(start.subarray(header.length));
      }
    }
    if (cut && filled === body.length) break;
  }
  if (!header) throw new MalformedData('it ends before its header does');
  if (filled < body.length)
    throw new MalformedData(`it is cut short: its header announces ${body.length} bytes of numbers, ${filled} are there`);
  try {
    const values = decodeNumbers(body, header.type, header.littleEndian);
    if (!cut) return { shape: header.shape, values };
    const [whole = 0, ...rest] = header.shape;
    return { shape: [Math.round(values.length / elementCount(rest)), ...rest], values, whole };
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedData(error.message);
    throw error;
  }
}

function bodyBytes({ shape, type, length }: ArrayHeader, available: number): number {
  const bytes = elementCount(shape) * ELEMENT_BYTES[type];
  if (!(bytes <= MAX_ARRAY_BYTES))
    throw new MalformedData(`its header announces ${shape.join(' × ')} numbers, more than the 2 GiB that are read into memory`);
  if (length + bytes > available)
    throw new MalformedData(
      `it is cut short: its header announces ${bytes} bytes of numbers, at most ${Math.max(0, available - length)} can be there`,
    );
  return bytes;
}
