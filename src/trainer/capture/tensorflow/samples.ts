import type { DataPart, LoadedData } from '../../data/loadedData';
import { readWeights } from '../../learning/batches';
import type { Session } from './session';
import { NAMES } from './stepGraph';

/** How large the samples of a part may be, as float32, to stay in the session all the time. */
const MOST_BYTES = 2 ** 30;
/** So much room there is for samples that do not stay. */
const PASSING_BYTES = 2 ** 26;

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

/** What a sample is made of, in the order in which a step is fed: for each Input layer, then for each output, then how much it counts. */
export interface SampleColumn {
  readonly shape: readonly number[];
  /** Whole numbers to the step; the graph keeps them as float32, which any device can look up. */
  readonly whole: boolean;
  readonly fill: (part: DataPart, numbers: Int32Array, out: Float32Array) => void;
}

/** The columns of a run's data. */
export const sampleColumns = ({
  sampleShapes,
  targets,
  weights,
}: Pick<LoadedData, 'sampleShapes' | 'targets' | 'weights'>): readonly SampleColumn[] => [
  ...sampleShapes.map((shape, i) => ({
    shape,
    whole: false,
    fill: (part: DataPart, numbers: Int32Array, out: Float32Array) => part.readInputs(numbers, out, i),
  })),
  ...targets.map(({ shape, kind }, i) => ({
    shape,
    whole: kind === 'classes',
    fill: (part: DataPart, numbers: Int32Array, out: Float32Array) => part.readTargets(numbers, out, i),
  })),
  ...Array.from({ length: weights ?? 0 }, (_, i) => ({
    shape: [],
    whole: false,
    fill: (part: DataPart, numbers: Int32Array, out: Float32Array) => readWeights(part, numbers, out, i),
  })),
];

/** float32 of the inputs of one sample: targets are small beside them, or the inputs themselves. */
const bytesOf = (sampleShapes: readonly (readonly number[])[]): number => 4 * sampleShapes.reduce((sum, shape) => sum + sizeOf(shape), 0);

/**
 * The samples of a part in a session. Each is brought there when it is first asked for and stays; where all would be too
 * large, those of a call are brought anew for each call.
 */
export class Samples {
  private part: DataPart | undefined;
  private present = new Uint8Array(0);
  private stay = false;

  constructor(
    private readonly session: Session,
    private readonly data: Pick<LoadedData, 'sampleShapes'>,
    private readonly columns: readonly SampleColumn[],
    private readonly most = MOST_BYTES,
  ) {}

  /** How many samples a call can take at most, of those that do not stay; `Infinity` where they stay. */
  static roomFor(part: DataPart, { sampleShapes }: Pick<LoadedData, 'sampleShapes'>, batchSize: number, most = MOST_BYTES): number {
    const bytes = bytesOf(sampleShapes);
    return part.count * bytes <= most ? Infinity : Math.max(batchSize, Math.floor(PASSING_BYTES / bytes));
  }

  /** Sees to it that samples of a part are in the session. Gives the places where they are, in their order. */
  place(part: DataPart, numbers: Int32Array): Int32Array {
    if (part !== this.part) this.begin(part, numbers.length);
    if (!this.stay) return this.pass(part, numbers);
    const missing = numbers.filter((number) => !this.present[number]);
    if (missing.length > 0) this.put(part, missing, missing);
    missing.forEach((number) => (this.present[number] = 1));
    return numbers;
  }

  private pass(part: DataPart, numbers: Int32Array): Int32Array {
    if (numbers.length > this.present.length) this.makeRoom(numbers.length);
    const places = Int32Array.from(numbers, (_, i) => i);
    this.put(part, numbers, places);
    return places;
  }

  private begin(part: DataPart, asked: number): void {
    this.part = part;
    this.stay = part.count * bytesOf(this.data.sampleShapes) <= this.most;
    this.makeRoom(this.stay ? part.count : asked);
  }

  private makeRoom(count: number): void {
    const feeds = this.columns.map(
      ({ shape }, i) => [NAMES.columnShape(i), { shape: [shape.length + 1], values: Int32Array.of(count, ...shape) }] as const,
    );
    this.session.read(Object.fromEntries(feeds), [NAMES.makeRoom]);
    this.present = new Uint8Array(count);
  }

  private put(part: DataPart, numbers: Int32Array, places: Int32Array): void {
    const feeds = this.columns.map(({ shape, fill }, i) => {
      const values = new Float32Array(numbers.length * sizeOf(shape));
      fill(part, numbers, values);
      return [NAMES.newSamples(i), { shape: [numbers.length, ...shape], values }] as const;
    });
    this.session.read({ [NAMES.places]: { shape: [numbers.length], values: places }, ...Object.fromEntries(feeds) }, [NAMES.putSamples]);
  }
}
