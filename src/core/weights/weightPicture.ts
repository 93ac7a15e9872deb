import type { Analysis, LayerAnalysis } from '../analysis';

/**
 * What the parts of a picture are: `filters` of a convolution, `slices` of them (a row an input channel, a column a
 * filter; `turned`: the other way round), the `units` of a dense layer as what they look for in a picture, or the numbers of one `matrix`.
 */
export type PictureKind = 'filters' | 'slices' | 'turned' | 'units' | 'matrix';

/** How the numbers of a weight lie in a picture: tiles of equal size one after another, each row by row, its channels last. */
export interface PicturePlan {
  readonly kind: PictureKind;
  /** Dots of one tile. */
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly tiles: number;
  /** How many tiles there would be, with those that are left out. */
  readonly of: number;
  /** Tiles in a row, where that says something. */
  readonly columns?: number;
  /** Of a matrix: how many rows and columns of it one dot stands for, at most. */
  readonly dot?: readonly [rows: number, columns: number];
  /** The place in the picture of a number of the weight, by its index in row-major order; -1: it is not shown. */
  readonly place: (index: number) => number;
}

const MOST_FILTERS = 48;
const MOST_UNITS = 30;
const MOST_SLICES = [8, 12] as const;
const MOST_DOTS = 48;
/** Pixels of a picture that a dense layer looks at. */
const MOST_SIDE = 64;

type Rank4 = readonly [height: number, width: number, channels: number, filters: number];

/** @param sees shape of the picture that a dense layer looks at, where it looks at one; `undefined` where there is nothing to draw */
export function planPicture(type: string, weight: string, shape: readonly number[], sees?: readonly number[]): PicturePlan | undefined {
  if (shape.length < 2 || shape.includes(0)) return undefined;
  const [height = 0, width = 0] = shape;
  if (shape.length === 4 && height * width > 1 && height <= MOST_SIDE && width <= MOST_SIDE)
    return planFilters(type, weight, shape as unknown as Rank4);
  const rows = shape.slice(0, -1).reduce((all, size) => all * size, 1);
  const columns = shape.at(-1)!;
  const isKernel = type === 'Dense' && weight === 'kernel' && sees !== undefined;
  if (isKernel && sees.reduce((all, size) => all * size, 1) === rows) return planUnits(sees, columns);
  return planMatrix(rows, columns);
}

function planFilters(type: string, weight: string, [height, width, inner, outer]: Rank4): PicturePlan {
  const tile = { width, height };
  if (weight.endsWith('depthwise_kernel')) {
    // Each channel has filters of its own.
    const tiles = Math.min(inner * outer, MOST_FILTERS);
    return { kind: 'filters', ...tile, channels: 1, tiles, of: inner * outer, place: (index) => inTile(index % (inner * outer), Math.floor(index / (inner * outer)), tiles, width * height) }; // prettier-ignore
  }
  if ((inner === 1 || inner === 3) && !type.endsWith('Transpose')) {
    const tiles = Math.min(outer, MOST_FILTERS);
    const place = (index: number): number => inTile(index % outer, Math.floor(index / outer), tiles, width * height * inner);
    return { kind: 'filters', ...tile, channels: inner, tiles, of: outer, place };
  }
  const rows = Math.min(inner, MOST_SLICES[0]);
  const columns = Math.min(outer, MOST_SLICES[1]);
  const place = (index: number): number => {
    const column = index % outer;
    const row = Math.floor(index / outer) % inner;
    if (row >= rows || column >= columns) return -1;
    return (row * columns + column) * width * height + Math.floor(index / (outer * inner));
  };
  const kind = type.endsWith('Transpose') ? 'turned' : 'slices';
  return { kind, ...tile, channels: 1, tiles: rows * columns, of: inner * outer, columns, place };
}

function planUnits([height = 1, width = 1, channels = 1]: readonly number[], units: number): PicturePlan {
  const tiles = Math.min(units, MOST_UNITS);
  const place = (index: number): number => inTile(index % units, Math.floor(index / units), tiles, width * height * channels);
  return { kind: 'units', width, height, channels: channels === 3 ? 3 : 1, tiles, of: units, place };
}

const inTile = (tile: number, dot: number, tiles: number, size: number): number => (tile < tiles ? tile * size + dot : -1);

function planMatrix(rows: number, columns: number): PicturePlan {
  const height = Math.min(rows, MOST_DOTS);
  const width = Math.min(columns, MOST_DOTS);
  const dot = [Math.ceil(rows / height), Math.ceil(columns / width)] as const;
  const place = (index: number): number =>
    Math.floor((Math.floor(index / columns) * height) / rows) * width + Math.floor(((index % columns) * width) / columns);
  return { kind: 'matrix', width, height, channels: 1, tiles: 1, of: 1, dot, place };
}

/** Layers that leave each number where it was. */
const KEEPS_PLACES = new Set(['BatchNormalization', 'LayerNormalization', 'Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', 'Activation', 'ReLU', 'LeakyReLU', 'Rescaling', 'Normalization']); // prettier-ignore
const FLATTENS = new Set(['Flatten', 'Reshape']);

/** Shape (height, width, channels where there are some) of the picture whose pixels a dense layer takes one by one, if it does. */
export function seenPicture({ layers, inputs }: Pick<Analysis, 'layers' | 'inputs'>, layer: LayerAnalysis): readonly number[] | undefined {
  const byId = new Map(layers.map((one) => [one.id, one]));
  let flattened = false;
  for (let at = byId.get(layer.inputs[0] ?? ''), steps = 0; at !== undefined && steps < layers.length; steps++) {
    if (inputs.includes(at.id)) return flattened ? pictureOf(at.output) : undefined;
    flattened ||= FLATTENS.has(at.type);
    if (!FLATTENS.has(at.type) && !KEEPS_PLACES.has(at.type)) return undefined;
    at = byId.get(at.inputs[0] ?? '');
  }
  return undefined;
}

function pictureOf(shape: readonly (number | null)[] | undefined): readonly number[] | undefined {
  const [height, width, channels = 1] = shape ?? [];
  if (!shape || (shape.length !== 2 && shape.length !== 3) || !height || !width || (channels !== 1 && channels !== 3)) return undefined;
  return height <= MOST_SIDE && width <= MOST_SIDE && height > 1 && width > 1 ? [height, width, channels] : undefined;
}
