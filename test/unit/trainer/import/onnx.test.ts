import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { PbfWriter } from 'pbf';
import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { Failure } from '../../../../src/core/failure';
import type { OnnxModel, OnnxNode } from '../../../../src/core/onnx/model';
import { toOnnx } from '../../../../src/core/onnx/toOnnx';
import { onnxBytes } from '../../../../src/trainer/export/onnxFile';
import type { ImportedModel } from '../../../../src/trainer/import/importer';
import { importOnnx } from '../../../../src/trainer/import/onnx';
import { temporaryFolder } from '../data/makeFiles';

const folder = temporaryFolder();
let count = 0;

async function importBytes(bytes: Uint8Array): Promise<ImportedModel & { readonly values: ReadonlyMap<string, readonly number[]> }> {
  const file = path.join(folder, `${count++}.onnx`);
  writeFileSync(file, bytes);
  const handle = await open(file);
  try {
    const model = await importOnnx({ path: file, size: bytes.length, handle });
    const values = new Map<string, readonly number[]>();
    for (const array of model.arrays) {
      const all: number[] = [];
      for await (const chunk of array.chunks()) all.push(...chunk);
      values.set(array.name, all);
    }
    return { ...model, values };
  } finally {
    await handle.close();
  }
}

const failureOf = async (bytes: Uint8Array): Promise<Failure> => {
  const error: unknown = await importBytes(bytes).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
};

const design = {
  layerwise: 1,
  name: 'small',
  layers: [
    { name: 'in', type: 'Input', shape: [6, 6, 2] },
    { name: 'conv', type: 'Conv2D', filters: 3, kernel_size: 3, padding: 'same', activation: 'relu' },
    { name: 'pool', type: 'MaxPooling2D' },
    { name: 'flat', type: 'Flatten' },
    { name: 'out', type: 'Dense', units: 2, activation: 'softmax' },
  ],
};
const analysis = analyzeText(JSON.stringify(design));
const weights = new Map(
  analysis.layers.flatMap(({ name, weights: own = [] }) =>
    own.map((weight) => {
      const size = weight.shape.reduce((all, each) => all * each, 1);
      return [`${name}/${weight.name}`, { shape: weight.shape, values: Float32Array.from({ length: size }, (_, i) => i) }] as const;
    }),
  ),
);
const sound = onnxBytes(toOnnx(analysis, weights));

const graph = (nodes: readonly OnnxNode[], more: Partial<OnnxModel['graph']> = {}): Uint8Array =>
  onnxBytes({
    opset: 17,
    graph: {
      name: 'made',
      nodes,
      initializers: [],
      inputs: [{ name: 'x', type: 1, shape: ['batch', 4] }],
      outputs: [{ name: 'y', type: 1, shape: ['batch', 4] }],
      ...more,
    },
  });
const node = (op: string, inputs: readonly string[], outputs: readonly string[]): OnnxNode => ({
  name: '',
  op,
  inputs,
  outputs,
  attributes: {},
});

/** An ONNX file whose only node, or whose only constant, is written by hand. */
function byHand(write: (graph: PbfWriter) => void): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, 8);
  writer.writeMessage(7, (_, inner) => write(inner), undefined);
  writer.writeMessage(8, (_, inner) => inner.writeVarintField(2, 17), undefined);
  return writer.finish().slice();
}

describe('an ONNX file', () => {
  it('comes back as the design that it was written from, byte for byte of its weights', async () => {
    const { design: read, values, unknown, notes } = await importBytes(sound);
    expect({ layerwise: read.layerwise, name: read.name, layers: read.layers }).toEqual(design);
    expect([unknown, notes]).toEqual([[], []]);
    for (const [name, array] of weights) expect(values.get(name), name).toEqual([...array.values]);
  });

  it('looks at each value once, however many take it and give the next one', async () => {
    // Where each was looked at for each way to it there would be 40 to the power of 8.
    const rows = Array.from({ length: 8 }, (_, i) => Array.from({ length: 40 }, () => node('Relu', [`v${i}`], [`v${i + 1}`]))).flat();
    const order: OnnxNode = { ...node('Transpose', ['x'], ['t']), attributes: { perm: { ints: [0, 2, 3, 1] } } };
    const inputs = [{ name: 'x', type: 1, shape: ['batch', 2, 3, 4] }];
    const initializers = [{ name: 'w', type: 1, shape: [24, 4], values: new Float32Array(96) }];
    const bytes = graph([order, node('Flatten', ['t'], ['v0']), ...rows, node('MatMul', ['v8', 'w'], ['y'])], { inputs, initializers });
    const { design: read } = await importBytes(bytes);
    expect(read.layers.map(({ type }) => type)).toEqual(['Input', 'Flatten', ...rows.map(() => 'ReLU'), 'Dense']);
  });

  it('keeps what no layer computes, under its own name', async () => {
    const { design: read, unknown } = await importBytes(graph([node('Fancy', ['x'], ['z']), node('Relu', ['z'], ['y'])]));
    expect(read.layers.map(({ type }) => type)).toEqual(['Input', 'Fancy', 'ReLU']);
    expect(unknown).toEqual([{ layer: 'fancy', type: 'Fancy' }]);
  });
});

