/** The elements that a loop runs over: `rows` times `columns`; 1 row where nothing in it says how they lie. */
export interface Space {
  readonly size: number;
  readonly columns?: number;
}

/** Where an operand's element for a place of the space is. */
export type Access = 'full' | 'row' | 'column' | 'scalar';

/** How an operand of this shape is spread over the shape of the result: its access, and the columns that this asks for. */
export function accessOf(shape: readonly number[], result: readonly number[]): { access: Access; columns?: number } | undefined {
  const size = sizeOf(shape);
  if (size === 1) return { access: 'scalar' };
  if (size === sizeOf(result)) return { access: 'full' };
  const padded = [...result.slice(shape.length).map(() => 1), ...shape];
  const differs = result.map((each, i) => each !== padded[i]);
  if (result.some((_, i) => differs[i] && padded[i] !== 1)) return undefined;
  const [first, last] = [differs.indexOf(true), differs.lastIndexOf(true)];
  // Places of size 1 in the result belong to either side.
  if (result.slice(0, first).every((each) => each === 1) && !differs.slice(first, last + 1).includes(false))
    return { access: 'row', columns: sizeOf(result.slice(last + 1)) };
  if (result.slice(last + 1).every((each) => each === 1) && !differs.slice(first, last + 1).includes(false))
    return { access: 'column', columns: sizeOf(result.slice(first)) };
  return undefined;
}

/** A space that fits both; `undefined` where there is none. */
export function meet(a: Space, b: Space): Space | undefined {
  if (a.size !== b.size) return undefined;
  if (a.columns !== undefined && b.columns !== undefined && a.columns !== b.columns) return undefined;
  return { size: a.size, columns: a.columns ?? b.columns };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);
