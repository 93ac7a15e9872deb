import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeNpy, temporaryFolder } from '../trainer/data/makeFiles';
import { hdf5File } from '../trainer/import/hdf5Files';
import { layerwise } from './inProcess';

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);

describe('import', () => {
  // A Dense layer of 3 inputs and 2 units, whose kernel is 0 to 5 and whose bias is 0.
  beforeAll(() => writeFileSync(at('model.h5'), hdf5File('sound')));

  test('a design with its weights, and what became of the file', async () => {
    const { code, out, err } = await layerwise('import', at('model.h5'), '-o', at('m.layerwise.json'));
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('m.layerwise.json: 2 layers, 8 parameters. Its weights are in m.safetensors.');
    expect(JSON.parse(readFileSync(at('m.layerwise.json'), 'utf8'))).toMatchObject({
      name: 'm',
      layers: [
        { type: 'Input', shape: [3] },
        { name: 'd', type: 'Dense', units: 2 },
      ],
      training: { weights: { from: 'm.safetensors' } },
    });
    const again = await layerwise('import', at('model.h5'), '-o', at('m.layerwise.json'));
    expect([again.code, again.err]).toEqual([1, expect.stringMatching(/There is a file m\.layerwise\.json in .* already\.\n.*--force/)]);
    const json = await layerwise('import', at('model.h5'), '-o', at('m.layerwise.json'), '--force', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'h5',
      layers: 2,
      parameters: 8,
      unknown: [],
      notes: [],
      weights: at('m.safetensors'),
    });
  });

  test('what is replaced stays where one of the two files cannot be written', async () => {
    // No file can be put in the place of a folder.
    mkdirSync(at('one.layerwise.json'));
    writeFileSync(at('one.safetensors'), 'weights of before');
    const { code, err } = await layerwise('import', at('model.h5'), '-o', at('one.layerwise.json'), '--force');
    expect([code, err]).toEqual([1, expect.stringMatching(/The design could not be written/)]);
    expect(readFileSync(at('one.safetensors'), 'utf8')).toBe('weights of before');
    mkdirSync(at('two.safetensors'));
    writeFileSync(at('two.layerwise.json'), 'design of before');
    const other = await layerwise('import', at('model.h5'), '-o', at('two.layerwise.json'), '--force');
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/The weights could not be written/)]);
    expect(readFileSync(at('two.layerwise.json'), 'utf8')).toBe('design of before');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('predicts with these weights, and exports them', async () => {
    writeFileSync(at('x.npy'), makeNpy([2, 3], Float32Array.of(1, 0, 0, 0, 1, 1)));
    const predicted = await layerwise('predict', at('m.layerwise.json'), '--inputs', at('x.npy'), '--runtime', 'cpu', '--json');
    expect([predicted.code, predicted.err]).toEqual([0, '']);
    expect(JSON.parse(predicted.out)).toEqual({ outputs: [[0, 1], [6, 8]] }); // prettier-ignore
    const exported = await layerwise('export', at('m.layerwise.json'), '--to', 'h5', '-o', at('again.h5'));
    expect([exported.code, exported.err]).toEqual([0, '']);
    expect(exported.out).toContain('8 parameters, with the weights that the design begins with');
    await layerwise('import', at('again.h5'), '-o', at('again.layerwise.json'));
    const [one, other] = ['m', 'again'].map((name) => readFileSync(at(`${name}.safetensors`)).subarray(-32));
    expect(one).toEqual(other);
  });

  test('a layer that there is no type for is told, and stays', async () => {
    const config = {
      class_name: 'Sequential',
      config: { name: 'odd', layers: [{ class_name: 'Blur', config: { name: 'b', sigma: 2, batch_input_shape: [null, 3] } }] },
    };
    writeFileSync(at('odd.json'), JSON.stringify(config));
    const { out, err } = await layerwise('import', at('odd.json'), '-o', at('odd.layerwise.json'));
    expect(out).toMatch(/2 layers, 0 parameters\.$/);
    expect(err).toBe('b: Layerwise has no layer of the type Blur. It is kept as it is.');
    expect(JSON.parse(readFileSync(at('odd.layerwise.json'), 'utf8'))).toMatchObject({
      layers: [{}, { name: 'b', type: 'Blur', sigma: 2 }],
    });
    const exported = await layerwise('export', at('odd.layerwise.json'), '--to', 'keras-file', '-o', at('odd.keras'));
    expect([exported.code, exported.err]).toEqual([1, expect.stringMatching(/no errors/)]);
  });

  test('a design without weights has nothing to predict with', async () => {
    const { err } = await layerwise('predict', at('odd.layerwise.json'), '--inputs', at('x.npy'));
    expect(err).toMatch(/odd\.layerwise\.json:\d+:\d+: /);
    writeFileSync(at('bare.layerwise.json'), JSON.stringify({ layerwise: 1, layers: [{ name: 'i', type: 'Input', shape: [3] }, { name: 'd', type: 'Dense', units: 1 }] })); // prettier-ignore
    expect((await layerwise('predict', at('bare.layerwise.json'), '--inputs', at('x.npy'))).err).toMatch(
      /has no weights to predict with\./,
    );
  });
});
