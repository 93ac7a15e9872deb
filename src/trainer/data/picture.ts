import type { DataPreview, Spread } from '../../protocol/dataPreview';
import { elementCount, type NumericArray } from './numericArray';

/** Below this a grid of numbers is no picture to anybody. */
const SMALLEST = 8;
const LARGEST = 56;

type Size = NonNullable<DataPreview['pictures']>;

/** How large a sample of that shape is as a picture; `undefined` where it is none. */
export function pictureSize(shape: readonly number[]): Size | undefined {
  const [height = 0, width = 0, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || height < SMALLEST || width < SMALLEST || ![1, 3, 4].includes(channels)) return undefined;
  const smaller = Math.min(1, LARGEST / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * smaller)),
    height: Math.max(1, Math.round(height * smaller)),
    channels: channels === 1 ? 1 : 3,
  };
}

/**
 * A sample as bytes, base64: the values from the least to the most of all become 0 to 255, and bytes stay as they are. A
 * larger picture is made smaller by means of its pixels.
 */
export function pictureOf(
  { shape, values }: NumericArray,
  row: number,
  { width, height, channels }: Size,
  { least, most }: Spread,
): string {
  const [, rows = 0, columns = 0, depth = 1] = shape;
  const start = row * elementCount(shape.slice(1));
  const [low, range] = values instanceof Uint8Array ? [0, 255] : [least, most - least || 1];
  const bytes = Buffer.alloc(width * height * channels);
  const ends = (i: number, count: number, whole: number): [number, number] => {
    const from = Math.floor((i * whole) / count);
    return [from, Math.max(from + 1, Math.floor(((i + 1) * whole) / count))];
  };
  for (let y = 0; y < height; y++) {
    const [top, bottom] = ends(y, height, rows);
    for (let x = 0; x < width; x++) {
      const [left, right] = ends(x, width, columns);
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let v = top; v < bottom; v++) for (let u = left; u < right; u++) sum += values[start + (v * columns + u) * depth + channel]!;
        const mean = sum / ((bottom - top) * (right - left));
        bytes[(y * width + x) * channels + channel] = Math.round((255 * (mean - low)) / range);
      }
    }
  }
  return bytes.toString('base64');
}
