import { MalformedData } from './arrayStream';

const BLOCK = 512;

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The wanted files of a tar archive, one after another; others are passed over. Throws `MalformedData` where it is cut short or
 * a wanted file claims more than `most` bytes. Source: POSIX's ustar format.
 */
export async function* filesInTar(
  chunks: AsyncIterable<Uint8Array>,
  wanted: (name: string) => boolean,
  most: number,
): AsyncGenerator<TarFile> {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  /** The next bytes go to `take`, piece by piece. False: there were not so many. */
  const pass = async (length: number, take: (piece: Uint8Array) => void): Promise<boolean> => {
    for (let missing = length; missing > 0;) {
      if (rest.length === 0) {
        const next = await source.next();
        if (next.done) return false;
        rest = next.value;
      }
      const piece = rest.subarray(0, missing);
      take(piece);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
    }
    return true;
  };
  const read = async (length: number): Promise<Uint8Array | undefined> => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    const whole = await pass(length, (piece) => {
      bytes.set(piece, filled);
      filled += piece.length;
    });
    return whole ? bytes : undefined;
  };
  for (let header = await read(BLOCK); header && header[0] !== 0; header = await read(BLOCK)) {
    const name = textOf(header.subarray(0, 100));
    const size = parseInt(textOf(header.subarray(124, 136)), 8);
    if (!(size >= 0)) throw new MalformedData('it is no sound tar archive');
    const isWanted = wanted(name);
    if (isWanted && size > most) throw new MalformedData(`${name} in it claims ${size} bytes, more than such a file has`);
    const padding = (BLOCK - (size % BLOCK)) % BLOCK;
    const bytes = isWanted ? await read(size) : undefined;
    const whole = isWanted ? bytes !== undefined : await pass(size, () => undefined);
    if (!whole) throw new MalformedData(`it is cut short within ${name}`);
    if (bytes) yield { name, bytes };
    await pass(padding, () => undefined);
  }
}

function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return String.fromCharCode(...field.subarray(0, end < 0 ? field.length : end)).trim();
}
