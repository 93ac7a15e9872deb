// Random numbers that follow from a seed alone: Philox 4x32-10 (Salmon et al., 2011) as TensorFlow's
// StatelessRandomUniform and StatelessRandomNormal draw them, so that one seed gives the same numbers on every runtime.

let x0: u32 = 0, x1: u32 = 0, x2: u32 = 0, x3: u32 = 0;

function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const a = <u64>c0 * 0xd2511f53, b = <u64>c2 * 0xcd9e8d57;
    const n0 = <u32>(b >> 32) ^ c1 ^ k0, n2 = <u32>(a >> 32) ^ c3 ^ k1;
    c0 = n0;
    c1 = <u32>b;
    c2 = n2;
    c3 = <u32>a;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  x0 = c0; x1 = c1; x2 = c2; x3 = c3;
}

// @ts-ignore: decorator
@inline
function unit(bits: u32): f32 {
  return reinterpret<f32>((bits & 0x7fffff) | 0x3f800000) - 1;
}

/** Two values of a normal distribution from two words, Box and Muller's transform, stored at `out`. */
function normalPair(a: u32, b: u32, out: usize): void {
  const radius = sqrt<f64>(-2 * NativeMath.log(<f64>max<f32>(unit(a), 1e-7)));
  const angle = 6.283185307179586 * <f64>unit(b);
  store<f32>(out, <f32>(NativeMath.sin(angle) * radius));
  store<f32>(out, <f32>(NativeMath.cos(angle) * radius), 4);
}

/** Fills `count` float32 at `out`; the seed's two int32 lie at `seed`, `work` has 16 bytes. */
export function random(normal: bool, seed: usize, count: i32, out: usize, work: usize): void {
  const s0 = <u64><i64>load<i32>(seed), s1 = <u64><i64>load<i32>(seed, 4);
  philox(<u32>s0, <u32>(s0 >> 32), <u32>s1, <u32>(s1 >> 32), 0x3ec8f720, 0x02461e29);
  const k0 = x0, k1 = x1, c2 = x2, c3 = x3;
  for (let i = 0; i < count; i += 4) {
    philox(<u32>i >> 2, 0, c2, c3, k0, k1);
    const target = out + (<usize>i << 2);
    const at = i + 4 <= count ? target : work;
    if (normal) {
      normalPair(x0, x1, at);
      normalPair(x2, x3, at + 8);
    } else {
      store<f32>(at, unit(x0));
      store<f32>(at, unit(x1), 4);
      store<f32>(at, unit(x2), 8);
      store<f32>(at, unit(x3), 12);
    }
    if (at == work) memory.copy(target, work, <usize>(count - i) << 2);
  }
}
