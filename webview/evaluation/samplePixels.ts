import type { EvaluationReport } from '../../src/protocol/evaluation';

/** Pixels as a canvas has them: four bytes each, red, green, blue and how opaque. */
export type Pixels = Pick<ImageData, 'data' | 'width' | 'height'>;

/** Pixels on the longer side of the board that is drawn on. */
export const SIDE = 280;

/** How large that board is: of the form that samples have, so that nothing is stretched. */
export function boardFor({ width, height }: { readonly width: number; readonly height: number }): { width: number; height: number } {
  const scale = SIDE / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

type Input = NonNullable<EvaluationReport['input']>;

/** Weights of red, green and blue in a grey that looks as bright (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

/** A picture as a sample: its bytes over the range that the values of the data have, row by row. */
export function sampleOf({ data, width, height }: Pixels, { shape, spread: { least, most } }: Input, invert: boolean): readonly number[] {
  const channels = shape[2] ?? 1;
  const values: number[] = [];
  for (let i = 0; i < width * height; i++) {
    const colour = [data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!] as const;
    const bytes = channels === 1 ? [grey(colour)] : channels === 3 ? colour : [...colour, 255];
    for (const byte of bytes) values.push(least + ((invert ? 255 - byte : byte) / 255) * (most - least));
  }
  return values;
}

/** Whether what is drawn on a transparent ground is rather light: each pixel counts as far as it is opaque. */
export function hasLightInk({ data }: Pick<Pixels, 'data'>): boolean {
  let [sum, opaque] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sum += data[at + 3]! * grey([data[at]!, data[at + 1]!, data[at + 2]!]);
    opaque += data[at + 3]!;
  }
  return sum > 127 * opaque;
}

/** Whether a picture is rather light at its edge. */
export function hasLightEdge({ data, width, height }: Pixels): boolean {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      const at = 4 * (y * width + x);
      sum += grey([data[at]!, data[at + 1]!, data[at + 2]!]);
      count += 1;
    }
  return sum / count > 127;
}

/** The same of samples of the data: bytes in base64. */
export function samplesHaveLightEdge(
  pictures: readonly string[],
  { width, height, channels }: NonNullable<EvaluationReport['pictures']>,
): boolean {
  const light = pictures.filter((coded) => {
    const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
    const data = new Uint8ClampedArray(4 * width * height);
    for (let i = 0; i < width * height; i++)
      for (let part = 0; part < 3; part++) data[4 * i + part] = bytes[channels * i + (channels === 3 ? part : 0)]!;
    return hasLightEdge({ data, width, height });
  });
  return 2 * light.length > pictures.length;
}

const grey = ([red, green, blue]: readonly [number, number, number]): number => GREY[0] * red + GREY[1] * green + GREY[2] * blue;
