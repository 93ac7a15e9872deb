import type { Analysis } from '../../core/analysis';
import type { JsonObject } from '../../core/document';
import type { TrainingSection } from '../../core/document';

/** A design for those who don't read designs: only what is used, in an order in which inputs come first. */
export interface RivalModel {
  readonly layers: readonly RivalLayer[];
  /** Id of the layer that the loss is computed from. */
  readonly output: string;
  /** Of the whole model, to see whether the other side has built the same. */
  readonly parameters: number;
  readonly training: Pick<TrainingSection, 'loss' | 'optimizer' | 'metrics' | 'batch_size'>;
}

export interface RivalLayer {
  readonly id: string;
  /** Keras's class. */
  readonly type: string;
  /** Keras's arguments, as far as the design gives them. */
  readonly fields: JsonObject;
  /** Ids. */
  readonly inputs: readonly string[];
}

/** @param analysis of a sound design with one output */
export function rivalModel({ design, layers, order, outputs, totals }: Analysis): RivalModel {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const { loss, optimizer = 'RMSprop', metrics = [], batch_size } = design?.training ?? {};
  return {
    layers: order
      .map((id) => byId.get(id)!)
      .filter(({ used }) => used)
      .map(({ id, type, inputs, layer }) => {
        const { name: _name, type: _type, inputs: _inputs, ...fields } = layer;
        return { id, type, inputs, fields: fields as JsonObject };
      }),
    output: outputs[0] ?? '',
    parameters: totals.total,
    training: { loss, optimizer, metrics, batch_size },
  };
}
