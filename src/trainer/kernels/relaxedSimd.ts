import { setFlagsFromString } from 'node:v8';

let known: boolean | undefined;

/**
 * Whether this engine has relaxed SIMD, in which a product and a sum are one instruction. Node 20's has it behind a flag, which
 * it takes after the start too; of an editor's Node 20 the engine may be a newer one, which complains of flags that it has no more.
 */
export function hasRelaxedSimd(): boolean {
  if (known === undefined) {
    known = WebAssembly.validate(PROBE);
    if (!known && process.versions.node.startsWith('20.')) {
      setFlagsFromString('--experimental-wasm-relaxed-simd');
      known = WebAssembly.validate(PROBE);
    }
  }
  return known;
}

/** A module of one function, which gives `f32x4.relaxed_madd` of its parameter, taken three times. */
const PROBE = Uint8Array.from(
  [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    [1, 6, 1, 0x60, 1, 0x7b, 1, 0x7b],
    [3, 2, 1, 0],
    [10, 13, 1, 11, 0, 0x20, 0, 0x20, 0, 0x20, 0, 0xfd, 0x85, 0x02, 0x0b],
  ].flat(),
);
