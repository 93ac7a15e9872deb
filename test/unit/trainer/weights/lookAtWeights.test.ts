import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importModel } from '../../../../src/trainer/import/importModel';
import { lookAtWeights } from '../../../../src/trainer/weights/lookAtWeights';
import { writeSafetensors, type NamedArray } from '../../../../src/trainer/safetensors';
import { temporaryFolder } from '../data/makeFiles';
import { hdf5File } from '../import/hdf5Files';

const array = (name: string, shape: number[], start = 1): NamedArray => ({
  name,
  shape,
  values: Float32Array.from({ length: shape.reduce((count, size) => count * size, 1) }, (_, i) => start + i),
});
const design = (training: object = {}) =>
  JSON.stringify({
    layerwise: 1,
    name: 'look',
    layers: [
      { name: 'in', type: 'Input', shape: [2, 3] },
      { name: 'flat', type: 'Flatten' },
      { name: 'd', type: 'Dense', units: 2 },
      { name: 'd2', type: 'Dense', units: 1 },
    ],
    training,
  });

/** A run's folder with these checkpoints. */
function folderWith(checkpoints: Readonly<Record<string, number>>): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'checkpoints'));
  for (const [name, start] of Object.entries(checkpoints)) {
    // In an order that is not the layer's own, with a layer whose name begins alike.
    const arrays = [array('d2/kernel', [2, 1]), array('d/bias', [2], start), array('d/kernel', [6, 2], start)];
    writeFileSync(path.join(folder, `checkpoints/${name}.safetensors`), writeSafetensors({ arrays, metadata: { epoch: String(start) } }));
  }
  return folder;
}
const asked = (folder: string, more: object = {}) => ({
  designPath: path.join(folder, 'look.layerwise.json'),
  designText: design(),
  layer: 'd',
  place: { kind: 'run' as const, folder, active: false },
  ...more,
});

describe('a look at the weights of a layer', () => {
  it('is at those that did best, in the order of the layer, and at no other layer', async () => {
    const folder = folderWith({ best: 3, last: 5 });
    const look = await lookAtWeights(asked(folder));
    expect(look).toMatchObject({ epoch: 3, best: true, file: path.join(folder, 'checkpoints/best.safetensors') });
    expect(look.weights.map(({ name, shape, least, most }) => ({ name, shape, least, most }))).toEqual([
      { name: 'kernel', shape: [6, 2], least: 3, most: 14 },
      { name: 'bias', shape: [2], least: 3, most: 4 },
    ]);
    // The dense layer looks at a picture of 2 by 3.
    expect(look.weights[0]!.picture).toMatchObject({ kind: 'units', width: 3, height: 2, tiles: 2 });
  });

  it('is at the last ones while the run goes on', async () => {
    const folder = folderWith({ best: 3, last: 5 });
    expect(await lookAtWeights(asked(folder, { place: { kind: 'run', folder, active: true } }))).toMatchObject({ epoch: 5 });
  });

  it('is at what the design begins with, where no run has saved any', async () => {
    const other = folderWith({ last: 7 });
    const folder = folderWith({});
    const designText = design({ weights: { from: other } });
    expect(await lookAtWeights(asked(folder, { designText }))).toMatchObject({ epoch: 7 });
    expect(await lookAtWeights(asked(folder, { designText, place: { kind: 'design' } }))).toMatchObject({ epoch: 7 });
  });

  it('has nothing of a layer that was not there', async () => {
    expect((await lookAtWeights(asked(folderWith({ last: 1 }), { layer: 'new' }))).weights).toEqual([]);
  });

  it('says what is missing, and what is damaged', async () => {
    const folder = folderWith({});
    await expect(lookAtWeights(asked(folder))).rejects.toThrow(/has saved no weights yet/);
    await expect(lookAtWeights(asked(folder, { place: { kind: 'design' } }))).rejects.toThrow('This design has no weights yet.');
    const cut = folderWith({ last: 1 });
    truncateSync(path.join(cut, 'checkpoints/last.safetensors'), 40);
    await expect(lookAtWeights(asked(cut))).rejects.toThrow(/could not be read/);
  });

  it('reads a model of another program where it lies, and writes nothing of it', async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'sound.h5');
    writeFileSync(file, hdf5File('sound'));
    const shown = path.join(folder, 'design.json');
    const { weights, parameters } = await importModel({ file, design: shown, withoutWeights: true });
    expect({ weights, parameters, written: existsSync(path.join(folder, 'design.json.safetensors')) }).toEqual({
      parameters: 8,
      written: false,
    });
    const designText = readFileSync(shown, 'utf8');
    expect(designText).not.toContain('training');
    const layers = (JSON.parse(designText) as { layers: { name: string; type: string }[] }).layers;
    const layer = layers.find(({ type }) => type === 'Dense')!.name;
    const look = await lookAtWeights({ designPath: file, designText, layer, place: { kind: 'model', file } });
    expect(look.weights.map(({ name, shape, picture }) => [name, shape, picture?.kind])).toEqual([
      ['kernel', [3, 2], 'matrix'],
      ['bias', [2], undefined],
    ]);
    expect(look).toMatchObject({ file });
  });
});
