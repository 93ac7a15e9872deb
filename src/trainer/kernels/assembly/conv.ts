// Convolution for NHWC float32, forward and backward, without patches laid out: a register block is 4 places by 8 output
// channels, as in the product of matrices, and its left operand is read from the image itself. Where a window leaves the
// image, the image is copied into a frame of zeros first.
import { matmul } from './matmul';

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  return RELAXED ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

// @ts-ignore: decorator
@inline
function eights(n: i32): i32 {
  return (n + 7) & ~7;
}

/** Copies an image into the middle of a frame of zeros, ph by pw; what lies outside of the frame is left out. */
function frame(x: usize, ih: i32, iw: i32, channels: i32, top: i32, left: i32, ph: i32, pw: i32, out: usize): void {
  memory.fill(out, 0, <usize>(ph * pw * channels) << 2);
  const rows = min(ih, ph - top), columns = min(iw, pw - left);
  for (let y = 0; y < rows; y++)
    memory.copy(out + (<usize>(((y + top) * pw + left) * channels) << 2), x + (<usize>(y * iw * channels) << 2), <usize>(columns * channels) << 2);
}

/** Columns of a matrix [rows, columns] in panels of eight, zeros behind the last. */
function panels(source: usize, rows: i32, columns: i32, out: usize): void {
  for (let j = 0; j < columns; j += 8)
    for (let i = 0; i < rows; i++) {
      const from = source + (<usize>(i * columns + j) << 2);
      if (j + 8 <= columns) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
      } else for (let c = 0; c < 8; c++) store<f32>(out + (<usize>c << 2), j + c < columns ? load<f32>(from + (<usize>c << 2)) : 0);
      out += 32;
    }
}

/** The filter as the gradient of the input takes it: turned around, its channels changed over, in panels. */
function turnedPanels(filter: usize, kh: i32, kw: i32, ic: i32, oc: i32, out: usize): void {
  for (let j = 0; j < ic; j += 8)
    for (let k = kh * kw - 1; k >= 0; k--)
      for (let o = 0; o < oc; o++) {
        for (let c = 0; c < 8; c++) store<f32>(out + (<usize>c << 2), j + c < ic ? load<f32>(filter + (<usize>((k * ic + j + c) * oc + o) << 2)) : 0);
        out += 32;
      }
}

let edge: usize = 0;

