import type { Family } from '../../src/core/layers/layerType';
import type { IconName } from './iconShapes';

const byFamily: Readonly<Record<Family, IconName>> = {
  io: 'input',
  shape: 'flatten',
  core: 'dense',
  conv: 'conv',
  norm: 'norm',
  recurrent: 'recurrent',
  regular: 'dropout',
  attention: 'attention',
};

const merges = new Set(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot']);
const activations = new Set(['Activation', 'ReLU', 'LeakyReLU', 'RReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Softmax']);

/** The drawing for a layer; `info` for a type that nobody knows. */
export function layerIcon(type: string, family: Family | undefined): IconName {
  if (type === 'Block') return 'layers';
  if (merges.has(type)) return 'merge';
  if (activations.has(type)) return 'act';
  if (type.includes('Pooling')) return 'pool';
  if (type.includes('Padding') || type.startsWith('Cropping') || type.startsWith('UpSampling')) return 'pad';
  if (type.startsWith('Gaussian') && type.endsWith('Noise')) return 'noise';
  if (type === 'Embedding') return 'embedding';
  if (type === 'Reshape' || type === 'Permute' || type === 'RepeatVector') return 'reshape';
  return family === undefined ? 'info' : byFamily[family];
}
