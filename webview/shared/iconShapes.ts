// Own drawings, 16 × 16, stroke 1.1. A filled part is for what carries weight: a node, a pressed shape. As data, so that a
// picture of a graph in a file has the same ones.

/** Attributes of an SVG element, as SVG spells them; what is not filled is stroked. */
export type IconShape =
  | {
      readonly element: 'path';
      readonly d: string;
      readonly solid?: boolean;
      readonly dash?: string;
      readonly opacity?: number;
      readonly width?: number;
    }
  | { readonly element: 'circle'; readonly x: number; readonly y: number; readonly r: number; readonly solid?: boolean }
  | {
      readonly element: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      /** How strongly it is filled; absent: it is stroked. */
      readonly fill?: number;
    };

const line = (
  d: string,
  {
    strokeDasharray: dash,
    strokeOpacity: opacity,
    strokeWidth: width,
  }: { readonly strokeDasharray?: string; readonly strokeOpacity?: number; readonly strokeWidth?: number } = {},
): IconShape => ({ element: 'path', d, dash, opacity, width });
const solid = (d: string): IconShape => ({ element: 'path', d, solid: true });
const dot = (x: number, y: number, r = 1.5): IconShape => ({ element: 'circle', x, y, r, solid: true });
const ring = (x: number, y: number, r: number): IconShape => ({ element: 'circle', x, y, r });
const box = (x: number, y: number, width: number, height: number, fill?: number): IconShape => ({
  element: 'rect',
  x,
  y,
  width,
  height,
  fill,
});

const drawings = {
  add: line('M8 3v10M3 8h10'),
  close: line('M4 4l8 8M12 4l-8 8'),
  check: line('M3 8.5l3.2 3.2L13 5'),
  search: [ring(7, 7, 4), line('M10 10l3.8 3.8')],
  fit: line('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'),
  minus: line('M3 8h10'),
  down: line('M4.5 6.3L8 9.8l3.5-3.5'),
  up: line('M4.5 9.7L8 6.2l3.5 3.5'),
  swap: line('M2.5 5.5h10M9.7 2.7l2.8 2.8-2.8 2.8M13.5 10.5h-10M6.3 7.7l-2.8 2.8 2.8 2.8'),
  move: line('M8 2.5v11M5 5.5l3-3 3 3M5 10.5l3 3 3-3'),
  pencil: line('M3 13l.7-3L10.6 3.1l2.3 2.3L6 12.3zM9.3 4.4l2.3 2.3'),
  right: line('M6.3 4.5L9.8 8l-3.5 3.5'),
  play: solid('M4.5 2.8v10.4L13 8z'),
  pause: [box(4, 3, 2.6, 10, 1), box(9.4, 3, 2.6, 10, 1)],
  stop: box(4, 4, 8, 8, 1),
  warning: [line('M8 2.3l6 11H2zM8 6.6v3.2'), dot(8, 11.5, 0.8)],
  error: [ring(8, 8, 5.8), line('M6 6l4 4M10 6l-4 4')],
  info: [ring(8, 8, 5.8), line('M8 7.3v3.9'), dot(8, 5.2, 0.8)],
  bulb: line('M6 11.5h4M6.6 13.6h2.8M5.9 9.8C4.6 9 3.9 7.8 3.9 6.4a4.1 4.1 0 018.2 0c0 1.4-.7 2.6-2 3.4v1.7H5.9z'),
  lock: [box(3.5, 7.2, 9, 6.3), line('M5.5 7.2V5a2.5 2.5 0 015 0v2.2')],
  more: [dot(3.5, 8, 1.1), dot(8, 8, 1.1), dot(12.5, 8, 1.1)],
  chip: [box(4.5, 4.5, 7, 7), line('M6.5 2v2.5M9.5 2v2.5M6.5 11.5V14M9.5 11.5V14M2 6.5h2.5M2 9.5h2.5M11.5 6.5H14M11.5 9.5H14')],
  eye: [line('M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4z'), ring(8, 8, 1.8)],
  eyeoff: line('M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4zM3 13L13 3'),
  star: solid('M8 2.2l1.8 3.7 4 .5-3 2.8.8 4L8 11.2l-3.6 2 .8-4-3-2.8 4-.5z'),
  copy: [box(5.5, 5.5, 8, 8), line('M3.5 10.5h-1v-8h8v1')],
  json: line(
    'M6 2.5c-2 0-1.8 1-1.8 2.6S4 7.6 2.6 8c1.4.4 1.6 1.3 1.6 2.9s-.2 2.6 1.8 2.6M10 2.5c2 0 1.8 1 1.8 2.6s.2 2.5 1.6 2.9c-1.4.4-1.6 1.3-1.6 2.9s.2 2.6-1.8 2.6',
  ),
  split: [box(2.5, 2.5, 11, 11), line('M8 2.5v11')],
  map: [box(2.5, 2.5, 11, 11), line('M9.5 2.5v11'), box(10.6, 4.4, 1.8, 3.2, 1)],
  graph: [line('M2.5 13.5v-11M2.5 13.5h11'), line('M4.5 10.5l3-3.5 2.2 1.8L13 4.5')],
  files: [line('M5.5 4.5v-3h5l3 3v7h-4'), line('M2.5 4.5h7v10h-7z')],
  layers: line('M8 2.3l6 3-6 3-6-3zM2 8.2l6 3 6-3M2 11l6 3 6-3'),
  table: [box(2.5, 3, 11, 10), line('M2.5 6.3h11M6.5 6.3V13')],
  arrow: line('M3 8h10M9.5 4.5L13 8l-3.5 3.5'),
  reset: [line('M3.4 6.2A5 5 0 118 13'), line('M3 2.8v3.6h3.6')],
  clock: [ring(8, 8, 5.8), line('M8 4.5V8l2.5 1.5')],
  // layers
  input: line('M2 8h7.5M6.7 5.2L9.5 8l-2.8 2.8M9.5 2.5h4v11h-4'),
  flatten: [box(3, 2.5, 4, 4), box(9, 2.5, 4, 4), line('M8 8v2.3'), line('M1.8 12.8h12.4', { strokeWidth: 1.8 })],
  reshape: [box(2.5, 3, 4.5, 10), box(9, 6, 5, 7), line('M9.2 3h4.3M11.8 1.3L13.5 3l-1.7 1.7')],
  dense: [line('M3.5 3.5l9 4.5-9 4.5M3.5 8h9'), dot(3.4, 3.5, 1.7), dot(3.4, 8, 1.7), dot(3.4, 12.5, 1.7), dot(12.4, 8, 2)],
  norm: [line('M1.5 12.8c3.8 0 3.7-9.6 6.5-9.6s2.7 9.6 6.5 9.6'), line('M8 6v6.8', { strokeDasharray: '1.5 1.5' })],
  conv: [
    box(2.5, 2.5, 11, 11),
    line('M6.2 2.5v11M9.8 2.5v11M2.5 6.2h11M2.5 9.8h11', { strokeOpacity: 0.55 }),
    box(2.5, 2.5, 7.3, 7.3, 0.55),
  ],
  pool: line('M2.5 3h11L9.8 8.2v4.3L6.2 14V8.2z'),
  pad: [line('M2.5 2.5h11v11h-11z', { strokeDasharray: '2 1.6' }), box(5.5, 5.5, 5, 5, 0.55), box(5.5, 5.5, 5, 5)],
  act: line('M2 12h6l5.5-8.5'),
  merge: [ring(8, 8, 5.5), line('M8 5.2v5.6M5.2 8h5.6')],
  dropout: [ring(4, 4, 1.6), dot(12, 4, 1.8), dot(4, 12, 1.8), ring(12, 12, 1.6), dot(8, 8, 1.8)],
  noise: line('M1.5 8h1.6l1.2-3.6 1.8 7 1.9-9 1.8 9.4 1.7-6.2 1 2.4h2'),
  recurrent: [line('M12.8 6.5A5 5 0 108 13'), line('M13.3 3v3.7H9.6')],
  embedding: [line('M2.5 3.5h11M2.5 8h11M2.5 12.5h11', { strokeOpacity: 0.55 }), box(6, 6.2, 7.5, 3.6, 1), dot(3.3, 8, 1.3)],
  attention: [ring(8, 8, 2), line('M8 2v2.5M8 11.5V14M2 8h2.5M11.5 8H14')],
} as const satisfies { readonly [name: string]: IconShape | readonly IconShape[] };

