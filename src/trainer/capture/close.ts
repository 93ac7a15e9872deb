/**
 * Whether two tensors are the same but for rounding: no value further away than `tolerance` times the largest, where
 * NaN is close to NaN alone. `uncertain`: the share of values that may be anywhere (see `Optimizer.uncertain`).
 */
export function close(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number, uncertain = 0): boolean {
  let scale = 1e-3;
  for (let i = 0; i < wanted.length; i++) if (Math.abs(wanted[i]!) > scale) scale = Math.abs(wanted[i]!);
  let elsewhere = 0;
  for (let i = 0; i < wanted.length; i++) {
    const [a, b] = [found[i]!, wanted[i]!];
    if (Object.is(a, b) || Math.abs(a - b) <= tolerance * scale) continue;
    if (Number.isNaN(a) || Number.isNaN(b)) return false;
    elsewhere++;
  }
  return elsewhere <= uncertain * wanted.length;
}
