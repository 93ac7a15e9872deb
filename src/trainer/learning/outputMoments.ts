/** Mean and deviation of each of some numbers over passes, added one pass at a time (Welford, 1962). */
export class OutputMoments {
  private passes = 0;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;

  constructor(size: number) {
    this.means = new Float64Array(size);
    this.squares = new Float64Array(size);
  }

  add(values: Float32Array): void {
    this.passes++;
    const { means, squares, passes } = this;
    for (let i = 0; i < values.length; i++) {
      const difference = values[i]! - means[i]!;
      means[i]! += difference / passes;
      squares[i]! += difference * (values[i]! - means[i]!);
    }
  }

  get mean(): Float32Array {
    return Float32Array.from(this.means);
  }

  /** Divides by the number of passes, as NumPy's `std` does. */
  get deviation(): Float32Array {
    return Float32Array.from(this.squares, (square) => Math.sqrt(square / this.passes));
  }
}
