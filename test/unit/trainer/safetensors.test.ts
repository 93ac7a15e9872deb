import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../../src/trainer/safetensors';

const name = fc.string({ minLength: 1 }).filter((text) => text !== '__metadata__' && text !== '__proto__');

describe('safetensors', () => {
  it('gives back what was written', () =>
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.array(fc.float({ noNaN: true }), { maxLength: 9 })),
        fc.dictionary(name, fc.string()),
        (values, metadata) => {
          const arrays = Object.entries(values).map(([key, list]) => ({
            name: key,
            shape: [list.length],
            values: Float32Array.from(list),
          }));
          const read = readSafetensors(writeSafetensors({ arrays, metadata }));
          expect(new Map(read.arrays.map((array) => [array.name, array]))).toEqual(new Map(arrays.map((array) => [array.name, array])));
          expect(read.metadata).toEqual({ ...metadata });
        },
      ),
    ));

  it('is the format: length, header, data', () => {
    const file = writeSafetensors({ arrays: [{ name: 'a', shape: [1, 2], values: Float32Array.of(1, -2) }], metadata: { k: 'v' } });
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))).toEqual({
      __metadata__: { k: 'v' },
      a: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    });
    expect([...file.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });

  const whole = writeSafetensors({ arrays: [{ name: 'a', shape: [2], values: Float32Array.of(1, 2) }], metadata: {} });
  const withHeader = (header: string, data = 8) => {
    const text = new TextEncoder().encode(header);
    const file = new Uint8Array(8 + text.length + data);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    return file;
  };
  it.each([
    ['nothing', new Uint8Array(0)],
    ['a part of the header', whole.subarray(0, 20)],
    ['a part of the data', whole.subarray(0, whole.length - 1)],
    ['a header that claims to be longer than the file', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 0)],
    ['no JSON', withHeader('{')],
    ['another dtype', withHeader('{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}}')],
    ['a shape that does not fit', withHeader('{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}')],
    ['a place beyond the file', withHeader('{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}')],
    ['a negative size', withHeader('{"a":{"dtype":"F32","shape":[-2],"data_offsets":[8,0]}}')],
    ['no place', withHeader('{"a":{"dtype":"F32","shape":[2]}}')],
  ])('refuses %s', (_what, file) => {
    expect(() => readSafetensors(file)).toThrow(/It is cut off|no JSON|not float32|does not lie|no shape/);
  });
});