/** One image: out[oh, ow, oc] of an image with `line` places a row, every window inside of it. `work` has 160 bytes. */
function places(x: usize, line: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, filter: usize, bias: usize, relu: bool, out: usize, work: usize): void {
  const pixel = <usize>ic << 2, row = kh * kw * ic, count = oh * ow;
  edge = work;
  for (let j = 0; j < oc; j += 8) {
    const panel = filter + (<usize>(j * row) << 2), width = min(8, oc - j);
    let s0 = f32x4.splat(0), s1 = s0;
    if (bias) {
      const biasRow = work + 128;
      for (let c = 0; c < 8; c++) store<f32>(biasRow + (<usize>c << 2), c < width ? load<f32>(bias + (<usize>(j + c) << 2)) : 0);
      s0 = v128.load(biasRow);
      s1 = v128.load(biasRow, 16);
    }
    let oy = 0, ox = 0;
    for (let p = 0; p < count; p += 4) {
      let a0: usize = 0, a1: usize = 0, a2: usize = 0, a3: usize = 0;
      const number = min(4, count - p);
      for (let i = 0; i < 4; i++) {
        const at = x + <usize>(oy * sh * line + ox * sw) * pixel;
        if (i == 0) a0 = a1 = a2 = a3 = at;
        else if (i == 1) a1 = at;
        else if (i == 2) a2 = at;
        else a3 = at;
        if (i + 1 < number && ++ox == ow) {
          ox = 0;
          oy++;
        }
      }
      if (++ox == ow) {
        ox = 0;
        oy++;
      }
      let c00 = s0, c01 = s1, c10 = s0, c11 = s1, c20 = s0, c21 = s1, c30 = s0, c31 = s1;
      let b = panel;
      for (let ky = 0; ky < kh; ky++)
        for (let kx = 0; kx < kw; kx++) {
          let q = <usize>(ky * dh * line + kx * dw) * pixel;
          for (const end = q + pixel; q < end; q += 4) {
            const b0 = v128.load(b), b1 = v128.load(b, 16);
            let r = v128.load_splat<f32>(a0 + q);
            c00 = madd(r, b0, c00);
            c01 = madd(r, b1, c01);
            r = v128.load_splat<f32>(a1 + q);
            c10 = madd(r, b0, c10);
            c11 = madd(r, b1, c11);
            r = v128.load_splat<f32>(a2 + q);
            c20 = madd(r, b0, c20);
            c21 = madd(r, b1, c21);
            r = v128.load_splat<f32>(a3 + q);
            c30 = madd(r, b0, c30);
            c31 = madd(r, b1, c31);
            b += 32;
          }
        }
      if (relu) {
        const zero = f32x4.splat(0);
        c00 = f32x4.max(c00, zero); c01 = f32x4.max(c01, zero);
        c10 = f32x4.max(c10, zero); c11 = f32x4.max(c11, zero);
        c20 = f32x4.max(c20, zero); c21 = f32x4.max(c21, zero);
        c30 = f32x4.max(c30, zero); c31 = f32x4.max(c31, zero);
      }
      const stride = <usize>oc << 2;
      const target = out + (<usize>(p * oc + j) << 2);
      if (number == 4 && width == 8) {
        v128.store(target, c00); v128.store(target, c01, 16);
        v128.store(target + stride, c10); v128.store(target + stride, c11, 16);
        v128.store(target + 2 * stride, c20); v128.store(target + 2 * stride, c21, 16);
        v128.store(target + 3 * stride, c30); v128.store(target + 3 * stride, c31, 16);
      } else {
        spill(c00, c01, c10, c11, c20, c21, c30, c31);
        for (let i = 0; i < number; i++) memory.copy(target + <usize>i * stride, edge + (<usize>i << 5), <usize>width << 2);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function spill(c00: v128, c01: v128, c10: v128, c11: v128, c20: v128, c21: v128, c30: v128, c31: v128): void {
  v128.store(edge, c00); v128.store(edge, c01, 16);
  v128.store(edge, c10, 32); v128.store(edge, c11, 48);
  v128.store(edge, c20, 64); v128.store(edge, c21, 80);
  v128.store(edge, c30, 96); v128.store(edge, c31, 112);
}

/**
 * A block of dW, 4 rows by 8 columns, of one image, stored at `edge`. A function of its own, and exported so that it is
 * not taken apart: its few variables stay in registers.
 */
export function filterGradientBlock(a0: usize, a1: usize, a2: usize, a3: usize, b: usize, oh: i32, ow: i32, step: usize, jump: usize, stride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let q: usize = 0;
  for (; oh > 0; oh--) {
    for (const end = q + <usize>ow * step; q < end; q += step) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let r = v128.load_splat<f32>(a0 + q);
      c00 = madd(r, b0, c00);
      c01 = madd(r, b1, c01);
      r = v128.load_splat<f32>(a1 + q);
      c10 = madd(r, b0, c10);
      c11 = madd(r, b1, c11);
      r = v128.load_splat<f32>(a2 + q);
      c20 = madd(r, b0, c20);
      c21 = madd(r, b1, c21);
      r = v128.load_splat<f32>(a3 + q);
      c30 = madd(r, b0, c30);
      c31 = madd(r, b1, c31);
      b += stride;
    }
    q += jump;
  }
  spill(c00, c01, c10, c11, c20, c21, c30, c31);
}

/** One image: adds to rows of dW[kh × kw × ic, oc]; dy has `width` channels a place, of which those behind `oc` do not count. */
function addFilterGradient(x: usize, line: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, width: i32, sh: i32, sw: i32, dh: i32, dw: i32, dy: usize, filter: usize, begin: i32, end: i32, work: usize): void {
  const pixel = <usize>ic << 2, row = kh * kw * ic, step = <usize>sw * pixel, stride = <usize>width << 2;
  // From behind a row of places to the begin of the next one.
  const jump = <usize>(sh * line - ow * sw) * pixel;
  edge = work;
  for (let k = begin; k < end; k += 4) {
    const a0 = x + offset(k, row, ic, kw, line, dh, dw), a1 = x + offset(k + 1, row, ic, kw, line, dh, dw);
    const a2 = x + offset(k + 2, row, ic, kw, line, dh, dw), a3 = x + offset(k + 3, row, ic, kw, line, dh, dw);
    for (let j = 0; j < oc; j += 8) {
      filterGradientBlock(a0, a1, a2, a3, dy + (<usize>j << 2), oh, ow, step, jump, stride);
      const rows = min(4, end - k), columns = min(8, oc - j);
      for (let r = 0; r < rows; r++) {
        const at = filter + (<usize>((k + r) * oc + j) << 2), from = work + (<usize>r << 5);
        if (columns == 8) {
          v128.store(at, f32x4.add(v128.load(at), v128.load(from)));
          v128.store(at, f32x4.add(v128.load(at, 16), v128.load(from, 16)), 16);
        } else for (let c = 0; c < columns; c++) store<f32>(at + (<usize>c << 2), load<f32>(at + (<usize>c << 2)) + load<f32>(from + (<usize>c << 2)));
      }
    }
  }
}

/** Bytes from a window's begin to the value that row k of the filter multiplies. */
function offset(k: i32, row: i32, ic: i32, kw: i32, line: i32, dh: i32, dw: i32): usize {
  const last = min(k, row - 1), place = last / ic;
  return (<usize>((place / kw) * dh * line + (place % kw) * dw) * <usize>ic + <usize>(last % ic)) << 2;
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

// @ts-ignore: decorator
@inline
function extent(count: i32, stride: i32, window: i32, dilation: i32): i32 {
  return (count - 1) * stride + (window - 1) * dilation + 1;
}

/** y[batch, oh, ow, oc] of x[batch, ih, iw, ic] and W[kh, kw, ic, oc]; `bias` may be 0. */
export function convolution(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, filter: usize, bias: usize, relu: bool, y: usize, work: usize): void {
  const positions = oh * ow;
  if (kh == 1 && kw == 1 && sh == 1 && sw == 1 && top == 0 && left == 0 && oh == ih && ow == iw && ic >= 16) {
    for (let b = 0; b < batch; b++)
      matmul(false, false, positions, oc, ic, x + (<usize>(b * positions * ic) << 2), ic, filter, oc, y + (<usize>(b * positions * oc) << 2), oc, bias, relu, false, work);
    return;
  }
  const ph = extent(oh, sh, kh, dh), pw = extent(ow, sw, kw, dw), framed = top != 0 || left != 0 || ph > ih || pw > iw;
  const packed = work + 256, inner = packed + (<usize>(eights(oc) * kh * kw * ic) << 2);
  panels(filter, kh * kw * ic, oc, packed);
  for (let b = 0; b < batch; b++) {
    const image = x + (<usize>(b * ih * iw * ic) << 2);
    if (framed) frame(image, ih, iw, ic, top, left, ph, pw, inner);
    places(framed ? inner : image, framed ? pw : iw, ic, kh, kw, oh, ow, oc, sh, sw, dh, dw, packed, bias, relu, y + (<usize>(b * positions * oc) << 2), work);
  }
}

/** Rows `begin` (a multiple of 4) to `end` of dW[kh × kw × ic, oc] of x[batch, ih, iw, ic] and dy[batch, oh, ow, oc]. */
export function convolutionFilterGradient(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, x: usize, dy: usize, filter: usize, begin: i32, end: i32, work: usize): void {
  const positions = oh * ow, ph = extent(oh, sh, kh, dh), pw = extent(ow, sw, kw, dw), framed = top != 0 || left != 0 || ph > ih || pw > iw;
  const whole = oc % 8 == 0, width = eights(oc);
  const padded = work + 256, inner = padded + (<usize>(positions * width) << 2);
  memory.fill(filter + (<usize>(begin * oc) << 2), 0, <usize>((end - begin) * oc) << 2);
  for (let b = 0; b < batch; b++) {
    const image = x + (<usize>(b * ih * iw * ic) << 2), gradient = dy + (<usize>(b * positions * oc) << 2);
    if (framed) frame(image, ih, iw, ic, top, left, ph, pw, inner);
    if (!whole) for (let p = 0; p < positions; p++) memory.copy(padded + (<usize>(p * width) << 2), gradient + (<usize>(p * oc) << 2), <usize>oc << 2);
    addFilterGradient(framed ? inner : image, framed ? pw : iw, ic, kh, kw, oh, ow, oc, width, sh, sw, dh, dw, whole ? gradient : padded, filter, begin, end, work);
  }
}

/** dx[batch, ih, iw, ic] of dy[batch, oh, ow, oc] and W[kh, kw, ic, oc]. */
export function convolutionInputGradient(batch: i32, ih: i32, iw: i32, ic: i32, kh: i32, kw: i32, oh: i32, ow: i32, oc: i32, sh: i32, sw: i32, dh: i32, dw: i32, top: i32, left: i32, dy: usize, filter: usize, dx: usize, work: usize): void {
  const positions = oh * ow, image = <usize>(ih * iw * ic) << 2;
  if (sh == 1 && sw == 1 && (kh - 1) * dh >= top && (kw - 1) * dw >= left) {
    // It is a convolution of the gradient with the filter turned around.
    const ph = ih + (kh - 1) * dh, pw = iw + (kw - 1) * dw;
    const packed = work + 256, inner = packed + (<usize>(eights(ic) * kh * kw * oc) << 2);
    turnedPanels(filter, kh, kw, ic, oc, packed);
    for (let b = 0; b < batch; b++) {
      frame(dy + (<usize>(b * positions * oc) << 2), oh, ow, oc, (kh - 1) * dh - top, (kw - 1) * dw - left, ph, pw, inner);
      places(inner, pw, oc, kh, kw, ih, iw, ic, 1, 1, dh, dw, packed, 0, false, dx + <usize>b * image, work);
    }
    return;
  }
  const row = kh * kw * ic, inner = work + (<usize>(positions * row) << 2);
  for (let b = 0; b < batch; b++) {
    matmul(false, true, positions, row, oc, dy + (<usize>(b * positions * oc) << 2), oc, filter, oc, work, row, 0, false, false, inner);
    const target = dx + <usize>b * image;
    memory.fill(target, 0, image);
    addPatches(work, ih, iw, ic, kh, kw, oh, ow, sh, sw, dh, dw, top, left, target);
  }
}
