import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Json, JsonObject } from '../../../../src/core/document';
import { Failure, inWords } from '../../../../src/core/failure';
import type { ImportReport } from '../../../../src/protocol/modelImport';
import { importModel } from '../../../../src/trainer/import/importModel';
import { temporaryFolder } from '../data/makeFiles';
import { hdf5File, type Hdf5File } from './hdf5Files';

const folder = temporaryFolder();
let count = 0;

/** Puts files into a folder of their own and imports one of them. */
async function tried(
  files: { readonly [name: string]: string | Uint8Array },
  name = Object.keys(files)[0]!,
): Promise<{ readonly report?: ImportReport; readonly said: string; readonly place: string }> {
  const place = path.join(folder, String(++count));
  mkdirSync(place);
  for (const [each, content] of Object.entries(files)) writeFileSync(path.join(place, each), content);
  return { ...(await outcome(path.join(place, name), place)), place };
}

async function outcome(file: string, place: string): Promise<{ readonly report?: ImportReport; readonly said: string }> {
  const before = readdirSync(place).sort();
  try {
    const report = await importModel({ file, design: path.join(place, 'out.layerwise.json') });
    return { report, said: report.notes.join(' ') };
  } catch (error) {
    expect(error, String(error)).toBeInstanceOf(Failure);
    // Nothing half is left behind.
    expect(readdirSync(place).sort()).toEqual(before);
    return { said: inWords(error) };
  }
}

async function zip(files: { readonly [name: string]: string | Uint8Array }, compress = false): Promise<Buffer> {
  const made = new ZipFile();
  for (const [name, content] of Object.entries(files)) made.addBuffer(Buffer.from(content), name, { compress });
  made.end();
  return buffer(made.outputStream);
}

const DENSE = { class_name: 'Dense', config: { name: 'd', units: 2, batch_input_shape: [null, 3] } };
const sequential = (...layers: Json[]): Json => ({ class_name: 'Sequential', config: { name: 'm', layers } });
const model = (...layers: Json[]): string => JSON.stringify(sequential(...layers));

describe('archives', () => {
  test('a description that unpacks to more than any is not unpacked', async () => {
    expect((await tried({ 'bomb.keras': await zip({ 'config.json': Buffer.alloc(30_000_000, 32) }, true) })).said).toMatch(
      /^bomb\.keras: The description of the model is too long \(30000000 bytes\)/,
    );
  });

  test('one that lies about its size is found out', async () => {
    const bytes = await zip({ 'config.json': Buffer.alloc(1_000_000, 32) }, true);
    // The size in the directory at the end, and in the header before the data.
    for (let i = 0; i < bytes.length - 4; i++) if (bytes.readUInt32LE(i) === 1_000_000) bytes.writeUInt32LE(100, i);
    expect((await tried({ 'liar.keras': bytes })).said).toMatch(/^liar\.keras: It is no sound zip archive\./);
  });

  test('weights that claim to be longer than the archive', async () => {
    const bytes = await zip({ 'config.json': model(DENSE), 'model.weights.h5': hdf5File('sound') });
    const { length } = hdf5File('sound');
    for (let i = 0; i < bytes.length - 4; i++) if (bytes.readUInt32LE(i) === length) bytes.writeUInt32LE(2 ** 31, i);
    expect((await tried({ 'long.keras': bytes })).said).toMatch(/^long\.keras: .*(does not lie within the archive|no sound zip)/);
  });

  test('a zip64 directory that is not there, one cut off, one of another kind, one that leads out', async () => {
    const sound = await zip({ 'config.json': model(DENSE) });
    const zip64 = Buffer.from(sound);
    zip64.writeUInt16LE(0xffff, zip64.length - 12);
    zip64.writeUInt32LE(0xffffffff, zip64.length - 6);
    expect((await tried({ 'zip64.keras': zip64 })).said).toMatch(/claims to hold 65535 files/);
    const { said } = await tried({ 'cut.keras': sound.subarray(0, sound.length - 30) });
    expect(said).toMatch(/no sound zip archive/);
    expect(said).not.toMatch(/\.\./);
    expect((await tried({ 'other.keras': await zip({ 'a.txt': 'a' }) })).said).toMatch(/no config\.json in the archive/);
    const out = await zip({ 'aa/config.json': model(DENSE) });
    for (let at = out.indexOf('aa/config'); at >= 0; at = out.indexOf('aa/config')) out.write('../config', at);
    expect((await tried({ 'out.keras': out })).said).toMatch(/no sound zip archive/);
  });

  test('weights that are packed are unpacked on the disk, and the place is cleaned', async () => {
    const { report } = await tried({
      'packed.keras': await zip({ 'config.json': model(DENSE), 'model.weights.h5': hdf5File('sound') }, true),
    });
    // Weights of the older kind are not found in the newer one.
    expect(report?.notes).toEqual([expect.stringMatching(/no weights that fit d\/kernel, d\/bias/)]);
  });
});

