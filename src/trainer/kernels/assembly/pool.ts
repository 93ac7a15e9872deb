// Pooling for NHWC float32; what lies outside the image does not count.

/** y[batch, oh, ow, c]: the largest value of each window, or (`average`) its mean. */
export function pool(average: bool, batch: i32, ih: i32, iw: i32, c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, y: usize): void {
  const start = f32x4.splat(average ? 0 : -Infinity);
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++) {
        for (let ch = 0; ch < c; ch += 4) {
          const lanes = min(4, c - ch);
          let best = start;
          let count: f32 = 0;
          for (let ky = 0; ky < kh; ky++) {
            const row = oy * sh - top + ky * dh;
            if (row < 0 || row >= ih) continue;
            for (let kx = 0; kx < kw; kx++) {
              const column = ox * sw - left + kx * dw;
              if (column < 0 || column >= iw) continue;
              const value = loadLanes(x + (<usize>(((b * ih + row) * iw + column) * c + ch) << 2), lanes);
              best = average ? f32x4.add(best, value) : f32x4.max(best, value);
              count += 1;
            }
          }
          storeLanes(y + (<usize>(((b * oh + oy) * ow + ox) * c + ch) << 2), average ? f32x4.div(best, f32x4.splat(count)) : best, lanes);
        }
      }
}

// @ts-ignore: decorator
@inline
function loadLanes(at: usize, lanes: i32): v128 {
  if (lanes == 4) return v128.load(at);
  let value = v128.load32_zero(at);
  if (lanes > 1) value = f32x4.replace_lane(value, 1, load<f32>(at, 4));
  if (lanes > 2) value = f32x4.replace_lane(value, 2, load<f32>(at, 8));
  return value;
}

// @ts-ignore: decorator
@inline
function storeLanes(at: usize, value: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(at, value);
    return;
  }
  store<f32>(at, f32x4.extract_lane(value, 0));
  if (lanes > 1) store<f32>(at, f32x4.extract_lane(value, 1), 4);
  if (lanes > 2) store<f32>(at, f32x4.extract_lane(value, 2), 8);
}

/** dx of max pooling: each gradient goes to the first largest value of its window (as TensorFlow does it). */
export function maxPoolGradient(batch: i32, ih: i32, iw: i32, c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, dy: usize, dx: usize): void {
  memory.fill(dx, 0, <usize>(batch * ih * iw * c) << 2);
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++)
        for (let ch = 0; ch < c; ch += 4) {
          const lanes = min(4, c - ch);
          const y0 = oy * sh - top, x0 = ox * sw - left;
          let best = f32x4.splat(-Infinity);
          for (let ky = 0; ky < kh; ky++) {
            const y = y0 + ky * dh;
            if (y < 0 || y >= ih) continue;
            for (let kx = 0; kx < kw; kx++) {
              const column = x0 + kx * dw;
              if (column < 0 || column >= iw) continue;
              best = f32x4.max(best, loadLanes(x + (<usize>(((b * ih + y) * iw + column) * c + ch) << 2), lanes));
            }
          }
          // What is left to give away; after the first that has it, nothing.
          let gradient = loadLanes(dy + (<usize>(((b * oh + oy) * ow + ox) * c + ch) << 2), lanes);
          for (let ky = 0; ky < kh; ky++) {
            const y = y0 + ky * dh;
            if (y < 0 || y >= ih) continue;
            for (let kx = 0; kx < kw; kx++) {
              const column = x0 + kx * dw;
              if (column < 0 || column >= iw) continue;
              const place = <usize>(((b * ih + y) * iw + column) * c + ch) << 2;
              const has = f32x4.eq(loadLanes(x + place, lanes), best);
              storeLanes(dx + place, f32x4.add(loadLanes(dx + place, lanes), v128.and(gradient, has)), lanes);
              gradient = v128.andnot(gradient, has);
            }
          }
        }
}

/** dx of average pooling: each gradient is spread over the part of its window that lies inside the image. */
export function averagePoolGradient(batch: i32, ih: i32, iw: i32, c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, dy: usize, dx: usize): void {
  memory.fill(dx, 0, <usize>(batch * ih * iw * c) << 2);
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++) {
        const y0 = max(0, oy * sh - top), y1 = min(ih, oy * sh - top + kh), x0 = max(0, ox * sw - left), x1 = min(iw, ox * sw - left + kw);
        const share: f32 = <f32>1 / <f32>((y1 - y0) * (x1 - x0));
        const gradient = dy + (<usize>(((b * oh + oy) * ow + ox) * c) << 2);
        for (let y = y0; y < y1; y++)
          for (let column = x0; column < x1; column++) {
            const target = dx + (<usize>(((b * ih + y) * iw + column) * c) << 2);
            for (let ch = 0; ch < c; ch++) {
              const offset = <usize>ch << 2;
              store<f32>(target + offset, load<f32>(target + offset) + share * load<f32>(gradient + offset));
            }
          }
      }
}
