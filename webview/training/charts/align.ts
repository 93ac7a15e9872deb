/** One x for all, as uPlot wants it: where a curve has no point the value is `undefined` (nothing there), `null` stays a gap. */
export type Aligned = [x: number[], ...y: (number | null | undefined)[][]];

export interface Table {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** Merges tables that are each sorted by x. */
export function align(tables: readonly Table[]): Aligned {
  const at = tables.map(() => 0);
  const columns: (number | null | undefined)[][] = tables.map(() => []);
  const xs: number[] = [];
  for (;;) {
    let next = Infinity;
    tables.forEach(({ x }, i) => {
      next = Math.min(next, x[at[i] ?? 0] ?? Infinity);
    });
    if (next === Infinity) return [xs, ...columns];
    xs.push(next);
    tables.forEach(({ x, y }, i) => {
      const here = at[i] ?? 0;
      const hit = x[here] === next;
      columns[i]?.push(hit ? y[here] : undefined);
      if (hit) at[i] = here + 1;
    });
  }
}
