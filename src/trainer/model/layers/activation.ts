import { layers } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { elu, relu, resolveActivation, softmax, type Activation, type ReluArguments } from '../activations';
import type { LayerFactory, MadeLayer } from './layerFactory';

const alone = (name: string, apply: Activation, canDie = false): MadeLayer => ({ activation: { name, apply, canDie, logits: undefined } });

/** Layers that are an activation alone, and the one whose slope is learned. */
export const activationLayers: { readonly [type: string]: LayerFactory } = {
  Activation: ({ values }) => ({ activation: resolveActivation(values.activation) }),
  ReLU: ({ values }) => {
    const reluValues = values as unknown as ReluArguments;
    return alone('relu', (x) => relu(x, reluValues), reluValues.negative_slope === 0);
  },
  LeakyReLU: ({ values }) => alone('leaky_relu', (x) => tf.leakyRelu(x, Number(values.negative_slope))),
  ELU: ({ values }) => alone('elu', (x) => elu(x, Number(values.alpha))),
  ThresholdedReLU: ({ values }) => alone('relu', (x) => tf.where(tf.greater(x, Number(values.theta)), x, tf.zerosLike(x)), true),
  Softmax: ({ values, inputs: [input = []] }) => {
    const axis = Number(values.axis);
    const last = axis === -1 || axis === input.length;
    return { activation: { name: 'softmax', apply: (x) => softmax(x, axis), canDie: false, logits: last ? 'softmax' : undefined } };
  },
  PReLU: ({ values }) => ({ layer: layers.prelu({ sharedAxes: (values.shared_axes ?? undefined) as number[] | undefined }) }),
};
