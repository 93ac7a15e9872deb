/** Where a stream stands; enough to go on from there. */
export type RandomState = readonly [number, number, number, number];

const ROTATE = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/**
 * A stream of random numbers: xoshiro128++ (Blackman and Vigna, 2019), in 32-bit integer arithmetic, so that the same
 * state gives the same bits everywhere.
 */
export class RandomStream {
  private s0: number;
  private s1: number;
  private s2: number;
  private s3: number;

  constructor(state: RandomState) {
    [this.s0, this.s1, this.s2, this.s3] = state;
  }

  get state(): RandomState {
    return [this.s0, this.s1, this.s2, this.s3];
  }

  set state(state: RandomState) {
    [this.s0, this.s1, this.s2, this.s3] = state;
  }

  /** 32 random bits, 0 to 2^32 - 1. */
  bits(): number {
    const result = (ROTATE((this.s0 + this.s3) | 0, 7) + this.s0) >>> 0;
    const t = this.s1 << 9;
    this.s2 ^= this.s0;
    this.s3 ^= this.s1;
    this.s1 ^= this.s2;
    this.s0 ^= this.s3;
    this.s2 ^= t;
    this.s3 = ROTATE(this.s3, 11);
    return result;
  }

  /** At least 0 and below 1, in steps of 2^-24: each is exact in float32. */
  uniform(): number {
    return (this.bits() >>> 8) * 2 ** -24;
  }

  /** 0 to `count` - 1, each as likely as the others (rejection, no bias). `count` up to 2^32. */
  below(count: number): number {
    const limit = 2 ** 32 - (2 ** 32 % count);
    for (;;) {
      const bits = this.bits();
      if (bits < limit) return bits % count;
    }
  }
}

/** Fills with values from `low` (included) to `high`. */
export function fillUniform(stream: RandomStream, out: Float32Array, low: number, high: number): void {
  for (let i = 0; i < out.length; i++) out[i] = low + (high - low) * stream.uniform();
}

/** Fills with a normal distribution (Box and Muller's transform, both of its values used). */
export function fillNormal(stream: RandomStream, out: Float32Array, mean: number, deviation: number): void {
  for (let i = 0; i < out.length; i += 2) {
    const [first, second] = normalPair(stream);
    out[i] = mean + deviation * first;
    if (i + 1 < out.length) out[i + 1] = mean + deviation * second;
  }
}

/** Fills with a normal distribution of which nothing lies further than two deviations from the mean. */
export function fillTruncatedNormal(stream: RandomStream, out: Float32Array, mean: number, deviation: number): void {
  let filled = 0;
  while (filled < out.length)
    for (const value of normalPair(stream)) if (Math.abs(value) <= 2 && filled < out.length) out[filled++] = mean + deviation * value;
}

function normalPair(stream: RandomStream): [number, number] {
  // 1 - u is never 0, so that the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform()));
  const angle = 2 * Math.PI * stream.uniform();
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Puts the values in a random order, in place (Fisher and Yates). */
export function shuffle(stream: RandomStream, values: Int32Array): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
}