describe('descriptions', () => {
  test('nesting, length, no JSON, nothing', async () => {
    expect((await tried({ 'deep.json': `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}` })).said).toMatch(/nested more than 200 deep/);
    expect((await tried({ 'long.json': `{"class_name":"Sequential"${' '.repeat(17 * 2 ** 20)}}` })).said).toMatch(/too long/);
    expect((await tried({ 'cut.json': model(DENSE).slice(0, 50) })).said).toMatch(/cut\.json is no JSON/);
    expect((await tried({ 'empty.json': '' })).said).toMatch(/It is empty/);
    expect((await tried({ 'noise.keras': Buffer.from([1, 2, 3, 4]) })).said).toMatch(/no kind of file that is known here/);
    expect((await tried({ 'list.json': '[1, 2]' })).said).toMatch(/does not describe a model/);
    expect((await tried({ 'odd.json': '{"class_name": 3, "config": []}' })).said).toMatch(/does not describe a model/);
    expect((await tried({ 'own.json': '{"class_name":"MyModel","config":{"depth":3}}' })).said).toMatch(
      /class MyModel, whose layers are not in the file/,
    );
    expect((await tried({ 'graph.json': '{"format":"graph-model","modelTopology":{}}' })).said).toMatch(/a graph of TensorFlow/);
    expect((await tried({ 'design.json': '{"layerwise":1,"layers":[]}' })).said).toMatch(/a design already/);
  });

  test('models that hold models that are called again and again claim no memory', async () => {
    let inner: Json = { class_name: 'Sequential', name: 's0', config: { name: 's0', layers: [DENSE] }, inbound_nodes: [] };
    for (let level = 1; level < 30; level++) {
      const name = `s${level - 1}`;
      const calls: Json = Array.from({ length: 10 }, (_, i) => [i === 0 ? ['x', 0, 0, {}] : [name, i - 1, 0, {}]]);
      const input = { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 3] }, inbound_nodes: [] };
      inner = {
        class_name: 'Functional',
        name: `s${level}`,
        config: {
          name: `s${level}`,
          layers: [input, { ...(inner as object), inbound_nodes: calls }],
          input_layers: [['x', 0, 0]],
          output_layers: [[name, 9, 0]],
        },
        inbound_nodes: [],
      };
    }
    expect((await tried({ 'laughs.json': JSON.stringify(inner) })).said).toMatch(/more than 20,000 layers/);
  });

  test('long names around many layers claim no memory', async () => {
    const inner = Array.from({ length: 2000 }, (_, i): Json => ({ ...DENSE, config: { ...DENSE.config, name: `d${i}` } }));
    const text = JSON.stringify(sequential({ class_name: 'Sequential', config: { name: 'n'.repeat(100_000), layers: inner } }));
    expect((await tried({ 'names.json': text })).said).toMatch(/^names\.json: The names of the layers in the model, .* are too long\./);
  });

  test('a layer that takes much, in a model that is called often, claims no memory', async () => {
    const input = { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 3] }, inbound_nodes: [] };
    const model = (name: string, layer: JsonObject, calls: Json, last: number): JsonObject => ({
      class_name: 'Functional',
      config: { name, layers: [input, { ...layer, inbound_nodes: calls }], input_layers: [['x', 0, 0]], output_layers: [['n', last, 0]] },
    });
    const wide = { class_name: 'Add', name: 'n', config: { name: 'n', trainable: true } };
    const inner = model('n', wide, [Array.from({ length: 2000 }, () => ['x', 0, 0, {}])], 0);
    const calls = Array.from({ length: 2000 }, (_, i) => [i === 0 ? ['x', 0, 0, {}] : ['n', i - 1, 0, {}]]);
    const text = JSON.stringify(model('m', { ...inner, name: 'n' }, calls, 1999));
    expect((await tried({ 'wide.json': text })).said).toMatch(/more than 1,000,000 connections/);
  });

  test('a layer that takes what is not there, or itself', async () => {
    const functional = (taken: string): string =>
      JSON.stringify({
        class_name: 'Functional',
        config: {
          name: 'm',
          layers: [
            { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 3] }, inbound_nodes: [] },
            { class_name: 'Dense', name: 'd', config: { name: 'd', units: 2 }, inbound_nodes: [[[taken, 0, 0, {}]]] },
          ],
          input_layers: [['x', 0, 0]],
          output_layers: [['d', 0, 0]],
        },
      });
    expect((await tried({ 'gone.json': functional('nobody') })).said).toMatch(/takes nobody, which is not there/);
    const { report } = await tried({ 'itself.json': functional('d') });
    // A design says so at its place.
    expect(report).toMatchObject({ layers: 2, parameters: 0 });
  });

  test('Python code in it is kept as text and not run', async () => {
    const lambda = {
      class_name: 'Lambda',
      config: { name: 'f', function: { class_name: '__lambda__', config: { code: '4wEAAAAA', defaults: null, closure: null } } },
    };
    const { report, said, place } = await tried({ 'lambda.json': model(DENSE, lambda) });
    expect(report?.unknown).toEqual([{ layer: 'f', type: 'Lambda' }]);
    expect(said).toMatch(/Python code in the file was not run: f\./);
    expect(readFileSync(path.join(place, 'out.layerwise.json'), 'utf8')).toContain('4wEAAAAA');
  });
});

