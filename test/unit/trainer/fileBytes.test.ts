import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { fileBytes } from '../../../src/core/costs/fileBytes';
import { weightPaths } from '../../../src/core/keras/weightPaths';
import { writeHdf5 } from '../../../src/trainer/hdf5/writeHdf5';
import { writeSafetensors } from '../../../src/trainer/safetensors';

it.each(['fashion', 'mnist-bn', 'lstm-rows', 'selu-100'])('the sizes of the files of %s', async (name) => {
  const text = readFileSync(path.resolve(import.meta.dirname, `../../../examples/${name}.layerwise.json`), 'utf8');
  const analysis = analyzeText(text.replaceAll('hidden1', 'größe1'));
  const arrays = analysis.layers.flatMap(({ name: layer, weights = [] }) =>
    weights.map(({ name: weight, shape }) => ({
      name: `${layer}/${weight}`,
      shape,
      values: new Float32Array(shape.reduce((all, size) => all * size, 1)),
    })),
  );
  const { safetensors, hdf5 } = fileBytes(analysis);
  expect(safetensors).toBe(writeSafetensors({ arrays, metadata: {} }).length);
  const names = arrays.map((array) => array.name);
  const paths = weightPaths(analysis, names);
  const written = await writeHdf5({ arrays: arrays.map((array) => ({ ...array, name: paths.get(array.name) ?? '' })) });
  expect(Math.abs(written.length - hdf5)).toBeLessThan(5000);
});
