/** How numbers lie in a file of weights of TensorFlow.js: their type, and what packed ones are multiplied by and added to. */
export interface Stored {
  readonly dtype: string;
  readonly scale?: number;
  readonly min?: number;
}

const SIZES: { readonly [dtype: string]: number } = { float32: 4, int32: 4, uint8: 1, bool: 1, uint16: 2, float16: 2 };

/** Bytes of one number; `NaN` for a type that is not known. */
export const sizeOf = ({ dtype }: Stored): number => SIZES[dtype] ?? NaN;

/** The numbers in bytes (little-endian). */
export function readNumbers(bytes: Uint8Array, { dtype, scale = 1, min = 0 }: Stored): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = SIZES[dtype]!;
  const read: { readonly [dtype: string]: (at: number) => number } = {
    float32: (at) => view.getFloat32(at, true),
    int32: (at) => view.getInt32(at, true),
    uint8: (at) => view.getUint8(at),
    bool: (at) => view.getUint8(at),
    uint16: (at) => view.getUint16(at, true),
    float16: (at) => half(view.getUint16(at, true)),
  };
  const one = read[dtype]!;
  const plain = scale === 1 && min === 0;
  return Float32Array.from({ length: bytes.length / size }, (_, i) => (plain ? one(i * size) : one(i * size) * scale + min));
}

/** IEEE 754 binary16: a sign, five bits of exponent, ten of fraction. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
