/**
 * A line with far more points than pixels, reduced to the lowest and the highest value of each column of pixels: drawn,
 * it covers the same pixels. Columns are fixed from the first step on, so what is drawn does not shimmer while the line
 * grows, and new values only touch the last column.
 */
export interface Decimator {
  /** Takes in the values from where it stopped up to `end`. */
  extend(values: ArrayLike<number>, end: number): void;
  /** In the order of the steps; a column with nothing but values that are not finite is one `null`: a gap. */
  points(): Points;
  /** Index of the first value that is not finite. */
  firstBroken(): number | undefined;
}

/** `x` is the step, from 1. */
export interface Points {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

interface Column {
  readonly first: number;
  lowAt: number;
  low: number;
  highAt: number;
  high: number;
}

/** With at most one value a column nothing is left out. */
export function createDecimator(stepsPerColumn: number): Decimator {
  const width = Math.max(1, stepsPerColumn);
  const columns: Column[] = [];
  let taken = 0;
  let broken: number | undefined;
  let columnNumber = 0;
  let columnEnd = 0;

  function open(index: number): Column {
    while (columnEnd <= index) columnEnd = Math.ceil(++columnNumber * width);
    const column = { first: index, lowAt: -1, low: Infinity, highAt: -1, high: -Infinity };
    columns.push(column);
    return column;
  }

  return {
    extend(values, end) {
      let column = columns.at(-1);
      for (; taken < end; taken++) {
        if (!column || taken >= columnEnd) column = open(taken);
        const value = values[taken];
        if (value === undefined || !Number.isFinite(value)) {
          broken ??= taken;
          continue;
        }
        if (value < column.low) [column.low, column.lowAt] = [value, taken];
        if (value > column.high) [column.high, column.highAt] = [value, taken];
      }
    },
    points() {
      const x: number[] = [];
      const y: (number | null)[] = [];
      const add = (index: number, value: number | null) => {
        x.push(index + 1);
        y.push(value);
      };
      for (const { first, lowAt, low, highAt, high } of columns) {
        if (lowAt < 0) add(first, null);
        else if (lowAt === highAt) add(lowAt, low);
        else {
          if (highAt < lowAt) add(highAt, high);
          add(lowAt, low);
          if (lowAt < highAt) add(highAt, high);
        }
      }
      return { x, y };
    },
    firstBroken: () => broken,
  };
}
