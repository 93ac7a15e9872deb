import type { Analysis, LayerAnalysis } from './analysis';
import type { Shape } from './diagnostics';
import { formatBytes, formatCount } from './format';

/**
 * The table that Keras 3's `summary()` prints of a model in a terminal of 80 columns, without colours. A model that is no
 * plain chain has a column more, for what each layer takes.
 */
export function summaryTable(analysis: Analysis): string {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const layers = analysis.order.map((id) => byId.get(id)).filter((layer): layer is LayerAnalysis => layer?.used === true);
  const chain = isChain(layers);
  const columns = chain ? CHAIN : GRAPH;
  const rows = layers.map((layer) => {
    const takes = layer.inputs.map((id) => `${byId.get(id)?.name ?? id}[0][0]`).join(', ');
    const cells = [`${layer.name} (${className(layer)})`, shapeText(layer.output), countText(layer.parameters?.total)];
    return chain ? cells : [...cells, takes || '-'];
  });
  const { total, trainable, nonTrainable } = analysis.totals;
  return [
    `Model: "${analysis.design?.name ?? 'functional'}"`,
    rule(columns, '┏━┳┓'),
    ...row(
      columns,
      columns.map(({ title }) => title),
      '┃',
    ),
    rule(columns, '┡━╇┩'),
    ...rows.flatMap((cells, index) => [...(index > 0 ? [rule(columns, '├─┼┤')] : []), ...row(columns, cells, '│')]),
    rule(columns, '└─┴┘'),
    ` Total params: ${counted(total)}`,
    ` Trainable params: ${counted(trainable)}`,
    ` Non-trainable params: ${counted(nonTrainable)}`,
  ].join('\n');
}

interface Column {
  readonly title: string;
  /** In characters, without the space on either side. */
  readonly width: number;
  readonly right?: boolean;
}

const CHAIN: readonly Column[] = [
  { title: 'Layer (type)', width: 31 },
  { title: 'Output Shape', width: 22 },
  { title: 'Param #', width: 13, right: true },
];
const GRAPH: readonly Column[] = [
  { title: 'Layer (type)', width: 19 },
  { title: 'Output Shape', width: 17 },
  { title: 'Param #', width: 10, right: true },
  { title: 'Connected to', width: 17 },
];
const BYTES_OF_FLOAT = 4;

/** Each layer takes the one before it and nothing else. */
function isChain(layers: readonly LayerAnalysis[]): boolean {
  return layers.every(({ inputs }, index) =>
    index === 0 ? inputs.length === 0 : inputs.length === 1 && inputs[0] === layers[index - 1]?.id,
  );
}

const className = ({ type }: LayerAnalysis): string => (type === 'Input' ? 'InputLayer' : type);
const shapeText = (shape: Shape | undefined): string => (shape ? `(None, ${shape.map((size) => size ?? 'None').join(', ')})` : '?');
const countText = (count: number | undefined): string => (count === undefined ? '?' : formatCount(count));

function counted(count: number): string {
  const bytes = count * BYTES_OF_FLOAT;
  return `${formatCount(count)} (${bytes < 1024 ? `${bytes.toFixed(2)} B` : formatBytes(bytes)})`;
}

/** A line between rows; `marks`: its left end, its stroke, where columns meet, its right end. */
function rule(columns: readonly Column[], marks: string): string {
  const [left = '', stroke = '', cross = '', right = ''] = marks;
  return left + columns.map(({ width }) => stroke.repeat(width + 2)).join(cross) + right;
}

/** A row of cells, as many lines as the longest cell needs. */
function row(columns: readonly Column[], cells: readonly string[], edge: string): string[] {
  const wrapped = columns.map(({ width }, index) => wrap(cells[index] ?? '', width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => {
    const texts = columns.map(({ width, right }, index) => {
      const text = wrapped[index]?.[line] ?? '';
      return right ? text.padStart(width) : text.padEnd(width);
    });
    return `${edge} ${texts.join(` ${edge} `)} ${edge}`;
  });
}

/** Broken between words; a word that is too long is cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const fitting = word.length > width ? `${word.slice(0, width - 1)}…` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + fitting.length <= width) lines[lines.length - 1] = `${last} ${fitting}`;
    else lines.push(fitting);
  }
  return lines;
}
