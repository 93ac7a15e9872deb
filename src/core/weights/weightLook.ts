import type { PictureKind, PicturePlan } from './weightPicture';

/** What the numbers of one weight are like. */
export interface WeightLook {
  /** `kernel`; in a wrapper with its path. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the finite ones; all 0 where there are none. */
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  /** How many are exactly 0, and how many are NaN or infinite. */
  readonly zeros: number;
  readonly notFinite: number;
  /** How many lie in each of equal parts from `least` to `most`. */
  readonly bins: readonly number[];
  readonly picture?: WeightPicture;
}

export interface WeightPicture extends Omit<PicturePlan, 'place'> {
  readonly kind: PictureKind;
  /** What the brightest colours stand for: this, and its negative. */
  readonly scale: number;
  /** -127 to 127, in parts of `scale`; what is beyond it is as bright as it gets. */
  readonly levels: readonly number[];
}

/** Values as they are read, as often as it is asked for. */
export type Chunks = () => Iterable<Float32Array> | AsyncIterable<Float32Array>;

const BINS = 31;
const LEVELS = 127;
/** A few weights far out would make all others look alike. */
const DEVIATIONS = 3;

/** Goes through the values twice, and keeps no more of them than it shows. */
export async function lookAtWeight(name: string, shape: readonly number[], chunks: Chunks, plan?: PicturePlan): Promise<WeightLook> {
  const dots = plan && new Float32Array(plan.tiles * plan.width * plan.height * plan.channels);
  let [count, sum, squares, zeros, notFinite, at] = [0, 0, 0, 0, 0, 0];
  let [least, most] = [Infinity, -Infinity];
  for await (const values of chunks()) {
    for (const value of values) {
      const place = plan ? plan.place(at) : -1;
      at++;
      if (!Number.isFinite(value)) {
        notFinite++;
        continue;
      }
      count++;
      sum += value;
      squares += value * value;
      if (value === 0) zeros++;
      if (value < least) least = value;
      if (value > most) most = value;
      // Where one dot stands for several numbers it is the one that counts most.
      if (dots && place >= 0 && Math.abs(value) > Math.abs(dots[place]!)) dots[place] = value;
    }
  }
  if (count === 0) return { name, shape, least: 0, most: 0, mean: 0, deviation: 0, zeros, notFinite, bins: [] };
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  const bins = await countIn(chunks, least, most);
  const scale = Math.min(Math.max(-least, most), DEVIATIONS * Math.sqrt(squares / count));
  const facts = { name, shape, least, most, mean, deviation, zeros, notFinite, bins };
  if (!plan || !dots || scale === 0) return facts;
  const { place: _place, ...drawn } = plan;
  const levels = Array.from(dots, (value) => Math.round(LEVELS * Math.max(-1, Math.min(1, value / scale))));
  return { ...facts, picture: { ...drawn, scale, levels } };
}

async function countIn(chunks: Chunks, least: number, most: number): Promise<readonly number[]> {
  const bins = new Array<number>(BINS).fill(0);
  const width = (most - least) / BINS;
  if (width === 0) return bins;
  for await (const values of chunks())
    for (const value of values) if (Number.isFinite(value)) bins[Math.min(BINS - 1, Math.floor((value - least) / width))]!++;
  return bins;
}
