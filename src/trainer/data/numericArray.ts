/** Numbers as a file holds them. */
export type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** An array of any rank, row-major: the last dimension varies fastest. */
export interface NumericArray {
  readonly shape: readonly number[];
  readonly values: Numbers;
  /** How many samples the file has, where only its first ones were read. */
  readonly whole?: number;
}

/** How one number is written in a file. `float16` and the 64-bit integers become wider or narrower once they are read. */
export type ElementType =
  'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'uint64' | 'int64' | 'float16' | 'float32' | 'float64';

export const ELEMENT_BYTES: { readonly [type in ElementType]: number } = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
};

/** More than this is not read into memory: the largest array that a file may hold, in bytes. */
export const MAX_ARRAY_BYTES = 2 ** 31;

/** Elements of a shape; `Infinity` is possible, the caller compares with a limit. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

const HOST_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The numbers in `bytes` (a whole number of elements; its buffer is used, and bytes swapped in place, where it can be).
 * Throws a RangeError where a 64-bit integer does not fit in 32 bits.
 */
export function decodeNumbers(bytes: Uint8Array<ArrayBuffer>, type: ElementType, littleEndian: boolean): Numbers {
  const width = ELEMENT_BYTES[type];
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  if (width > 1 && littleEndian !== HOST_IS_LITTLE) swapBytes(aligned, width);
  const { buffer, byteOffset } = aligned;
  const count = aligned.length / width;
  switch (type) {
    case 'uint8':
      return aligned;
    case 'int8':
      return new Int8Array(buffer, byteOffset, count);
    case 'uint16':
      return new Uint16Array(buffer, byteOffset, count);
    case 'int16':
      return new Int16Array(buffer, byteOffset, count);
    case 'uint32':
      return new Uint32Array(buffer, byteOffset, count);
    case 'int32':
      return new Int32Array(buffer, byteOffset, count);
    case 'float32':
      return new Float32Array(buffer, byteOffset, count);
    case 'float64':
      return new Float64Array(buffer, byteOffset, count);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer, byteOffset, count), halfToNumber);
    case 'uint64':
      return narrow(new BigUint64Array(buffer, byteOffset, count));
    case 'int64':
      return narrow(new BigInt64Array(buffer, byteOffset, count));
  }
}

function swapBytes(bytes: Uint8Array<ArrayBuffer>, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else buffer.swap64();
}

function narrow(values: BigInt64Array | BigUint64Array): Int32Array {
  const result = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (value > 0x7fffffff || value < -0x80000000) throw new RangeError(`element ${i} is ${values[i]}, which does not fit in 32 bits`);
    result[i] = value;
  }
  return result;
}

/** IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
