import { MalformedData } from './arrayStream';
import type { ArrayHeader } from './arrayStream';
import type { ElementType } from './numericArray';

/** The third byte of an IDX file, as the format's author (Y. LeCun, MNIST) lists them. */
const TYPES: { readonly [code: number]: ElementType } = {
  0x08: 'uint8',
  0x09: 'int8',
  0x0b: 'int16',
  0x0c: 'int32',
  0x0d: 'float32',
  0x0e: 'float64',
};

/** The header of an IDX file: two zero bytes, the type, the rank, then a big-endian size per dimension. */
export function readIdxHeader(bytes: Uint8Array): ArrayHeader | undefined {
  if (bytes.length < 4) return undefined;
  const [zero0, zero1, code, rank] = bytes as unknown as [number, number, number, number];
  if (zero0 !== 0 || zero1 !== 0) throw new MalformedData('it is no IDX file: it does not begin with two zero bytes');
  const type = TYPES[code];
  if (!type) throw new MalformedData(`it is no IDX file: 0x${code.toString(16).padStart(2, '0')} is no type of numbers that IDX has`);
  if (rank === 0) throw new MalformedData('its header has no dimensions');
  const length = 4 + 4 * rank;
  if (bytes.length < length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { type, littleEndian: false, shape, length };
}
