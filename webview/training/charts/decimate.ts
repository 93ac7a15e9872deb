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
  /** The smoothed line: of each column what the mean is at its last step. */
  smooth(): Points;
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
  /** Of the last step whose value is finite. */
  meanAt: number;
  mean: number;
}

/** Part of the mean's memory that is left after as many steps as it goes back, so that what came before counts no more. */
const FORGOTTEN = 5;

export interface DecimatorOptions {
  /** Index of the first value that is wanted; a mean looks further back. */
  readonly first?: number;
  /** About how many values the smoothed line is the mean of. */
  readonly smoothing?: number;
}

/** With at most one value a column nothing is left out. */
export function createDecimator(stepsPerColumn: number, { first = 0, smoothing = 0 }: DecimatorOptions = {}): Decimator {
  const width = Math.max(1, stepsPerColumn);
  const columns: Column[] = [];
  // An exponential mean; divided by its weight it does not begin at 0.
  const share = 2 / (Math.max(1, smoothing) + 1);
  let mean = 0;
  let weight = 0;
  let taken = Math.max(0, first - Math.ceil(smoothing * FORGOTTEN));
  let columnNumber = 0;
  let columnEnd = first;

  function open(index: number): Column {
    while (columnEnd <= index) columnEnd = first + Math.ceil(++columnNumber * width);
    const column = { first: index, lowAt: -1, low: Infinity, highAt: -1, high: -Infinity, meanAt: -1, mean: NaN };
    columns.push(column);
    return column;
  }

  function take(value: number): void {
    mean += share * (value - mean);
    weight += share * (1 - weight);
  }

  return {
    extend(values, end) {
      let column = columns.at(-1);
      for (; taken < end; taken++) {
        const value = values[taken] ?? NaN;
        const finite = Number.isFinite(value);
        if (finite && smoothing > 0) take(value);
        if (taken < first) continue;
        if (!column || taken >= columnEnd) column = open(taken);
        if (!finite) continue;
        if (smoothing > 0) {
          column.mean = mean / weight;
          column.meanAt = taken;
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
    smooth: () => ({
      x: columns.map(({ first: from, meanAt }) => (meanAt < 0 ? from : meanAt) + 1),
      y: columns.map(({ meanAt, mean: value }) => (meanAt < 0 ? null : value)),
    }),
  };
}
