import { setFlagsFromString } from 'node:v8';

let known: boolean | undefined;

/** Whether this engine has relaxed SIMD, in which a product and a sum are one instruction, rounded once. Node 20's has it behind a flag, and takes that also after the start. */
export function hasRelaxedSimd(): boolean {
  if (known === undefined) {
    if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
    known = WebAssembly.validate(PROBE);
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
