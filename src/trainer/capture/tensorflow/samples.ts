import type { DataPart, LoadedData } from '../../data/loadedData';
import type { Session } from './session';
import { NAMES } from './stepGraph';

/** How large the samples of a part may be, as float32, to stay in the session all the time. */
const MOST_BYTES = 2 ** 30;
/** So much room there is for samples that do not stay. */
const PASSING_BYTES = 2 ** 26;

const sizeOf = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);

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
    private readonly data: Pick<LoadedData, 'sampleShape' | 'targetShape'>,
    private readonly most = MOST_BYTES,
  ) {}

  /** How many samples a call can take at most, of those that do not stay; `Infinity` where they stay. */
  static roomFor(part: DataPart, { sampleShape }: Pick<LoadedData, 'sampleShape'>, batchSize: number, most = MOST_BYTES): number {
    const bytes = sizeOf(sampleShape) * 4;
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
    this.stay = part.count * sizeOf(this.data.sampleShape) * 4 <= this.most;
    this.makeRoom(this.stay ? part.count : asked);
  }

  private makeRoom(count: number): void {
    const { sampleShape, targetShape } = this.data;
    const shape = (sizes: readonly number[]) => ({ shape: [sizes.length + 1], values: Int32Array.of(count, ...sizes) });
    this.session.read({ [NAMES.inputsShape]: shape(sampleShape), [NAMES.targetsShape]: shape(targetShape) }, [NAMES.makeRoom]);
    this.present = new Uint8Array(count);
  }

  private put(part: DataPart, numbers: Int32Array, places: Int32Array): void {
    const { sampleShape, targetShape } = this.data;
    const inputs = new Float32Array(numbers.length * sizeOf(sampleShape));
    const targets = new Float32Array(numbers.length * sizeOf(targetShape));
    part.readInputs(numbers, inputs);
    part.readTargets(numbers, targets);
    this.session.read(
      {
        [NAMES.places]: { shape: [numbers.length], values: places },
        [NAMES.newInputs]: { shape: [numbers.length, ...sampleShape], values: inputs },
        [NAMES.newTargets]: { shape: [numbers.length, ...targetShape], values: targets },
      },
      [NAMES.putSamples],
    );
  }
}
