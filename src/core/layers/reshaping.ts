import type { LayerType } from './layerType';
import { valuesIn } from './size';
import { dataFormat } from './weightFields';

const doc = (page: string): string => `https://keras.io/api/layers/reshaping_layers/${page}/`;

/** Layers that only arrange values. */
export const reshapingTypes: readonly LayerType[] = [
  {
    type: 'Flatten',
    family: 'shape',
    arity: 1,
    fields: [dataFormat],
    help: 'All values of a sample in one row.',
    doc: doc('flatten'),
    infer: ({ inputs: [input = []] }) => ({ output: [valuesIn(input)], weights: [], multiplyAdds: 0 }),
  },
];
