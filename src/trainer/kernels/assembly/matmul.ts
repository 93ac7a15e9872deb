// C[M,N] = op(A)[M,K] · op(B)[K,N] (+ bias[N]) (then relu), row-major float32. A register block is 4 rows by 8 columns:
// eight accumulators, two of B, one of A stay in registers; where no more than four columns are left, the eight accumulators
// are those of every other step. Both operands are packed first, so that the inner loop reads
// memory in order whatever is transposed.

const ROWS: i32 = 4;
const COLUMNS: i32 = 8;

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  return RELAXED ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** Rows i0 … i0+3 of op(A), one column of four after the other; rows past the end are zero. */
function packA(source: usize, leading: i32, transposed: bool, i0: i32, m: i32, k: i32, target: usize): void {
  if (transposed) {
    if (m == ROWS) {
      let from = source + (<usize>i0 << 2);
      for (let p = 0; p < k; p++) {
        v128.store(target, v128.load(from));
        from += <usize>leading << 2;
        target += 16;
      }
      return;
    }
    for (let p = 0; p < k; p++) {
      for (let r = 0; r < ROWS; r++) store<f32>(target + (<usize>r << 2), r < m ? load<f32>(source + (<usize>(p * leading + i0 + r) << 2)) : 0);
      target += 16;
    }
    return;
  }
  let p = 0;
  if (m == ROWS) {
    const stride = <usize>leading << 2;
    let a0 = source + <usize>i0 * stride;
    for (; p + 4 <= k; p += 4) {
      const x0 = v128.load(a0), x1 = v128.load(a0 + stride), x2 = v128.load(a0 + 2 * stride), x3 = v128.load(a0 + 3 * stride);
      transpose4(x0, x1, x2, x3, target, 16);
      a0 += 16;
      target += 64;
    }
  }
  for (; p < k; p++) {
    for (let r = 0; r < ROWS; r++) store<f32>(target + (<usize>r << 2), r < m ? load<f32>(source + (<usize>((i0 + r) * leading + p) << 2)) : 0);
    target += 16;
  }
}

// @ts-ignore: decorator
@inline
function transpose4(x0: v128, x1: v128, x2: v128, x3: v128, target: usize, step: usize): void {
  const t0 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(t0, t2, 0, 2));
  v128.store(target + step, v128.shuffle<i64>(t0, t2, 1, 3));
  v128.store(target + 2 * step, v128.shuffle<i64>(t1, t3, 0, 2));
  v128.store(target + 3 * step, v128.shuffle<i64>(t1, t3, 1, 3));
}

/** Columns j0 … j0+7 of op(B), one row of eight after the other; columns past the end are zero. */
function packB(source: usize, leading: i32, transposed: bool, j0: i32, n: i32, k: i32, target: usize): void {
  let p = 0;
  if (n == COLUMNS) {
    const stride = <usize>leading << 2;
    if (transposed) {
      let b0 = source + <usize>j0 * stride, b4 = b0 + 4 * stride;
      for (; p + 4 <= k; p += 4) {
        transpose4(v128.load(b0), v128.load(b0 + stride), v128.load(b0 + 2 * stride), v128.load(b0 + 3 * stride), target, 32);
        transpose4(v128.load(b4), v128.load(b4 + stride), v128.load(b4 + 2 * stride), v128.load(b4 + 3 * stride), target + 16, 32);
        b0 += 16;
        b4 += 16;
        target += 128;
      }
    } else {
      let from = source + (<usize>j0 << 2);
      for (; p < k; p++) {
        v128.store(target, v128.load(from));
        v128.store(target, v128.load(from, 16), 16);
        from += stride;
        target += 32;
      }
    }
  }
  for (; p < k; p++) {
    for (let c = 0; c < COLUMNS; c++) {
      const index = transposed ? (j0 + c) * leading + p : p * leading + j0 + c;
      store<f32>(target + (<usize>c << 2), c < n ? load<f32>(source + (<usize>index << 2)) : 0);
    }
    target += 32;
  }
}

// @ts-ignore: decorator
@inline
function finish(value: v128, relu: bool): v128 {
  return relu ? f32x4.max(value, f32x4.splat(0)) : value;
}

