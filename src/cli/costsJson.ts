import type { Analysis } from '../core/analysis';
import { costsOf } from '../core/costs/costs';
import { fileBytes } from '../core/costs/fileBytes';
import { receptiveFields } from '../core/costs/receptiveField';

/** What `layerwise summary --costs --json` adds. Memory in bytes, for a batch; multiply-adds for one sample. */
export interface CostsJson {
  readonly batchSize: number;
  /** Values that the optimizer keeps beside each weight that learns. */
  readonly optimizerSlots: number;
  readonly layers: readonly {
    readonly name: string;
    readonly multiplyAdds: number | null;
    readonly weights: number;
    readonly gradients: number;
    readonly optimizer: number;
    readonly activations: number;
    /** By the name of each Input; a size of `null` is all of it. */
    readonly receptiveFields: Readonly<
      Record<string, readonly { readonly axis: number; readonly size: number | null; readonly step: number }[]>
    >;
  }[];
  readonly multiplyAdds: number;
  readonly training: number;
  readonly prediction: number;
  readonly file: { readonly safetensors: number; readonly hdf5: number };
}

export function costsJson(analysis: Analysis): CostsJson {
  const { batchSize, slots, layers, training, prediction } = costsOf(analysis);
  const fields = receptiveFields(analysis);
  const nameOf = (id: string): string => analysis.layers.find((layer) => layer.id === id)?.name ?? id;
  return {
    batchSize,
    optimizerSlots: slots?.slots ?? 0,
    layers: analysis.layers.flatMap(({ id, name, used, multiplyAdds = null }) => {
      const memory = layers.get(id);
      if (!used || !memory) return [];
      const { weights, gradients, optimizer, activations } = memory;
      const seen = (fields.get(id) ?? []).map(({ input, axes }) => [
        nameOf(input),
        axes.map(({ axis, size, step }) => ({ axis, size: Number.isFinite(size) ? size : null, step })),
      ]);
      return [{ name, multiplyAdds, weights, gradients, optimizer, activations, receptiveFields: Object.fromEntries(seen) as never }];
    }),
    multiplyAdds: analysis.totals.multiplyAdds,
    training,
    prediction,
    file: fileBytes(analysis),
  };
}
