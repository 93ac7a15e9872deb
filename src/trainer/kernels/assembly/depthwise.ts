// Depthwise convolution for NHWC float32: each channel has filters of its own, the result's channel is `channel * multiplier + m`.

/** y[batch, oh, ow, c * multiplier] of x[batch, ih, iw, c] and W[kh, kw, c, multiplier]. */
export function depthwise(
  batch: i32,
  ih: i32,
  iw: i32,
  c: i32,
  multiplier: i32,
  kh: i32,
  kw: i32,
  oh: i32,
  ow: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dw: i32,
  top: i32,
  left: i32,
  x: usize,
  weights: usize,
  y: usize,
): void {
  const run = (<usize>(c * multiplier)) << 2;
  memory.fill(y, 0, <usize>(batch * oh * ow) * run);
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++) {
        const target = y + <usize>((b * oh + oy) * ow + ox) * run;
        for (let ky = 0; ky < kh; ky++) {
          const row = oy * sh - top + ky * dh;
          if (row < 0 || row >= ih) continue;
          for (let kx = 0; kx < kw; kx++) {
            const column = ox * sw - left + kx * dw;
            if (column < 0 || column >= iw) continue;
            const from = x + ((<usize>(((b * ih + row) * iw + column) * c)) << 2),
              tap = weights + <usize>(ky * kw + kx) * run;
            let i = 0;
            if (multiplier == 1)
              for (; i + 4 <= c; i += 4) {
                const offset = (<usize>i) << 2;
                v128.store(
                  target + offset,
                  f32x4.add(v128.load(target + offset), f32x4.mul(v128.load(from + offset), v128.load(tap + offset))),
                );
              }
            for (; i < c; i++)
              for (let m = 0; m < multiplier; m++) {
                const offset = (<usize>(i * multiplier + m)) << 2;
                store<f32>(target + offset, load<f32>(target + offset) + load<f32>(from + ((<usize>i) << 2)) * load<f32>(tap + offset));
              }
          }
        }
      }
}

/** dW[kh, kw, c, m] and dx[batch, ih, iw, c] of a depthwise convolution; `filter` and `dx` may be 0: not wanted. W is at `weights`. */
export function depthwiseGradients(
  batch: i32,
  ih: i32,
  iw: i32,
  c: i32,
  multiplier: i32,
  kh: i32,
  kw: i32,
  oh: i32,
  ow: i32,
  sh: i32,
  sw: i32,
  dh: i32,
  dw: i32,
  top: i32,
  left: i32,
  x: usize,
  dy: usize,
  weights: usize,
  filter: usize,
  dx: usize,
): void {
  if (filter) memory.fill(filter, 0, (<usize>(kh * kw * c * multiplier)) << 2);
  if (dx) memory.fill(dx, 0, (<usize>(batch * ih * iw * c)) << 2);
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++) {
        const gradient = dy + ((<usize>(((b * oh + oy) * ow + ox) * c * multiplier)) << 2);
        for (let ky = 0; ky < kh; ky++) {
          const y = oy * sh - top + ky * dh;
          if (y < 0 || y >= ih) continue;
          for (let kx = 0; kx < kw; kx++) {
            const column = ox * sw - left + kx * dw;
            if (column < 0 || column >= iw) continue;
            const at = (<usize>(((b * ih + y) * iw + column) * c)) << 2,
              tap = (<usize>((ky * kw + kx) * c * multiplier)) << 2;
            for (let ch = 0; ch < c; ch++)
              for (let m = 0; m < multiplier; m++) {
                const offset = (<usize>(ch * multiplier + m)) << 2,
                  g = load<f32>(gradient + offset);
                if (filter)
                  store<f32>(filter + tap + offset, load<f32>(filter + tap + offset) + g * load<f32>(x + at + ((<usize>ch) << 2)));
                if (dx)
                  store<f32>(dx + at + ((<usize>ch) << 2), load<f32>(dx + at + ((<usize>ch) << 2)) + g * load<f32>(weights + tap + offset));
              }
          }
        }
      }
}
