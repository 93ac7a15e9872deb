import { MalformedData } from './arrayStream';
import type { ArrayHeader } from './arrayStream';
import type { ElementType } from './numericArray';

/** NumPy's letters for the types that are read. */
const TYPES: { readonly [code: string]: ElementType } = {
  b1: 'uint8',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  u8: 'uint64',
  i8: 'int64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAX_HEADER = 65536;

/** True for a file that begins as NumPy's `.npy` files do. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The header of a `.npy` file, versions 1 to 3 (numpy.lib.format): a Python dictionary with descr, fortran_order and shape. */
export function readNpyHeader(bytes: Uint8Array): ArrayHeader | undefined {
  if (bytes.length < 12) return undefined;
  if (!isNpy(bytes)) throw new MalformedData('it is no .npy array: it does not begin as NumPy writes them');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw new MalformedData(`it has version ${version} of the .npy format; 1 to 3 can be read`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = version === 1 ? 10 : 12;
  const size = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (size > MAX_HEADER) throw new MalformedData(`its header claims ${size} bytes; NumPy's are a few hundred`);
  if (bytes.length < start + size) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, size).toString('utf8');
  return { ...readDictionary(text), length: start + size };
}

function readDictionary(text: string): Omit<ArrayHeader, 'length'> {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (!order || sizes === undefined) throw new MalformedData('its header does not say shape and order as NumPy does');
  const [, byteOrder, code] = /^([<>|=]?)(\w+)$/.exec(descr ?? '') ?? [];
  const type = TYPES[code ?? ''];
  if (!type)
    throw new MalformedData(
      `its values are of NumPy type ${descr ?? 'with fields'}; integers of 8 to 64 bits and floats of 16 to 64 bits can be read (save it with .astype("float32"))`,
    );
  const shape = sizes
    .split(',')
    .map((size) => size.replace('L', '').trim())
    .filter(Boolean)
    .map(Number);
  if (order === 'True' && shape.length > 1)
    throw new MalformedData('it is stored column by column (Fortran order); save it with numpy.ascontiguousarray');
  return { type, littleEndian: byteOrder !== '>', shape };
}
