import { half } from '../import/storedNumbers';

/** How numbers lie in an HDF5 file. */
export interface NumberKind {
  /** Whole numbers, not floats. */
  readonly whole: boolean;
  readonly signed: boolean;
  /** Bytes of one. */
  readonly size: number;
  readonly littleEndian: boolean;
}

type Read = (view: DataView, at: number, little: boolean) => number;

const FLOATS: { readonly [size: number]: Read } = {
  2: (view, at, little) => half(view.getUint16(at, little)),
  4: (view, at, little) => view.getFloat32(at, little),
  8: (view, at, little) => view.getFloat64(at, little),
};
const SIGNED: { readonly [size: number]: Read } = {
  1: (view, at) => view.getInt8(at),
  2: (view, at, little) => view.getInt16(at, little),
  4: (view, at, little) => view.getInt32(at, little),
  8: (view, at, little) => Number(view.getBigInt64(at, little)),
};
const UNSIGNED: { readonly [size: number]: Read } = {
  1: (view, at) => view.getUint8(at),
  2: (view, at, little) => view.getUint16(at, little),
  4: (view, at, little) => view.getUint32(at, little),
  8: (view, at, little) => Number(view.getBigUint64(at, little)),
};

const readerOf = ({ whole, signed, size }: NumberKind): Read | undefined => (whole ? (signed ? SIGNED : UNSIGNED) : FLOATS)[size];

export const isNumberKind = (kind: NumberKind): boolean => readerOf(kind) !== undefined;

/** Bytes as float32. `bytes` starts at a place that float32 can be read from. */
export function numbersOf(bytes: Uint8Array, kind: NumberKind): Float32Array {
  if (!kind.whole && kind.size === 4 && kind.littleEndian) return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readerOf(kind)!;
  return Float32Array.from({ length: bytes.byteLength / kind.size }, (_, i) => read(view, i * kind.size, kind.littleEndian));
}
