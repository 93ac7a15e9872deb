import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Values } from '../../../core/layers/layerType';
import { KerasLayer } from './kerasLayer';
import type { LayerFactory, LayerRequest, MadeLayer } from './layerFactory';
import { recurrentLayers, type Recurrent } from './recurrent';

type MergeMode = 'concat' | 'sum' | 'mul' | 'ave';

const MERGES: Record<MergeMode, (a: Tensor, b: Tensor) => Tensor> = {
  concat: (a, b) => tf.concat([a, b], a.rank - 1),
  sum: (a, b) => tf.add(a, b),
  mul: (a, b) => tf.mul(a, b),
  ave: (a, b) => tf.div(tf.add(a, b), 2),
};

/** Reads a sequence in both directions; the outputs of the backward layer are put in the order of time. */
class Bidirectional extends KerasLayer {
  static className = 'LayerwiseBidirectional';

  constructor(
    private readonly ahead: Recurrent,
    private readonly back: Recurrent,
    private readonly sequences: boolean,
    private readonly merge: MergeMode,
  ) {
    super();
  }

  override build(inputShape: (number | null)[]): void {
    this.ahead.build(inputShape);
    this.back.build(inputShape);
    this.trainableWeights = [...this.ahead.trainableWeights, ...this.back.trainableWeights];
    this.built = true;
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    const ahead = this.ahead.call(x, { training });
    const back = this.back.call(x, { training });
    return MERGES[this.merge](ahead, this.sequences ? tf.reverse(back, 1) : back);
  }
}

/** The same layer at each step of time. */
class TimeDistributed extends KerasLayer {
  static className = 'LayerwiseTimeDistributed';

  /** @param together all steps at once as one batch; else one after another, for a layer with statistics of the batch */
  constructor(
    private readonly inner: layers.Layer | undefined,
    private readonly compute: (x: Tensor, training: boolean) => Tensor,
    private readonly together: boolean,
  ) {
    super();
  }

  override build([batch, , ...sample]: (number | null)[]): void {
    this.inner?.build([batch!, ...sample]);
    this.trainableWeights = this.inner?.trainableWeights ?? [];
    this.nonTrainableWeights = this.inner?.nonTrainableWeights ?? [];
    this.built = true;
  }

  protected override forward(x: Tensor, training: boolean): Tensor {
    if (!this.together)
      return tf.stack(
        tf.unstack(x, 1).map((step) => this.compute(step, training)),
        1,
      );
    const [batch, time, ...sample] = x.shape as [number, number, ...number[]];
    const output = this.compute(tf.reshape(x, [batch * time, ...sample]), training);
    return tf.reshape(output, [batch, time, ...output.shape.slice(1)]);
  }
}

/** A layer inside of a wrapper: its type, and its fields with their defaults. */
type Wrapped = Values & { readonly type: string };

/** The type and the fields that say how a weight of a layer starts and what holds it; those of the layer inside, for a wrapper. */
export function weightOwner(type: string, values: Values, weight: string): { readonly type: string; readonly values: Values } {
  const layer = values.layer as Wrapped | undefined;
  if (!layer) return { type, values };
  const backward = values.backward_layer as Wrapped | null | undefined;
  const owner = weight.startsWith('backward/') && backward ? backward : layer;
  return weightOwner(owner.type, owner, weight);
}

/** Factories of the wrappers; `make` makes a layer of any type. */
export function wrapperLayers(make: (type: string, request: LayerRequest) => MadeLayer): { readonly [type: string]: LayerFactory } {
  return {
    Bidirectional: (request) => {
      const { layer, backward_layer, merge_mode } = request.values as {
        layer: Wrapped;
        backward_layer: Wrapped | null;
        merge_mode: MergeMode;
      };
      const back = backward_layer ?? { ...layer, go_backwards: layer.go_backwards !== true };
      const [ahead, behind] = [layer, back].map((values) => recurrentLayers[values.type]!({ ...request, values }).layer) as [
        Recurrent,
        Recurrent,
      ];
      return { layer: new Bidirectional(ahead, behind, layer.return_sequences === true, merge_mode) };
    },
    TimeDistributed: (request) => {
      const { layer: values } = request.values as { layer: Wrapped };
      const made = make(values.type, { ...request, values, inputs: [request.inputs[0]!.slice(1)] });
      const compute = (x: Tensor, training: boolean) => {
        const output = made.layer ? (made.layer.call(x, { training }) as Tensor) : x;
        return made.activation ? made.activation.apply(output) : output;
      };
      return { layer: new TimeDistributed(made.layer, compute, values.type !== 'BatchNormalization') };
    },
  };
}