describe('an ONNX file that is damaged, or was made to do harm', () => {
  it('is refused wherever it is cut off', async () => {
    for (let length = 0; length < sound.length - 30; length += 97) await failureOf(sound.subarray(0, length));
  });

  it('is refused with a constant that claims more values than it has', async () => {
    const claims = byHand((inner) =>
      inner.writeMessage(
        5,
        (_, tensor) => {
          for (const size of [1e6, 1e6, 1e3]) tensor.writeVarintField(1, size);
          tensor.writeVarintField(2, 1);
          tensor.writeStringField(8, 'huge');
          tensor.writeBytesField(9, new Uint8Array(8));
        },
        undefined,
      ),
    );
    expect((await failureOf(claims)).message).toBe('The constant huge has not as many values as its shape [1000000, 1000000, 1000] says.');
  });

  it('reads no other file', async () => {
    const outside = byHand((inner) =>
      inner.writeMessage(
        5,
        (_, tensor) => {
          tensor.writeVarintField(1, 4);
          tensor.writeVarintField(2, 1);
          tensor.writeStringField(8, 'w');
          const location = (_: undefined, pair: PbfWriter): void => {
            pair.writeStringField(1, 'location');
            pair.writeStringField(2, '../../../etc/passwd');
          };
          tensor.writeMessage(13, location, undefined);
          tensor.writeVarintField(14, 1);
        },
        undefined,
      ),
    );
    expect((await failureOf(outside)).message).toBe('The constant w lies in another file.');
  });

  it('goes in no circle', async () => {
    const circle = graph([node('Relu', ['b'], ['a']), node('Relu', ['a'], ['b']), node('Add', ['x', 'b'], ['y'])]);
    expect((await failureOf(circle)).message).toBe('Relu takes b, which nothing before it gives.');
  });

  it('is not followed into graphs within graphs', async () => {
    let inner = new Uint8Array(0);
    for (let depth = 0; depth < 3000; depth++) {
      const length: number[] = [];
      for (let rest = inner.length; ; rest >>>= 7) {
        length.push(rest > 127 ? (rest & 127) | 128 : rest);
        if (rest <= 127) break;
      }
      inner = Uint8Array.from([0x0a, ...length, ...inner]);
    }
    const value = (name: string) => (_: undefined, info: PbfWriter) => {
      info.writeStringField(1, name);
      info.writeMessage(2, (_, type) => type.writeMessage(1, (_, tensor) => tensor.writeMessage(2, (_, shape) => shape.writeMessage(1, (_, size) => size.writeVarintField(1, 4), undefined), undefined), undefined), undefined); // prettier-ignore
    };
    const deep = byHand((writer) => {
      writer.writeMessage(11, value('x'), undefined);
      writer.writeMessage(
        1,
        (_, made) => {
          made.writeStringField(1, 'x');
          made.writeStringField(2, 'y');
          made.writeStringField(4, 'If');
          made.writeMessage(
            5,
            (bytes, attribute) => {
              attribute.writeStringField(1, 'then_branch');
              attribute.writeBytesField(6, bytes);
              attribute.writeVarintField(20, 5);
            },
            inner,
          );
        },
        undefined,
      );
      writer.writeMessage(12, value('y'), undefined);
    });
    expect((await importBytes(deep)).unknown).toEqual([{ layer: 'if', type: 'If' }]);
  });

  it('makes no more values from nothing than fit into memory', async () => {
    const shape = { name: 's', type: 7, shape: [2], values: [1e6, 1e6] };
    const { unknown } = await importBytes(
      graph([node('ConstantOfShape', ['s'], ['w']), node('MatMul', ['x', 'w'], ['y'])], { initializers: [shape] }),
    );
    expect(unknown.map(({ type }) => type)).toEqual(['ConstantOfShape', 'MatMul']);
  });

  it('works out no list of sizes that doubles with each node', async () => {
    const doubled = Array.from({ length: 40 }, (_, i) => node('Concat', [`s${i}`, `s${i}`], [`s${i + 1}`]));
    const { unknown } = await importBytes(graph([node('Shape', ['x'], ['s0']), ...doubled, node('Reshape', ['x', 's40'], ['y'])]));
    expect(new Set(unknown.map(({ type }) => type))).toEqual(new Set(['Concat', 'Reshape']));
  });

  it('has not more nodes, or more text, than any model', async () => {
    const many = byHand((inner) => {
      for (let i = 0; i < 100_002; i++) inner.writeMessage(1, (_, made) => made.writeStringField(4, 'Relu'), undefined);
    });
    expect((await failureOf(many)).message).toContain('more than 100000 nodes');
    const long = byHand((inner) => inner.writeMessage(1, (_, made) => made.writeStringField(3, 'a'.repeat(17 * 2 ** 20)), undefined));
    expect((await failureOf(long)).message).toContain('longer than 16 MB');
  });

  it('is imported or refused with a sentence, whatever bytes are changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = sound.slice();
        for (const [place, value] of changes) bytes[place] = value;
        await importBytes(bytes).catch((error: unknown) => {
          if (!(error instanceof Failure)) throw error;
        });
      }),
      { numRuns: 400 },
    );
  });
});
