import * as l10n from '@vscode/l10n';
import type { Analysis, InstanceAnalysis, LayerAnalysis, Parameters } from '../analysis';
import { BYTES_OF_FLOAT } from '../analyzeLayer';
import { formatBytes, formatCount } from '../format';
import { factors } from '../layers/size';
import { costsOf, layerMemory, type Memory, type ModelCosts } from './costs';
import { fileBytes } from './fileBytes';
import { receptiveFields, type ReceptiveField } from './receptiveField';

/** One cost in words: `Weights`, `320 × 4 B`, `1.25 KB`. */
export interface CostRow {
  readonly title: string;
  /** How it is worked out; absent where the result says all. */
  readonly sum?: string;
  readonly result: string;
  /** What it is a part of: stands behind the result. */
  readonly whole?: string;
  /** The sum of the rows above it. */
  readonly all?: true;
  /** What it means, for who wonders. */
  readonly help: string;
}

/** What a layer costs, for people. Empty: it costs nothing, or is not known. */
export function layerCosts(analysis: Analysis, layer: LayerAnalysis | InstanceAnalysis): readonly CostRow[] {
  const costs = costsOf(analysis);
  const memory = layerMemory(costs, layer);
  const { parameters, multiplyAdds, work } = layer;
  const rows: CostRow[] = [];
  if (multiplyAdds)
    rows.push({
      title: l10n.t('Multiply-adds'),
      sum: work?.map((sizes) => factors(sizes)).join(' + '),
      result: formatCount(multiplyAdds),
      help: l10n.t('Multiplications with the addition that follows, for one sample.'),
    });
  if (memory && parameters && parameters.total > 0) rows.push(...ofWeights(memory, parameters, costs));
  if (memory && memory.activations > 0)
    rows.push({
      title: l10n.t('Activations'),
      sum: `${formatCount(costs.batchSize)} × ${formatCount(memory.activations / BYTES_OF_FLOAT / costs.batchSize)} × 4 B`,
      result: formatBytes(memory.activations),
      help: l10n.t`What training keeps of this layer for a batch of ${formatCount(costs.batchSize)} samples, until the gradient has come back.`,
    });
  for (const field of receptiveFields(analysis).get(lastOf(layer)) ?? [])
    // That a layer behind Flatten looks at all goes without saying.
    if (field.axes.some(({ size }) => Number.isFinite(size))) rows.push(fieldRow(field, analysis));
  return rows;
}

/** The layer whose values it gives. */
const lastOf = (layer: LayerAnalysis | InstanceAnalysis): string => ('gives' in layer ? (layer.gives[0] ?? layer.id) : layer.id);

function ofWeights(memory: Memory, { total, trainable }: Parameters, { slots }: ModelCosts): CostRow[] {
  const rows: CostRow[] = [
    { title: l10n.t('Weights'), sum: `${formatCount(total)} × 4 B`, result: formatBytes(memory.weights), help: l10n.t('In float32.') },
  ];
  if (trainable === 0) return rows;
  rows.push({
    title: l10n.t('Gradients'),
    sum: `${formatCount(trainable)} × 4 B`,
    result: formatBytes(memory.gradients),
    help: l10n.t('One for each weight that learns.'),
  });
  if (slots && slots.slots > 0) {
    const times = slots.slots === 1 ? '' : `${slots.slots} × `;
    const sum = `${times}${formatCount(trainable)} × 4 B`;
    rows.push({
      title: l10n.t`${slots.name} keeps`,
      sum,
      result: formatBytes(memory.optimizer),
      help: l10n.t('Beside each weight that learns.'),
    });
  }
  return rows;
}

/** `7 × 7 of pixels, 2 × 2 apart`. */
function fieldRow({ input, axes }: ReceptiveField, { layers }: Analysis): CostRow {
  const source = layers.find(({ id }) => id === input);
  const shape = source?.output ?? [];
  const whole = axes.every(({ axis, size }) => size >= (shape[axis] ?? Infinity));
  const sizes = axes.map(({ axis, size }) => (Number.isFinite(size) ? formatCount(size) : (shape[axis] ?? l10n.t('all'))));
  const steps = axes.map(({ step }) => formatCount(Number(step.toPrecision(3))));
  const parts = [sizes.join(' × '), ...(whole ? [l10n.t('all')] : [])];
  const seen = l10n.t`${parts.join(', ')} of ${source?.name ?? input}`;
  return {
    title: l10n.t('Receptive field'),
    result: axes.every(({ size }) => Number.isFinite(size)) ? l10n.t`${seen}, ${steps.join(' × ')} apart` : seen,
    help: l10n.t('How much of the input one value of the output looks at, and how far the next one is from it.'),
  };
}

/** What the whole model costs, for people. `memory`: bytes that a run may hold. */
export function modelCosts(analysis: Analysis, memory?: number): readonly CostRow[] {
  const costs = costsOf(analysis);
  const { weights, gradients, optimizer, activations, passing, training, prediction, slots, batchSize, complete } = costs;
  const batch = l10n.t`a batch of ${formatCount(batchSize)} samples`;
  const file = fileBytes(analysis);
  const least = (text: string): string => (complete ? text : l10n.t`at least ${text}`);
  const parts: readonly (readonly [string, number, string])[] = [
    [l10n.t('Weights'), weights, l10n.t('In float32.')],
    [l10n.t('Gradients'), gradients, l10n.t('One for each weight that learns.')],
    [l10n.t`${slots?.name ?? l10n.t('Optimizer')} keeps`, optimizer, l10n.t('Beside each weight that learns.')],
    [l10n.t('Activations'), activations, l10n.t`What training keeps of ${batch} until the gradient has come back.`],
    [l10n.t('On its way'), passing, l10n.t('The largest gradient that goes back, with the one that it becomes.')],
  ];
  return [
    {
      title: l10n.t('Multiply-adds'),
      result: least(formatCount(analysis.totals.multiplyAdds)),
      help: l10n.t(
        'Multiplications with the addition that follows, for one sample. A step of training takes about three times as many for each.',
      ),
    },
    ...parts.filter(([, bytes]) => bytes > 0).map(([title, bytes, help]) => ({ title, result: formatBytes(bytes), help })),
    {
      title: l10n.t('Training'),
      whole: memory === undefined ? undefined : l10n.t`of ${formatBytes(memory)}`,
      all: true,
      result: least(formatBytes(training)),
      help: [
        l10n.t`All of these: what a step of ${formatCount(batchSize)} samples takes, without the data and the program.`,
        ...(memory === undefined ? [] : [l10n.t`A run may hold ${formatBytes(memory)} here.`]),
      ].join(' '),
    },
    {
      title: l10n.t('Prediction'),
      result: least(formatBytes(prediction)),
      help: l10n.t`Weights, and what is there at once of ${batch} that nothing is learned from.`,
    },
    {
      title: l10n.t('File'),
      result: formatBytes(file.safetensors),
      help: l10n.t`A checkpoint (safetensors); as .weights.h5 about ${formatBytes(file.hdf5)}.`,
    },
  ];
}
