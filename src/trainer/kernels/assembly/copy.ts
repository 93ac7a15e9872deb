/** Copies `rows` pieces of `bytes` (a multiple of 4), which begin so many bytes apart in the source and in the target. */
export function copyRows(rows: i32, bytes: i32, source: usize, sourceApart: i32, target: usize, targetApart: i32): void {
  for (; rows > 0; rows--) {
    let i = 0;
    for (; i + 16 <= bytes; i += 16) v128.store(target + i, v128.load(source + i));
    for (; i < bytes; i += 4) store<i32>(target + i, load<i32>(source + i));
    source += sourceApart;
    target += targetApart;
  }
}
