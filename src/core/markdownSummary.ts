import type { Analysis, LayerAnalysis } from './analysis';
import type { Json, JsonObject } from './document';
import { formatBytes, formatCount, formatShape } from './format';
import { isDefault, isObject } from './layers/readFields';

/** A drawing of more layers than this is longer than the table. */
const MOST_DRAWN = 60;

/** A design as a page of Markdown: what it comes to, its layers, how it is trained, and a drawing that GitHub and VS Code show. */
export function markdownSummary(analysis: Analysis, name: string): string {
  const byId = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  const used = analysis.order.flatMap((id) => {
    const layer = byId.get(id);
    return layer?.used ? [layer] : [];
  });
  const training = trainingLines(analysis.design?.training as JsonObject | undefined);
  const sections = [
    `# ${plain(name)}`,
    totalsLine(analysis, used.length),
    '## Layers',
    layerTable(used, byId),
    ...(training.length > 0 ? ['## Training', training.join('\n')] : []),
    ...(used.length <= MOST_DRAWN && used.length > 0 ? ['## Graph', drawing(used)] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Nothing in it is markup. */
const plain = (text: string): string => text.replace(/[\\`*[\]<>|#]|(?<!\w)_|_(?!\w)/g, '\\$&').replace(/\s+/g, ' ');
/** As code; a bar would end the cell of a table. */
const code = (text: string): string => `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``;

const counted = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

function totalsLine({ totals }: Analysis, layers: number): string {
  const { total, trainable, nonTrainable, bytes, multiplyAdds, complete } = totals;
  const split = nonTrainable > 0 ? ` (${formatCount(trainable)} trainable, ${formatCount(nonTrainable)} not)` : '';
  const least = complete ? '' : 'at least ';
  return `${counted(layers, 'layer')}, ${least}**${counted(total, 'parameter')}**${split}, ${formatBytes(bytes)} of weights, ${least}${counted(multiplyAdds, 'multiply-add')} a sample.`;
}

function layerTable(used: readonly LayerAnalysis[], byId: ReadonlyMap<string, LayerAnalysis>): string {
  const isChain = used.every(({ inputs }, i) => (i === 0 ? inputs.length === 0 : inputs.length === 1 && inputs[0] === used[i - 1]!.id));
  const rows = used.map((layer) => [
    code(layer.name),
    plain(layer.type),
    settings(layer),
    ...(isChain ? [] : [layer.inputs.map((id) => code(byId.get(id)?.name ?? id)).join(', ')]),
    layer.output ? formatShape(layer.output) : '?',
    layer.parameters ? formatCount(layer.parameters.total) + (layer.frozen && layer.parameters.total > 0 ? ' (frozen)' : '') : '?',
    layer.multiplyAdds === undefined || layer.multiplyAdds === null ? '?' : formatCount(layer.multiplyAdds),
  ]);
  const titles = ['Layer', 'Type', 'Settings', ...(isChain ? [] : ['Takes']), 'Output', 'Parameters', 'Multiply-adds'];
  const rule = titles.map((_, i) => (i < titles.length - 2 ? '---' : '--:'));
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What differs from Keras's defaults. */
function settings({ spec, layer }: LayerAnalysis): string {
  return (spec?.fields ?? [])
    .flatMap((field) => {
      const value = layer[field.name];
      return value === undefined || isDefault(field, value) || field.name === 'shape'
        ? []
        : [`${plain(field.name)} ${code(inWords(value))}`];
    })
    .join(', ');
}

/** `3 × 3`, `l2 (l2 0.01)`, `dataset mnist, validation (first 5000)`. */
function inWords(value: Json): string {
  if (typeof value !== 'object') return String(value);
  if (value === null) return 'none';
  if (!isObject(value)) {
    const items = value;
    const sizes = items.every((item) => typeof item === 'number' || item === null);
    return sizes ? items.map((item) => item ?? '?').join(' × ') : items.map(inWords).join(', ');
  }
  const { type, ...given } = value;
  const words = Object.entries(given).map(([name, item]) => {
    if (isObject(item) && item.type === undefined) return `${name} (${inWords(item)})`;
    return `${name} ${inWords(item)}`;
  });
  if (type === undefined) return words.join(', ');
  return inWords(type) + (words.length > 0 ? ` (${words.join(', ')})` : '');
}

/** The keys of the training section in the order in which they are told, and what they are called. */
const TOLD: readonly (readonly [key: string, title: string])[] = [
  ['data', 'Data'],
  ['loss', 'Loss'],
  ['loss_weights', 'Weights of the losses'],
  ['metrics', 'Metrics'],
  ['optimizer', 'Optimizer'],
  ['batch_size', 'Batch size'],
  ['epochs', 'Epochs'],
  ['callbacks', 'Callbacks'],
  ['class_weight', 'Class weights'],
  ['weights', 'Starts from'],
  ['seed', 'Seed'],
];

function trainingLines(training: JsonObject | undefined): string[] {
  if (!training) return [];
  const lines = TOLD.flatMap(([key, title]) => {
    const value = training[key];
    return value === undefined || value === null ? [] : [`- ${title}: ${plain(inWords(value))}`];
  });
  const phases = Array.isArray(training.phases) ? (training.phases as readonly Json[]) : [];
  return [...lines, ...phases.map((phase, i) => `- Phase ${i + 1}: ${plain(inWords(phase))}`)];
}

/** A flow chart of Mermaid's. */
function drawing(used: readonly LayerAnalysis[]): string {
  const numbers = new Map(used.map(({ id }, i) => [id, `n${i}`]));
  const label = (text: string): string => text.replace(/["<>#&]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
  const nodes = used.map(({ id, name, type }) => `  ${numbers.get(id)}["${label(name)}<br/>${label(type)}"]`);
  const edges = used.flatMap(({ id, inputs, inputShapes }) =>
    inputs.flatMap((from, i) => {
      const shape = inputShapes[i];
      return numbers.has(from) ? [`  ${numbers.get(from)} -->${shape ? `|"${formatShape(shape)}"|` : ''} ${numbers.get(id)}`] : [];
    }),
  );
  return ['```mermaid', 'flowchart TD', ...nodes, ...edges, '```'].join('\n');
}
