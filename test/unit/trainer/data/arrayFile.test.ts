import fc from 'fast-check';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { arraysIn, readArrayFile } from '../../../../src/trainer/data/arrayFile';
import { Failure } from '../../../../src/trainer/failure';
import { idxHeader, makeIdx, makeNpy, makeZip, temporaryFolder, write } from './makeFiles';

const folder = temporaryFolder();
let files = 0;
const read = (bytes: Uint8Array, key?: string) => readArrayFile({ file: write(folder, `file${files++}`, bytes), key });
const problem = (bytes: Uint8Array, key?: string) =>
  read(bytes, key).then(
    () => 'none',
    (error: unknown) => (error instanceof Failure ? error.message : `not a Failure: ${String(error)}`),
  );

describe('IDX', () => {
  test('bytes, plain and gzipped', async () => {
    const bytes = makeIdx([2, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
    const expected = { shape: [2, 2, 3], values: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255) };
    expect(await read(bytes)).toEqual(expected);
    expect(await read(gzipSync(bytes))).toEqual(expected);
  });

  test.each([
    [0x09, 1, (b: Buffer) => b.writeInt8(-5), Int8Array.of(-5)],
    [0x0b, 2, (b: Buffer) => b.writeInt16BE(-500), Int16Array.of(-500)],
    [0x0c, 4, (b: Buffer) => b.writeInt32BE(-500_000), Int32Array.of(-500_000)],
    [0x0d, 4, (b: Buffer) => b.writeFloatBE(1.5), Float32Array.of(1.5)],
    [0x0e, 8, (b: Buffer) => b.writeDoubleBE(0.1), Float64Array.of(0.1)],
  ])('type 0x%s', async (type, width, put, expected) => {
    const number = Buffer.alloc(width);
    put(number);
    expect((await read(Buffer.concat([idxHeader(type, [1]), number]))).values).toEqual(expected);
  });

  test('says what is wrong', async () => {
    const whole = makeIdx([3, 4], new Array<number>(12).fill(1));
    expect(await problem(whole.subarray(0, 20))).toMatch(
      /cannot be read: it is cut short: its header announces 12 bytes of numbers, at most 8 can be there/,
    );
    expect(await problem(Buffer.concat([whole, Buffer.of(0)]))).toMatch(/there is more in it than the 12 bytes/);
    expect(await problem(gzipSync(whole.subarray(0, 20)))).toMatch(/12 bytes of numbers, 8 are there/);
    expect(await problem(gzipSync(whole).subarray(0, 25))).toMatch(/compressed data is damaged or cut short/);
    expect(await problem(whole.subarray(0, 6))).toMatch(/ends before its header does/);
    expect(await problem(Buffer.alloc(0))).toMatch(/ends before its header does/);
    expect(await problem(Buffer.from('col1,col2\n1,2'))).toMatch(/no IDX file: it does not begin with two zero bytes/);
    expect(await problem(idxHeader(0x0a, [1]))).toMatch(/0x0a is no type/);
    expect(await problem(idxHeader(0x08, []))).toMatch(/no dimensions/);
  });

  test('believes no size', async () => {
    const claim = idxHeader(0x0e, [0xffffffff, 0xffffffff, 0xffffffff]);
    expect(await problem(claim)).toMatch(/more than the 2 GiB/);
    expect(await problem(gzipSync(claim))).toMatch(/more than the 2 GiB/);
    expect(await problem(gzipSync(idxHeader(0x08, [1_900_000_000])))).toMatch(/cut short: its header announces 1900000000 bytes/);
    expect(await problem(gzipSync(Buffer.concat([idxHeader(0x08, [10]), Buffer.alloc(50_000_000)])))).toMatch(
      /more in it than the 10 bytes/,
    );
  });
});

describe('NPY and NPZ', () => {
  const numpy = (key: string) => readArrayFile({ file: path.join(import.meta.dirname, 'numpy.npz'), key });

  test('every type as NumPy writes it', async () => {
    const names = await arraysIn(path.join(import.meta.dirname, 'numpy.npz'));
    const integers = names.filter((name) => /[ui]\d$/.test(name));
    const floats = names.filter((name) => /f\d$/.test(name));
    expect([integers.length, floats.length]).toEqual([13, 6]);
    for (const name of integers)
      expect({ name, ...(await numpy(name)), values: [...(await numpy(name)).values] }).toEqual({
        name,
        shape: [2, 3],
        values: [0, 1, 2, 3, 4, 5],
      });
    for (const name of floats) {
      const { shape, values } = await numpy(name);
      expect(shape).toEqual([2, 3]);
      expect([...values.slice(0, 5)]).toEqual([0, -1.5, 2, 1 / 1024, 65504]);
      expect(values[5]).toBeCloseTo(6e-8, 8);
    }
    expect(await numpy('bool')).toEqual({ shape: [3], values: Uint8Array.of(1, 0, 1) });
    expect(await numpy('scalar')).toEqual({ shape: [], values: Float32Array.of(2.5) });
  });

  test('says why it cannot read the others', async () => {
    const reason = (key: string) => numpy(key).catch((error: unknown) => String(error));
    expect(await reason('fortran')).toMatch(/column by column \(Fortran order\); save it with numpy.ascontiguousarray/);
    expect(await reason('huge')).toMatch(/element 0 is 1099511627776, which does not fit in 32 bits/);
    expect(await reason('complex')).toMatch(/NumPy type <c8/);
    expect(await reason('object')).toMatch(/NumPy type \|O/);
    expect(await reason('nothing')).toMatch(/has no array "nothing"; it has u1, i1/);
  });

  test('an archive needs a key unless it holds one array or a preferred one', async () => {
    const ones = makeNpy([2], Uint8Array.of(1, 1));
    const twos = makeNpy([2], Uint8Array.of(2, 2));
    const values = async (files: { [name: string]: Uint8Array }) => {
      const { values: read } = await readArrayFile({ file: write(folder, 'keys.npz', makeZip(files)), preferred: ['x_train', 'x'] });
      return read[0];
    };
    expect(await values({ 'a.npy': ones })).toBe(1);
    expect(await values({ 'a.npy': ones, 'x.npy': twos })).toBe(2);
    await expect(values({ 'a.npy': ones, 'b.npy': twos })).rejects.toThrow('it holds 2 arrays (a, b), say which one: "keys.npz#a"');
    expect(await problem(ones, 'x')).toMatch(/it is no .npz archive, so it has no array "x"/);
  });

  test('a plain or gzipped .npy', async () => {
    const bytes = makeNpy([1, 2], Float32Array.of(0.5, -2));
    expect(await read(bytes)).toEqual({ shape: [1, 2], values: Float32Array.of(0.5, -2) });
    expect(await read(gzipSync(bytes))).toEqual({ shape: [1, 2], values: Float32Array.of(0.5, -2) });
    expect(await problem(Buffer.from('\x93NUMPY\x09\x00\x01\x00xxxx', 'latin1'))).toMatch(/version 9/);
    expect(await problem(Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'))).toMatch(/its header claims 4294967295 bytes/);
  });

  test('an archive that lies', async () => {
    const zeros = makeNpy([4_000_000], new Uint8Array(4_000_000));
    expect(await problem(makeZip({ 'x.npy': zeros }, { size: 100 }), 'x')).toMatch(/cannot be read/);
    expect(await problem(makeZip({ 'x.npy': zeros }, { size: 4_000_000_000 }), 'x')).toMatch(/cannot be read/);
    expect(await problem(makeZip({ 'x.npy': zeros }, { crc: 1 }), 'x')).toMatch(/its checksum is wrong/);
    expect(await problem(makeZip({ 'x.npy': makeNpy([2_000_000_000], new Uint8Array(4)) }), 'x')).toMatch(/cut short/);
    expect(await problem(makeZip({ 'x.npy': zeros }).subarray(0, 1000), 'x')).toMatch(/no sound zip archive/);
    expect(await problem(makeZip({ '../x.npy': zeros }), 'x')).toMatch(/no sound zip archive/);
  });
});

describe('any file at all', () => {
  const sound = [
    makeIdx([2, 3], [1, 2, 3, 4, 5, 6]),
    makeNpy([3], Float32Array.of(1, 2, 3)),
    makeZip({ 'x.npy': makeNpy([3], Float32Array.of(1, 2, 3)) }),
  ];
  const originals = [...sound, ...sound.map((bytes) => gzipSync(bytes))];

  test('is read or refused in words, whatever bytes are changed', async () => {
    const change = fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...originals), fc.array(change, { minLength: 1, maxLength: 6 }), async (original, changes) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(await problem(bytes)).not.toMatch(/^not a Failure/);
      }),
      { numRuns: 400 },
    );
  });

  test('is refused in words when it is noise', async () => {
    const start = fc
      .constantFrom('', '\0\0\x08\x03', '\x93NUMPY\x01\0', 'PK\x03\x04', '\x1f\x8b\x08')
      .map((text) => Buffer.from(text, 'latin1'));
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (beginning, noise) => {
        expect(await problem(Buffer.concat([beginning, noise]))).not.toMatch(/^not a Failure/);
      }),
      { numRuns: 300 },
    );
  });

  test('that is not there, or a folder', async () => {
    await expect(readArrayFile({ file: path.join(folder, 'none.gz') })).rejects.toMatchObject({
      message: `${path.join(folder, 'none.gz')} cannot be read.`,
      details: { reason: 'There is no such file or folder.' },
    });
    await expect(readArrayFile({ file: folder })).rejects.toMatchObject({ details: { reason: 'It is a folder, not a file.' } });
  });

  test('reading ends at once when it is no longer wanted', async () => {
    const file = write(folder, 'large', gzipSync(makeIdx([8_000_000], new Uint8Array(8_000_000))));
    await expect(readArrayFile({ file }, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});

test.each([
  ['table.csv', /numpy\.save\("table\.npy", numpy\.loadtxt\("table\.csv", delimiter=","\)\)\.$/],
  ['table.tsv', /numpy\.loadtxt\("table\.tsv", delimiter="\\t"\)\)\.$/],
  ['table.txt', /numpy\.save\("table\.npy", numpy\.loadtxt\("table\.txt"\)\)\.$/],
  ['cat.jpg', /One file holds all pictures: an array of samples × height × width × channels/],
  ['notes.md', /NPZ archives\.$/],
])('a file that holds no array says how to make one of %s', async (name, next) => {
  const file = write(folder, name, Buffer.from('1,2,3\n'));
  await expect(readArrayFile({ file })).rejects.toMatchObject({ details: { next: expect.stringMatching(next) as string } });
});

test('data is not downloaded from an address', async () => {
  const file = path.resolve(folder, 'https://example.com/x.npz');
  const next = expect.stringMatching(/^Data is not downloaded/) as string;
  await expect(readArrayFile({ file })).rejects.toMatchObject({ details: { next } });
});
