import { product } from '../../layers/size';

/** A constant in a file, read where it is needed: it may be larger than memory. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Values in the order of the file, each as float32; `from` and `to` count values. */
  read(from: number, to: number): Float32Array;
}

/** A weight of the design that is made of constants of the file. */
export interface ImportedWeight {
  /** `<layer>/<weight>` */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its values, in pieces. */
  chunks(): Iterable<Float32Array>;
}

/** Values at once: 32 MB. */
const PIECE = 2 ** 23;
/** What is put into another order is held in pieces of 128 MB; the file is read once for each. */
const HELD = 2 ** 25;

export const countOf = ({ shape }: StoredTensor): number => product(shape);

/** All values; for what is small. */
export const whole = (tensor: StoredTensor): Float32Array => tensor.read(0, countOf(tensor));

/** The values as they are. */
export function* plainChunks(tensor: StoredTensor): Iterable<Float32Array> {
  const count = countOf(tensor);
  for (let from = 0; from < count; from += PIECE) yield tensor.read(from, Math.min(count, from + PIECE));
}

/** The values, taken as an array of that shape, with axis i of the result being axis `order[i]`. */
export function* turnedChunks(
  tensor: StoredTensor,
  view: readonly number[],
  order: readonly number[],
  held = HELD,
): Iterable<Float32Array> {
  const count = countOf(tensor);
  // How far in the result it is to the next place along each axis of the view.
  const steps = new Array<number>(view.length).fill(0);
  let step = 1;
  for (let i = order.length - 1; i >= 0; i--) {
    steps[order[i]!] = step;
    step *= view[order[i]!]!;
  }
  const last = view.length - 1;
  const [lastSize, lastStep] = [view[last] ?? 1, steps[last] ?? 1];
  for (let start = 0; start < count; start += held) {
    const result = new Float32Array(Math.min(held, count - start));
    const place = new Array<number>(view.length).fill(0);
    let to = -start;
    for (const values of plainChunks(tensor)) {
      for (let at = 0; at < values.length;) {
        // As far as the last axis goes.
        const end = Math.min(values.length, at + lastSize - place[last]!);
        const far = to + (end - at) * lastStep;
        place[last]! += end - at;
        if (far <= 0 || to >= result.length) to = far;
        else for (let from = at; from < end; from++, to += lastStep) if (to >= 0 && to < result.length) result[to] = values[from]!;
        at = end;
        for (let axis = last; axis >= 0 && place[axis] === view[axis]; axis--) {
          to -= steps[axis]! * view[axis]!;
          place[axis] = 0;
          if (axis === 0) break;
          place[axis - 1]! += 1;
          to += steps[axis - 1]!;
        }
      }
    }
    yield result;
  }
}