describe('HDF5', () => {
  const REFUSED: { readonly [name in Hdf5File]?: RegExp } = {
    externalLink: /is a link to another file, \/etc\/passwd/,
    terabytes: /claims 4398046511104 bytes, more than the file can hold/,
    terabytesPacked: /claims 4398046511104 bytes/,
    unknownFilter: /is compressed by/,
    virtual: /is put together from other files/,
    texts: /does not hold numbers/,
    externalStorage: /kernel:0 in it cannot be read.*names another file/,
  };
  test.each(Object.entries(REFUSED))('%s is refused', async (name, words) => {
    expect((await tried({ 'hostile.h5': hdf5File(name as Hdf5File) })).said).toMatch(words);
  });

  test('a link in a circle is a weight that is not there', async () => {
    expect((await tried({ 'circle.h5': hdf5File('circularLink') })).said).toMatch(/no weights that fit d\/kernel/);
  });

  test('a group that holds itself again and again, where a layer of somebody else has its weights', async () => {
    const odd = { class_name: 'Odd', config: { name: 'odd', rate: 1 } };
    const bytes = await zip({ 'config.json': model(DENSE, odd), 'model.weights.h5': hdf5File('groupInItself') });
    expect((await tried({ 'group.keras': bytes })).report).toMatchObject({ unknown: [{ layer: 'odd', type: 'Odd' }], layers: 3 });
  });

  test('a sound one is read, in whatever precision', async () => {
    for (const name of ['sound', 'halves'] as const)
      expect((await tried({ 'sound.h5': hdf5File(name) })).report).toMatchObject({ parameters: 8, notes: [] });
  });

  test('damage anywhere is told, or leaves numbers that are as many', async () => {
    const sound = hdf5File('sound');
    for (let at = 8; at < sound.length; at += 397) {
      const bytes = Buffer.from(sound);
      bytes.fill(0xff, at, at + 16);
      await tried({ 'damaged.h5': bytes });
    }
    expect((await tried({ 'cut.h5': sound.subarray(0, 3000) })).said).toMatch(/cut\.h5/);
    expect((await tried({ 'start.h5': sound.subarray(0, 16) })).said).toMatch(/damaged/);
  });
});

describe('the weights of TensorFlow.js', () => {
  const manifest = (...paths: string[]): string =>
    JSON.stringify({
      format: 'layers-model',
      modelTopology: { model_config: sequential(DENSE) },
      weightsManifest: [
        {
          paths,
          weights: [
            { name: 'd/kernel', shape: [3, 2], dtype: 'float32' },
            { name: 'd/bias', shape: [2], dtype: 'float32' },
          ],
        },
      ],
    });

  test.each(['../secret.bin', 'a/../../secret.bin', '/etc/hostname', 'file:///etc/hostname', 'https://example.org/w.bin', 'a\\..\\..\\b'])(
    '%s is not read',
    async (name) => {
      expect((await tried({ 'model.json': manifest(name) })).said).toMatch(/names weights outside of its folder/);
    },
  );

  test('a link out of the folder, a folder, a pipe, a file that is too short', async () => {
    const { place } = await tried({ 'model.json': manifest('w.bin') });
    symlinkSync('/etc/hostname', path.join(place, 'w.bin'));
    expect((await outcome(path.join(place, 'model.json'), place)).said).toMatch(/a link that leads out of the folder/);
    const other = await tried({ 'model.json': manifest('w.bin') });
    mkdirSync(path.join(other.place, 'w.bin'));
    expect((await outcome(path.join(other.place, 'model.json'), other.place)).said).toMatch(/is no file/);
    const pipe = await tried({ 'model.json': manifest('w.bin') });
    execFileSync('mkfifo', [path.join(pipe.place, 'w.bin')]);
    expect((await outcome(path.join(pipe.place, 'model.json'), pipe.place)).said).toMatch(/is no file/);
    expect((await tried({ 'model.json': manifest('w.bin'), 'w.bin': Buffer.alloc(20) })).said).toMatch(/does not lie within its files/);
  });

  test('weights in several files are one', async () => {
    const values = Float32Array.from({ length: 8 }, (_, i) => i);
    const bytes = Buffer.from(values.buffer);
    const { report, place } = await tried({
      'model.json': manifest('a.bin', 'b.bin'),
      'a.bin': bytes.subarray(0, 7),
      'b.bin': bytes.subarray(7),
    });
    expect(report).toMatchObject({ format: 'tfjs', parameters: 8, notes: [] });
    expect(readFileSync(path.join(place, 'out.safetensors')).subarray(-32).equals(bytes)).toBe(true);
  });
});

test('what is there already is not replaced', async () => {
  const { said, place } = await tried({ 'm.json': model(DENSE), 'out.layerwise.json': 'precious' });
  expect(said).toMatch(/There is a file out\.layerwise\.json/);
  expect(readFileSync(path.join(place, 'out.layerwise.json'), 'utf8')).toBe('precious');
});
