import type { DataContext } from '../../../../src/trainer/data/loadedData';

/** What data is loaded for: a model with one Input and one output. */
export const contextOf = ({
  folder,
  input = [2, 2],
  output = [3],
  loss = 'sparse_categorical_crossentropy',
}: {
  readonly folder: string;
  readonly input?: readonly number[];
  readonly output?: readonly number[];
  readonly loss?: string;
}): DataContext => ({ folder, inputs: [{ name: 'in', shape: input }], outputs: [{ name: 'out', shape: output, loss }] });