function block(k: i32, a: usize, b: usize, c: usize, leading: i32, m: i32, n: i32, bias: usize, relu: bool, accumulate: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (bias) {
    c00 = c10 = c20 = c30 = v128.load(bias);
    c01 = c11 = c21 = c31 = v128.load(bias, 16);
  }
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let r = v128.load_splat<f32>(a);
    c00 = madd(r, b0, c00);
    c01 = madd(r, b1, c01);
    r = v128.load_splat<f32>(a, 4);
    c10 = madd(r, b0, c10);
    c11 = madd(r, b1, c11);
    r = v128.load_splat<f32>(a, 8);
    c20 = madd(r, b0, c20);
    c21 = madd(r, b1, c21);
    r = v128.load_splat<f32>(a, 12);
    c30 = madd(r, b0, c30);
    c31 = madd(r, b1, c31);
    a += 16;
    b += 32;
  }
  const stride = <usize>leading << 2;
  const whole = m == ROWS && n == COLUMNS;
  if (accumulate && whole) {
    c00 = f32x4.add(c00, v128.load(c)); c01 = f32x4.add(c01, v128.load(c, 16));
    c10 = f32x4.add(c10, v128.load(c + stride)); c11 = f32x4.add(c11, v128.load(c + stride, 16));
    c20 = f32x4.add(c20, v128.load(c + 2 * stride)); c21 = f32x4.add(c21, v128.load(c + 2 * stride, 16));
    c30 = f32x4.add(c30, v128.load(c + 3 * stride)); c31 = f32x4.add(c31, v128.load(c + 3 * stride, 16));
  }
  c00 = finish(c00, relu); c01 = finish(c01, relu);
  c10 = finish(c10, relu); c11 = finish(c11, relu);
  c20 = finish(c20, relu); c21 = finish(c21, relu);
  c30 = finish(c30, relu); c31 = finish(c31, relu);
  if (whole) {
    v128.store(c, c00); v128.store(c, c01, 16);
    v128.store(c + stride, c10); v128.store(c + stride, c11, 16);
    v128.store(c + 2 * stride, c20); v128.store(c + 2 * stride, c21, 16);
    v128.store(c + 3 * stride, c30); v128.store(c + 3 * stride, c31, 16);
    return;
  }
  v128.store(edge, c00); v128.store(edge, c01, 16);
  v128.store(edge, c10, 32); v128.store(edge, c11, 48);
  v128.store(edge, c20, 64); v128.store(edge, c21, 80);
  v128.store(edge, c30, 96); v128.store(edge, c31, 112);
  storeEdge(c, stride, m, n, accumulate);
}

/** A block of no more than four columns: the first four of a panel of eight. */
function narrowBlock(k: i32, a: usize, b: usize, c: usize, leading: i32, m: i32, n: i32, bias: usize, relu: bool, accumulate: bool): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, d0 = c0, d1 = c0, d2 = c0, d3 = c0;
  if (bias) c0 = c1 = c2 = c3 = v128.load(bias);
  let p = 0;
  for (; p + 2 <= k; p += 2) {
    const b0 = v128.load(b), b1 = v128.load(b, 32);
    c0 = madd(v128.load_splat<f32>(a), b0, c0);
    c1 = madd(v128.load_splat<f32>(a, 4), b0, c1);
    c2 = madd(v128.load_splat<f32>(a, 8), b0, c2);
    c3 = madd(v128.load_splat<f32>(a, 12), b0, c3);
    d0 = madd(v128.load_splat<f32>(a, 16), b1, d0);
    d1 = madd(v128.load_splat<f32>(a, 20), b1, d1);
    d2 = madd(v128.load_splat<f32>(a, 24), b1, d2);
    d3 = madd(v128.load_splat<f32>(a, 28), b1, d3);
    a += 32;
    b += 64;
  }
  if (p < k) {
    const b0 = v128.load(b);
    c0 = madd(v128.load_splat<f32>(a), b0, c0);
    c1 = madd(v128.load_splat<f32>(a, 4), b0, c1);
    c2 = madd(v128.load_splat<f32>(a, 8), b0, c2);
    c3 = madd(v128.load_splat<f32>(a, 12), b0, c3);
  }
  const stride = <usize>leading << 2;
  const whole = m == ROWS && n == 4;
  if (accumulate && whole) {
    c0 = f32x4.add(c0, v128.load(c));
    c1 = f32x4.add(c1, v128.load(c + stride));
    c2 = f32x4.add(c2, v128.load(c + 2 * stride));
    c3 = f32x4.add(c3, v128.load(c + 3 * stride));
  }
  c0 = finish(f32x4.add(c0, d0), relu);
  c1 = finish(f32x4.add(c1, d1), relu);
  c2 = finish(f32x4.add(c2, d2), relu);
  c3 = finish(f32x4.add(c3, d3), relu);
  if (whole) {
    v128.store(c, c0);
    v128.store(c + stride, c1);
    v128.store(c + 2 * stride, c2);
    v128.store(c + 3 * stride, c3);
    return;
  }
  v128.store(edge, c0);
  v128.store(edge, c1, 32);
  v128.store(edge, c2, 64);
  v128.store(edge, c3, 96);
  storeEdge(c, stride, m, n, accumulate);
}

