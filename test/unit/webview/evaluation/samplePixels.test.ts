import { describe, expect, test } from 'vitest';
import { boardFor, hasLightEdge, hasLightInk, sampleOf, samplesHaveLightEdge } from '../../../../webview/evaluation/samplePixels';

const pixels = (width: number, height: number, ...colours: readonly (readonly [number, number, number])[]) => ({
  width,
  height,
  data: Uint8ClampedArray.from(colours.flatMap((colour) => [...colour, 255])),
});
const [BLACK, WHITE, RED] = [
  [0, 0, 0],
  [255, 255, 255],
  [255, 0, 0],
] as const;

test('the board that is drawn on has the form of the samples', () => {
  expect(boardFor({ width: 28, height: 28 })).toEqual({ width: 280, height: 280 });
  expect(boardFor({ width: 40, height: 16 })).toEqual({ width: 280, height: 112 });
  expect(boardFor({ width: 8, height: 800 })).toEqual({ width: 3, height: 280 });
});

describe('a picture as a sample', () => {
  test('has the range of the data, and grey where that has one channel', () => {
    const picture = pixels(3, 1, BLACK, WHITE, RED);
    const grey = sampleOf(picture, { shape: [1, 3], spread: { least: 0, most: 255 } }, false);
    expect(grey.map(Math.round)).toEqual([0, 255, 76]);
    const shares = sampleOf(picture, { shape: [1, 3], spread: { least: -1, most: 1 } }, false);
    expect(shares.slice(0, 2)).toEqual([-1, 1]);
  });

  test('keeps its colours where the data has them, and turns them over', () => {
    const input = { shape: [1, 2, 3], spread: { least: 0, most: 255 } };
    expect(sampleOf(pixels(2, 1, WHITE, RED), input, false)).toEqual([255, 255, 255, 255, 0, 0]);
    expect(sampleOf(pixels(2, 1, WHITE, RED), input, true)).toEqual([0, 0, 0, 0, 255, 255]);
  });
});

describe('the edge of a picture', () => {
  const framed = (edge: readonly [number, number, number], middle: readonly [number, number, number]) =>
    pixels(3, 3, edge, edge, edge, edge, middle, edge, edge, edge, edge);
  test('is light or dark, whatever is in the middle', () => {
    expect(hasLightEdge(framed(WHITE, BLACK))).toBe(true);
    expect(hasLightEdge(framed(BLACK, WHITE))).toBe(false);
  });

  test('of the data is that of most samples', () => {
    const coded = (edge: number) => btoa(String.fromCharCode(edge, edge, edge, edge, 90, edge, edge, edge, edge));
    const size = { width: 3, height: 3, channels: 1 };
    expect(samplesHaveLightEdge([coded(250), coded(240), coded(3)], size)).toBe(true);
    expect(samplesHaveLightEdge([coded(250), coded(0), coded(3)], size)).toBe(false);
  });
});

test('ink on a transparent ground is light or dark, whatever colour is behind the ground', () => {
  const drawn = (ink: number, ground: number) => ({
    data: Uint8ClampedArray.of(ink, ink, ink, 255, ground, ground, ground, 0, ground, ground, ground, 0),
  });
  expect(hasLightInk(drawn(240, 0))).toBe(true);
  expect(hasLightInk(drawn(20, 255))).toBe(false);
});
