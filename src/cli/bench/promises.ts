import type { EngineName } from './engines';
import type { Row } from './result';

/** A ratio that the table shows: how many times as fast the first is as the second. */
export interface Ratio {
  /** Head of its column. */
  readonly title: string;
  readonly ours: EngineName;
  readonly rival: EngineName;
}

export const RATIOS: readonly Ratio[] = [
  { title: 'TensorFlow ÷ Keras', ours: 'layerwise-tensorflow', rival: 'keras' },
  { title: 'TensorFlow ÷ tfjs-node', ours: 'layerwise-tensorflow', rival: 'tfjs-node' },
  { title: 'embedded ÷ Keras', ours: 'layerwise-wasm', rival: 'keras' },
  { title: 'embedded ÷ tfjs WebAssembly', ours: 'layerwise-wasm', rival: 'tfjs-wasm' },
];

/** What Layerwise promises, on two cores: a ratio of at least so much. */
interface Promised extends Omit<Ratio, 'title'> {
  readonly models: readonly string[];
  readonly batches: readonly number[];
  readonly least: number;
}

const PROMISES: readonly Promised[] = [
  { ours: 'layerwise-tensorflow', rival: 'keras', models: ['leaky', 'bn'], batches: [32], least: 3 },
  { ours: 'layerwise-tensorflow', rival: 'tfjs-node', models: ['leaky', 'bn'], batches: [32], least: 7 },
  { ours: 'layerwise-wasm', rival: 'keras', models: ['leaky', 'bn'], batches: [32], least: 2 },
  { ours: 'layerwise-wasm', rival: 'tfjs-wasm', models: ['leaky', 'bn'], batches: [32], least: 15 },
  { ours: 'layerwise-tensorflow', rival: 'keras', models: ['leaky', 'bn', 'selu100'], batches: [128], least: 1 },
  { ours: 'layerwise-wasm', rival: 'keras', models: ['leaky', 'bn', 'selu100'], batches: [128], least: 1 },
  { ours: 'layerwise-tensorflow', rival: 'keras', models: ['cnn'], batches: [32, 128], least: 1 },
  { ours: 'layerwise-wasm', rival: 'keras', models: ['cnn'], batches: [32, 128], least: 1 / 3 },
];

/** What a row promises of a ratio; `undefined`: nothing. */
export const promisedOf = ({ ours, rival }: Ratio, { model, batch }: Pick<Row, 'model' | 'batch'>): number | undefined =>
  PROMISES.find((each) => each.ours === ours && each.rival === rival && each.models.includes(model) && each.batches.includes(batch))?.least;

/** How many times as fast as the rival; `undefined` where one of the two was not measured. `rows`: of one model, batch and optimizer. */
export function ratioOf({ ours, rival }: Ratio, rows: readonly Row[]): number | undefined {
  const speed = (name: EngineName) => rows.find(({ engine }) => engine === name)?.samplesPerSecond;
  const [mine, theirs] = [speed(ours), speed(rival)];
  return mine === undefined || theirs === undefined ? undefined : mine / theirs;
}
