import { layers } from '@tensorflow/tfjs-layers';
import { resolveActivation } from '../activations';
import { activationLayers } from './activation';
import { convolutionLayers } from './convolution';
import { Embedding } from './embedding';
import type { LayerFactory, LayerRequest, MadeLayer } from './layerFactory';
import { mergingLayers } from './merging';
import { normalizationLayers } from './normalization';
import { poolingLayers } from './pooling';
import { preprocessingLayers } from './preprocessing';
import { recurrentLayers } from './recurrent';
import { regularizationLayers } from './regularization';
import { reshapingLayers } from './reshaping';
import { wrapperLayers } from './wrappers';

const coreLayers: { readonly [type: string]: LayerFactory } = {
  Dense: ({ values }) => ({
    layer: layers.dense({ units: Number(values.units), useBias: values.use_bias === true, kernelInitializer: 'zeros' }),
  }),
  Embedding: ({ values }) => ({ layer: new Embedding(Number(values.input_dim), Number(values.output_dim)) }),
};

/** Layers that have an `activation` field of which they make use themselves. */
const OWN_ACTIVATION: ReadonlySet<string> = new Set([...Object.keys(recurrentLayers), 'Activation']);

const factories: { readonly [type: string]: LayerFactory } = {
  ...coreLayers,
  ...activationLayers,
  ...convolutionLayers,
  ...mergingLayers,
  ...normalizationLayers,
  ...poolingLayers,
  ...preprocessingLayers,
  ...recurrentLayers,
  ...regularizationLayers,
  ...reshapingLayers,
  ...wrapperLayers(makeLayer),
};

/** Types that can be made; those of the registry, but for Input. */
export const madeTypes: readonly string[] = Object.keys(factories);

/** What computes a layer of that type. */
export function makeLayer(type: string, request: LayerRequest): MadeLayer {
  const factory = factories[type];
  if (!factory) throw new Error(`Nothing computes a layer of type ${type}.`);
  const made = factory(request);
  if (OWN_ACTIVATION.has(type) || !('activation' in request.values)) return made;
  return { ...made, activation: resolveActivation(request.values.activation) };
}
