import * as tf from '@tensorflow/tfjs-core';
import { open } from 'node:fs/promises';
import { analyze } from '../../src/core/analyze';
import type { Analysis } from '../../src/core/analysis';
import { parseDesign } from '../../src/core/parse';
import { serialize } from '../../src/core/serialize';
import type { ImportedModel } from '../../src/trainer/import/importer';
import { importOnnx } from '../../src/trainer/import/onnx';
import { buildModel } from '../../src/trainer/model/buildModel';
import { Streams } from '../../src/trainer/random/streams';

export interface ImportedFile extends ImportedModel {
  readonly analysis: Analysis;
  readonly weights: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

/** Imports an ONNX file, all of its weights at once. */
export async function importFile(file: string): Promise<ImportedFile> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const imported = await importOnnx({ path: file, size, handle });
    const weights = new Map<string, { shape: readonly number[]; values: Float32Array }>();
    for (const array of imported.arrays) {
      const parts: Float32Array[] = [];
      for await (const chunk of array.chunks()) parts.push(chunk);
      const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
      parts.reduce((at, part) => {
        values.set(part, at);
        return at + part.length;
      }, 0);
      weights.set(array.name, { shape: array.shape, values });
    }
    return { ...imported, weights, analysis: analyze(parseDesign(serialize(imported.design))) };
  } finally {
    await handle.close();
  }
}

/** What an imported model gives for samples. Throws where a weight is not there. */
export function compute(
  { analysis, weights }: ImportedFile,
  inputs: readonly { readonly shape: readonly number[]; readonly values: Float32Array }[],
) {
  // prettier-ignore
  const model = buildModel(analysis, new Streams(1));
  try {
    for (const { path, variable } of model.weights) {
      const array = weights.get(path);
      if (array?.shape.join() !== variable.shape.join() || array.values.length !== variable.size)
        throw new Error(`${path}: ${array?.shape.join() ?? 'nothing'} for ${variable.shape.join()}`);
      variable.assign(tf.tensor(array.values, variable.shape));
    }
    const outcome = model.forward(
      inputs.map(({ shape, values }) => tf.tensor(values, [...shape])),
      { training: false },
    );
    return outcome.outputs.map(({ output }) => ({ shape: output.shape, values: output.dataSync() as Float32Array }));
  } finally {
    model.dispose();
  }
}