/** The first m rows and n columns of the block at `edge`. */
function storeEdge(c: usize, stride: usize, m: i32, n: i32, accumulate: bool): void {
  for (let r = 0; r < m; r++)
    for (let j = 0; j < n; j++) {
      const at = c + <usize>r * stride + (<usize>j << 2);
      store<f32>(at, load<f32>(edge + (<usize>(r * COLUMNS + j) << 2)) + (accumulate ? load<f32>(at) : 0));
    }
}
let edge: usize = 0;

/** A panel of op(B), at `b` as `packB` lays it out, against all panels of op(A). `bias`: eight numbers, or 0. */
function columnPanel(panels: i32, m: i32, k: i32, pa: usize, b: usize, c: usize, ldc: i32, columns: i32, bias: usize, relu: bool, accumulate: bool): void {
  for (let i = 0; i < panels; i++) {
    const rows = min(ROWS, m - i * ROWS);
    const a = pa + (<usize>(i * ROWS * k) << 2), target = c + (<usize>(i * ROWS * ldc) << 2);
    if (columns <= 4) narrowBlock(k, a, b, target, ldc, rows, columns, bias, relu, accumulate);
    else block(k, a, b, target, ldc, rows, columns, bias, relu, accumulate);
  }
}

/** Lays op(B) out for `matmulPacked`: eight columns after the other, n, rounded up to whole eights, × k numbers. */
export function packColumns(tb: bool, n: i32, k: i32, b: usize, ldb: i32, target: usize): void {
  for (let j = 0; j < n; j += COLUMNS) {
    packB(b, ldb, tb, j, min(COLUMNS, n - j), k, target);
    target += <usize>(COLUMNS * k) << 2;
  }
}

/**
 * As `matmul`, of a B that is laid out already, and a bias behind whose end whole eights may be read. `work` has (m, rounded up
 * to whole fours) × k numbers and 128 bytes.
 */
export function matmulPacked(ta: bool, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, c: usize, ldc: i32, bias: usize, work: usize): void {
  edge = work;
  const pa = work + 128;
  const panels = (m + ROWS - 1) / ROWS;
  for (let i = 0; i < panels; i++) packA(a, lda, ta, i * ROWS, min(ROWS, m - i * ROWS), k, pa + (<usize>(i * ROWS * k) << 2));
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    columnPanel(panels, m, k, pa, b, c + (<usize>j << 2), ldc, columns, bias ? bias + (<usize>j << 2) : 0, false, false);
    b += <usize>(COLUMNS * k) << 2;
  }
}

/**
 * The rows of a, b and c are `lda`, `ldb` and `ldc` numbers apart, so that each can be a part of a larger matrix. `work` has
 * (m, rounded up to whole blocks, + 8) × k numbers and 160 bytes.
 */
export function matmul(ta: bool, tb: bool, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, bias: usize, relu: bool, accumulate: bool, work: usize): void {
  const panels = (m + ROWS - 1) / ROWS;
  edge = work;
  const biasRow = work + 128;
  const pa = biasRow + 32, pb = pa + (<usize>(panels * ROWS * k) << 2);
  for (let i = 0; i < panels; i++) packA(a, lda, ta, i * ROWS, min(ROWS, m - i * ROWS), k, pa + (<usize>(i * ROWS * k) << 2));
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    packB(b, ldb, tb, j, columns, k, pb);
    if (bias) for (let t = 0; t < COLUMNS; t++) store<f32>(biasRow + (<usize>t << 2), t < columns ? load<f32>(bias + (<usize>(j + t) << 2)) : 0);
    columnPanel(panels, m, k, pa, pb, c + (<usize>j << 2), ldc, columns, bias ? biasRow : 0, relu, accumulate);
  }
}