export type IconName = keyof typeof drawings;

/** The shapes of a drawing. */
export const shapesOf = (name: IconName): readonly IconShape[] => [drawings[name]].flat();

/** Graphs of activation functions, 13.5 × 10. */
export const curves: { readonly [activation: string]: string } = {
  linear: 'M2 9L12 1.5',
  relu: 'M1 8.5h5.5L12.5 2',
  relu6: 'M1 8.5h4L9.5 2.5h3',
  leaky_relu: 'M1 9.3l5.5-1.3L12.5 2',
  elu: 'M1 9.2c3 0 4-.6 5.5-2.2L12.5 1.5',
  celu: 'M1 9.2c3 0 4-.6 5.5-2.2L12.5 1.5',
  selu: 'M1 9.4c3 0 4-.6 5.3-2.6L12.5 1',
  gelu: 'M1 8c2 0 3 .9 4.4.7S8 6.8 12.5 1.8',
  silu: 'M1 7.8c2 .2 3.2 1.2 4.7.9S9 5.8 12.5 1.8',
  swish: 'M1 7.8c2 .2 3.2 1.2 4.7.9S9 5.8 12.5 1.8',
  mish: 'M1 7.9c2 .2 3.1 1.3 4.6 1S8.8 6 12.5 1.6',
  hard_silu: 'M1 7.5h2.5c1.5 1.4 3 1.5 4 .6L12.5 1.8',
  squareplus: 'M1 8.6c4 0 5.5-.8 7-2.2l4.5-4.6',
  sparse_plus: 'M1 8.5h3.5c2 0 3-1 4-2.3L12.5 2',
  softplus: 'M1 8.6c4 0 5.5-.8 7-2.2l4.5-4.6',
  softsign: 'M1 8.2c4-.4 5-1 5.7-3.2S8.5 2.2 12.5 1.8',
  sigmoid: 'M1 8.5c6 0 5.5-7 11.5-7',
  hard_sigmoid: 'M1 8.5h2.5L10 1.5h2.5',
  sparse_sigmoid: 'M1 8.5h3.5L9 1.5h3.5',
  log_sigmoid: 'M1.5 9.5L6 4.4c1.5-1.6 3-2.2 6.5-2.3',
  hard_tanh: 'M1 8.8h3.5L9 1.2h3.5',
  tanh_shrink: 'M1.5 9.5L5 5.8c1-.9 2.5-.7 3.5-1.6L12 .5',
  hard_shrink: 'M1.5 9L4.5 6.5V5h4.5V3.5L12 1',
  soft_shrink: 'M1.5 8L4.5 5H9l3-3',
  tanh: 'M1 8.8c5 0 6-7.6 11.5-7.6',
  exponential: 'M1 9c6.5 0 8.5-2 11-8',
  log_softmax: 'M1.5 9.5L6 4.4c1.5-1.6 3-2.2 6.5-2.3',
  softmax: 'M1 8.5c5.5 0 8-1 11.5-7',
};
