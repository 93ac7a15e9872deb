// Sums and maxima of float32, four at a time. x[rows, columns] is row-major. Long sums are made of sums of blocks, so that their
// error stays small.

// @ts-ignore: decorator
@inline
function blockOf(count: i32): i32 {
  return max(8, <i32>sqrt<f64>(count));
}

/** y[columns] = factor × the sum over the rows, which are `apart` numbers apart. */
export function sumColumns(rows: i32, columns: i32, apart: i32, x: usize, y: usize, factor: f32): void {
  const stride = <usize>apart << 2, scale = f32x4.splat(factor), block = blockOf(rows);
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    let sum0 = f32x4.splat(0), sum1 = sum0;
    let at = x + (<usize>j << 2);
    for (let from = 0; from < rows; from += block) {
      let a = f32x4.splat(0), b = a;
      for (let i = min(block, rows - from); i > 0; i--) {
        a = f32x4.add(a, v128.load(at));
        b = f32x4.add(b, v128.load(at, 16));
        at += stride;
      }
      sum0 = f32x4.add(sum0, a);
      sum1 = f32x4.add(sum1, b);
    }
    const out = y + (<usize>j << 2);
    v128.store(out, f32x4.mul(sum0, scale));
    v128.store(out, f32x4.mul(sum1, scale), 16);
  }
  for (; j < columns; j++) {
    let sum: f32 = 0;
    let at = x + (<usize>j << 2);
    for (let from = 0; from < rows; from += block) {
      let a: f32 = 0;
      for (let i = min(block, rows - from); i > 0; i--) {
        a += load<f32>(at);
        at += stride;
      }
      sum += a;
    }
    store<f32>(y + (<usize>j << 2), sum * factor);
  }
}

/** y[rows] = factor × the sum over the columns. */
export function sumRows(rows: i32, columns: i32, x: usize, y: usize, factor: f32): void {
  const block = blockOf(columns >> 4) * 16;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    let j = 0;
    while (j + 16 <= columns) {
      let a = f32x4.splat(0), b = a, c = a, d = a;
      for (const end = min(columns, j + block); j + 16 <= end; j += 16) {
        a = f32x4.add(a, v128.load(x));
        b = f32x4.add(b, v128.load(x, 16));
        c = f32x4.add(c, v128.load(x, 32));
        d = f32x4.add(d, v128.load(x, 48));
        x += 64;
      }
      sum = f32x4.add(sum, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
    }
    for (; j + 4 <= columns; j += 4) {
      sum = f32x4.add(sum, v128.load(x));
      x += 16;
    }
    let total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
    for (; j < columns; j++) {
      total += load<f32>(x);
      x += 4;
    }
    store<f32>(y + (<usize>i << 2), total * factor);
  }
}

/** y[columns] = the largest of the rows, which are `apart` numbers apart; NaN where there is one. */
export function maxColumns(rows: i32, columns: i32, apart: i32, x: usize, y: usize): void {
  const stride = <usize>apart << 2;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    let at = x + (<usize>j << 2);
    let most = v128.load(at);
    for (let i = 1; i < rows; i++) {
      at += stride;
      most = f32x4.max(most, v128.load(at));
    }
    v128.store(y + (<usize>j << 2), most);
  }
  for (; j < columns; j++) {
    let at = x + (<usize>j << 2);
    let most = load<f32>(at);
    for (let i = 1; i < rows; i++) {
      at += stride;
      most = max(most, load<f32>(at));
    }
    store<f32>(y + (<usize>j << 2), most);
  }
}

/** y[rows] = the largest of the columns; NaN where there is one. */
export function maxRows(rows: i32, columns: i32, x: usize, y: usize): void {
  for (let i = 0; i < rows; i++) {
    let most = load<f32>(x);
    let j = 0;
    if (columns >= 4) {
      let four = v128.load(x);
      for (j = 4; j + 4 <= columns; j += 4) four = f32x4.max(four, v128.load(x + (<usize>j << 2)));
      most = max(max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 1)), max(f32x4.extract_lane(four, 2), f32x4.extract_lane(four, 3)));
    }
    for (; j < columns; j++) most = max(most, load<f32>(x + (<usize>j << 2)));
    store<f32>(y + (<usize>i << 2), most);
    x += <usize>columns << 2;
  }
}
