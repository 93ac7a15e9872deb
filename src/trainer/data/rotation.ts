import { Failure } from '../failure';
import type { DataPart } from './loadedData';
import type { Numbers } from './numericArray';

/** How many ways a picture can lie. */
export const TURNS = 4;

/**
 * A part with each picture four times: as it is, and turned by 90, 180 and 270 degrees against the clock (`numpy.rot90`). The
 * target is the number of quarter turns (Gidaris et al., 2018). Sample `4 i + t` is sample `i` turned `t` times.
 *
 * @param shape of a picture as it lies in the file, `[n, n]` or `[n, n, channels]` @param asks for each output, whether its
 * target is the turn
 */
export function turned(part: DataPart, shape: readonly number[], asks: readonly boolean[]): DataPart {
  const [side = 0, , channels = 1] = shape;
  const size = side * side * channels;
  const origins = (indices: ArrayLike<number>) => Int32Array.from(indices, (index) => Math.floor(index / TURNS));
  const picture = new Float32Array(size);
  return {
    count: part.count * TURNS,
    readInputs(indices, out) {
      part.readInputs(origins(indices), out);
      for (let i = 0; i < indices.length; i++) {
        const times = indices[i]! % TURNS;
        if (times === 0) continue;
        const place = out.subarray(i * size, (i + 1) * size);
        picture.set(place);
        turn(picture, place, side, channels, times);
      }
    },
    readTargets(indices, out, output = 0) {
      if (!asks[output]) return part.readTargets(origins(indices), out, output);
      for (let i = 0; i < indices.length; i++) out[i] = indices[i]! % TURNS;
    },
    ...(part.readWeights && { readWeights: (indices, out, column) => part.readWeights!(origins(indices), out, column) }),
  };
}

/** Turns a square picture, so many quarters against the clock. */
export function turn(from: Numbers, to: Numbers, side: number, channels: number, times: number): void {
  const last = side - 1;
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const [y, x] = times === 1 ? [column, last - row] : times === 2 ? [last - row, last - column] : [last - column, row];
      for (let c = 0; c < channels; c++) to[(row * side + column) * channels + c] = from[(y * side + x) * channels + c]!;
    }
}

/** Fails where samples are no square pictures. @param shape of one, as it lies in the file */
export function requireSquare(shape: readonly number[], name: string): void {
  if ((shape.length === 2 || shape.length === 3) && shape[0] === shape[1]) return;
  throw new Failure(`"target": "rotation" turns square pictures, and the samples of ${name} have the shape [${shape.join(', ')}].`, {
    next: 'Give samples of the shape [n, n] or [n, n, channels].',
  });
}
