/**
 * Random numbers that follow from a seed alone: Philox 4x32-10 (Salmon et al., 2011), as TensorFlow's
 * StatelessRandomUniform and StatelessRandomNormal draw them (`stateless_random_ops.cc`). The plain JavaScript form;
 * WebAssembly has its own in `kernels/assembly/random.ts`.
 */

type Words = [number, number, number, number];

/** The high 32 bits of a product of two 32-bit numbers. */
function high(a: number, b: number): number {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  return (ah * bh + Math.floor(middle / 65536) + (((middle & 0xffff) + al * bh) >>> 16)) >>> 0;
}

function philox([c0, c1, c2, c3]: Words, k0: number, k1: number): Words {
  for (let round = 0; round < 10; round++) {
    const [a, b] = [Math.imul(c0, 0xd2511f53), Math.imul(c2, 0xcd9e8d57)];
    [c0, c2] = [(high(c2, 0xcd9e8d57) ^ c1 ^ k0) >>> 0, (high(c0, 0xd2511f53) ^ c3 ^ k1) >>> 0];
    [c1, c3] = [b >>> 0, a >>> 0];
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  return [c0, c1, c2, c3];
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);
/** 0 to 1, 1 not included, from 23 bits. */
function unit(bits: number): number {
  word[0] = (bits & 0x7fffff) | 0x3f800000;
  return float[0]! - 1;
}

function normalPair(a: number, b: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(Math.max(unit(a), Math.fround(1e-7))));
  const angle = 2 * Math.PI * unit(b);
  return [Math.sin(angle) * radius, Math.cos(angle) * radius];
}

/** `count` values from a seed of two int32: uniform from 0 to 1, or normal with mean 0 and deviation 1. */
export function statelessValues(kind: 'uniform' | 'normal', seed: ArrayLike<number>, count: number): Float32Array {
  const [s0, s1] = [seed[0]!, seed[1]!];
  const sign = (value: number) => (value < 0 ? 0xffffffff : 0);
  const [k0, k1, c2, c3] = philox([s0 >>> 0, sign(s0), s1 >>> 0, sign(s1)], 0x3ec8f720, 0x02461e29);
  const values = new Float32Array(Math.ceil(count / 4) * 4);
  for (let i = 0; i < count; i += 4) {
    const bits = philox([i / 4, 0, c2, c3], k0, k1);
    values.set(kind === 'uniform' ? bits.map(unit) : [...normalPair(bits[0], bits[1]), ...normalPair(bits[2], bits[3])], i);
  }
  return values.subarray(0, count);
}
