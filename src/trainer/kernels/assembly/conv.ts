// Convolution for NHWC float32, forward and backward. It becomes products of matrices over one image at a time (its
// patches laid out as rows), so that the patches stay in the cache.
import { matmul, matmulWork } from './matmul';

/** Rows of patches: out[oy, ox] = input[oy*sh - top + ky*dh, ox*sw - left + kx*dw, :] for all ky, kx; zero outside. */
function patches(x: usize, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, out: usize): void {
  const run = <usize>ic << 2;
  for (let oy = 0; oy < oh; oy++)
    for (let ox = 0; ox < ow; ox++)
      for (let ky = 0; ky < kh; ky++) {
        const y = oy * sh - top + ky * dh;
        for (let kx = 0; kx < kw; kx++) {
          const c = ox * sw - left + kx * dw;
          if (y >= 0 && y < ih && c >= 0 && c < iw) memory.copy(out, x + <usize>(y * iw + c) * run, run);
          else memory.fill(out, 0, run);
          out += run;
        }
      }
}

/** The reverse: adds each patch's values to where they came from. */
function addPatches(rows: usize, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize): void {
  const run = <usize>ic << 2;
  for (let oy = 0; oy < oh; oy++)
    for (let ox = 0; ox < ow; ox++)
      for (let ky = 0; ky < kh; ky++) {
        const y = oy * sh - top + ky * dh;
        for (let kx = 0; kx < kw; kx++) {
          const c = ox * sw - left + kx * dw;
          if (y >= 0 && y < ih && c >= 0 && c < iw) add(x + <usize>(y * iw + c) * run, rows, ic);
          rows += run;
        }
      }
}

// @ts-ignore: decorator
@inline
function add(target: usize, source: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    target += 16;
    source += 16;
  }
  for (; i < n; i++) {
    store<f32>(target, load<f32>(target) + load<f32>(source));
    target += 4;
    source += 4;
  }
}

/** Bytes that the three functions below need at `work`. */
export function convolutionWork(ic: i32, oc: i32, kh: i32, kw: i32, oh: i32, ow: i32): i32 {
  const row = kh * kw * ic, positions = oh * ow;
  return positions * row * 4 + max(max(matmulWork(row, positions), matmulWork(positions, oc)), matmulWork(positions, row)) + 64;
}

/** y[batch, oh, ow, oc] of x[batch, ih, iw, ic] and W[kh, kw, ic, oc]; `bias` may be 0. */
export function convolution(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, filter: usize, bias: usize, relu: bool, y: usize, work: usize): void {
  const row = kh * kw * ic, positions = oh * ow, inner = work + (<usize>(positions * row) << 2);
  const direct = kh == 1 && kw == 1 && sh == 1 && sw == 1 && top == 0 && left == 0 && oh == ih && ow == iw;
  for (let b = 0; b < batch; b++) {
    const image = x + (<usize>(b * ih * iw * ic) << 2);
    if (!direct) patches(image, ih, iw, ic, kh, kw, oh, ow, sh, sw, dh, dw, top, left, work);
    matmul(false, false, positions, oc, row, direct ? image : work, filter, y + (<usize>(b * positions * oc) << 2), bias, relu, false, inner);
  }
}

/** dW[kh, kw, ic, oc] of x[batch, ih, iw, ic] and dy[batch, oh, ow, oc]. */
export function convolutionFilterGradient(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, dy: usize, filter: usize, work: usize): void {
  const row = kh * kw * ic, positions = oh * ow, inner = work + (<usize>(positions * row) << 2);
  for (let b = 0; b < batch; b++) {
    patches(x + (<usize>(b * ih * iw * ic) << 2), ih, iw, ic, kh, kw, oh, ow, sh, sw, dh, dw, top, left, work);
    matmul(true, false, row, oc, positions, work, dy + (<usize>(b * positions * oc) << 2), filter, 0, false, b > 0, inner);
  }
}

/** dx[batch, ih, iw, ic] of dy[batch, oh, ow, oc] and W[kh, kw, ic, oc]. */
export function convolutionInputGradient(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, dy: usize, filter: usize, dx: usize, work: usize): void {
  const row = kh * kw * ic, positions = oh * ow, inner = work + (<usize>(positions * row) << 2), image = <usize>(ih * iw * ic) << 2;
  for (let b = 0; b < batch; b++) {
    matmul(false, true, positions, row, oc, dy + (<usize>(b * positions * oc) << 2), filter, work, 0, false, false, inner);
    const target = dx + <usize>b * image;
    memory.fill(target, 0, image);
    addPatches(work, ih, iw, ic, kh, kw, oh, ow, sh, sw, dh, dw, top, left, target);
  }
}
