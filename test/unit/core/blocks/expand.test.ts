import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { MOST_LAYERS } from '../../../../src/core/blocks/measure';
import { describe as words } from '../../../../src/core/describe';
import type { Json, JsonObject } from '../../../../src/core/document';
import { layerTypes } from '../../../../src/core/layers/index';
import { locate } from '../../../../src/core/locate';
import { parseDesign } from '../../../../src/core/parse';
import { serialize } from '../../../../src/core/serialize';

const pixels: JsonObject = { name: 'pixels', type: 'Input', shape: [8] };
const dense = (name: string, units: number, more: JsonObject = {}): JsonObject => ({ name, type: 'Dense', units, ...more });
const block = (name: string, of: string, more: JsonObject = {}): JsonObject => ({ name, type: 'Block', block: of, ...more });
const residual: JsonObject = {
  layers: [
    { name: 'in', type: 'Input' },
    dense('hidden', 8, { activation: 'relu' }),
    dense('back', 8),
    { name: 'add', type: 'Add', inputs: ['in', 'back'] },
  ],
};
const textOf = (blocks: JsonObject, layers: readonly Json[], more: JsonObject = {}): string =>
  JSON.stringify({ layerwise: 1, blocks, layers, ...more });
const layersOf = (text: string) => parseDesign(text).design?.layers;

/** Each problem as `code the text it points at`. */
function problems(text: string): string[] {
  return analyzeText(text).diagnostics.map(({ code, place }) => {
    const { offset, length } = locate(text, place);
    return `${code} ${text.slice(offset, offset + length)}`;
  });
}
const sentence = (text: string): string | undefined => analyzeText(text).diagnostics.map(words)[0];

describe('a block', () => {
  const text = textOf({ residual }, [pixels, block('stage', 'residual', { repeat: 2 }), block('last', 'residual'), dense('classes', 3)]);

  test('stands for its layers, as often as it says', () => {
    expect(layersOf(text)).toEqual([
      pixels,
      dense('stage_1_hidden', 8, { activation: 'relu' }),
      dense('stage_1_back', 8),
      { name: 'stage_1_add', type: 'Add', inputs: ['pixels', 'stage_1_back'] },
      dense('stage_2_hidden', 8, { activation: 'relu' }),
      dense('stage_2_back', 8),
      { name: 'stage_2_add', type: 'Add', inputs: ['stage_1_add', 'stage_2_back'] },
      dense('last_hidden', 8, { activation: 'relu' }),
      dense('last_back', 8),
      { name: 'last_add', type: 'Add', inputs: ['stage_2_add', 'last_back'] },
      dense('classes', 3),
    ]);
  });

  test('is counted as the design that it stands for', () => {
    const analysis = analyzeText(text);
    const flat = analyzeText(JSON.stringify(parseDesign(text).design));
    expect(analysis.diagnostics).toEqual([]);
    expect(analysis.totals).toEqual(flat.totals);
    expect(analysis.layers.map(({ output }) => output)).toEqual(flat.layers.map(({ output }) => output));
    expect(analysis.outputs).toEqual(['classes']);
    const [stage, last] = analysis.instances;
    expect(stage).toMatchObject({ id: 'stage', block: 'residual', repeat: 2, inputs: ['pixels'], gives: ['stage_2_add'], once: 3 });
    expect(stage).toMatchObject({ output: [8], parameters: { total: 288 }, arithmetic: '2 × 144', members: { length: 6 } });
    expect(last).toMatchObject({ id: 'last', inputs: ['stage_2_add'], givesFirst: ['last_add'], parameters: { total: 144 } });
  });

  test('is named as it is in the file', () => {
    const { written, design } = parseDesign(text);
    expect(written?.layers.map(({ name }) => name)).toEqual(['pixels', 'stage', 'last', 'classes']);
    expect(design?.blocks).toBeUndefined();
    expect(parseDesign(serialize(written!)).design).toEqual(design);
    expect(serialize(parseDesign(serialize(written!)).written!)).toBe(serialize(written!));
  });

  test('shows each layer where its text is', () => {
    const { layers } = analyzeText(text);
    expect(layers[4]).toMatchObject({ id: 'stage_2_hidden', origin: { path: ['blocks', 'residual', 'layers', 1], instance: 0 } });
    expect(layers[0]?.origin?.path).toEqual(['layers', 0]);
  });
});

test('a block without an Input begins with what it is given', () => {
  const text = textOf({ two: { layers: [dense('a', 4), dense('b', 8)] } }, [pixels, block('x', 'two', { repeat: 2 })]);
  expect(layersOf(text)).toEqual([pixels, dense('x_1_a', 4), dense('x_1_b', 8), dense('x_2_a', 4), dense('x_2_b', 8)]);
  expect(analyzeText(text)).toMatchObject({ diagnostics: [], outputs: ['x_2_b'] });
});

test('a layer is repeated like a block of one', () => {
  const text = textOf({}, [pixels, dense('hidden', 4, { repeat: 3 }), dense('classes', 2)]);
  const analysis = analyzeText(text);
  expect(analysis.layers.map(({ id }) => id)).toEqual(['pixels', 'hidden_1', 'hidden_2', 'hidden_3', 'classes']);
  expect(analysis.instances).toMatchObject([
    { id: 'hidden', repeat: 3, type: 'Dense', parameters: { total: 36 + 20 + 20 }, arithmetic: '36 + 2 × 20' },
  ]);
  expect(analysis.diagnostics).toEqual([]);
});

test('blocks stand in one another', () => {
  const stage = { layers: [block('unit', 'residual', { repeat: 2 }), dense('shrink', 8)] };
  const text = textOf({ residual, stage }, [pixels, block('s', 'stage', { repeat: 2 })]);
  const analysis = analyzeText(text);
  expect(analysis.diagnostics).toEqual([]);
  expect(analysis.layers.map(({ id }) => id)).toContain('s_2_unit_1_add');
  expect(analysis.instances.map(({ id, parent }) => [id, parent])).toEqual([['s', undefined], ['s_1_unit', 's'], ['s_2_unit', 's']]); // prettier-ignore
  expect(analysis.instances[2]?.inputs).toEqual(['s_1_shrink']);
});

test('a block with several ends takes and gives them in order, and each can be named', () => {
  const cross: JsonObject = {
    layers: [
      { name: 'left', type: 'Input' },
      { name: 'right', type: 'Input' },
      { name: 'sum', type: 'Add', inputs: ['left', 'right'] },
      { name: 'product', type: 'Multiply', inputs: ['left', 'right'] },
    ],
  };
  const layers = [
    pixels,
    dense('a', 4),
    dense('b', 4, { inputs: ['pixels'] }),
    block('x', 'cross', { inputs: ['a', 'b'], repeat: 2 }),
    { name: 'both', type: 'Concatenate', inputs: ['x'] },
    dense('one', 2, { inputs: ['x/product'] }),
  ];
  const design = parseDesign(textOf({ cross }, layers)).design;
  expect(design?.layers.find(({ name }) => name === 'x_2_sum')?.inputs).toEqual(['x_1_sum', 'x_1_product']);
  expect(design?.layers.find(({ name }) => name === 'both')?.inputs).toEqual(['x_2_sum', 'x_2_product']);
  expect(design?.layers.find(({ name }) => name === 'one')?.inputs).toEqual(['x_2_product']);
  expect(analyzeText(textOf({ cross }, layers))).toMatchObject({ diagnostics: [], outputs: ['both', 'one'] });
});

test('a layer that is frozen is frozen within', () => {
  const { totals } = analyzeText(textOf({ residual }, [pixels, block('x', 'residual', { trainable: false })]));
  expect(totals).toMatchObject({ trainable: 0, nonTrainable: 144 });
});

test('names stay apart', () => {
  const text = textOf({ residual }, [pixels, dense('x_add', 8), block('x', 'residual'), dense('end', 2)]);
  expect(layersOf(text)?.map(({ name }) => name)).toEqual(['pixels', 'x_add', 'x_hidden', 'x_back', 'x_add_2', 'end']);
  expect(analyzeText(text).diagnostics).toEqual([]);
});

describe('what is wrong', () => {
  test('is told once, where it stands', () => {
    const wrong = { layers: [dense('a', 4, { activation: 'rellu' }), dense('b', 0)] };
    const text = textOf({ wrong }, [pixels, block('x', 'wrong', { repeat: 3 }), block('y', 'wrong')]);
    expect(problems(text)).toEqual(['field.wrong-value "rellu"', 'field.wrong-value 0']);
    expect(analyzeText(text).diagnostics[0]?.layer).toBe('x_1_a');
  });
  test('is told in the names of the block', () => {
    const bad: JsonObject = {
      layers: [{ name: 'in', type: 'Input' }, dense('back', 4), { name: 'add', type: 'Add', inputs: ['in', 'bakc'] }],
    };
    const text = textOf({ bad }, [pixels, block('x', 'bad')]);
    expect(sentence(text)).toBe('add takes bakc, but no layer has that name. Did you mean back?');
    expect(problems(text)).toEqual(['graph.dangling-input "bakc"']);
  });
  test('a shape that does not fit in one use', () => {
    const text = textOf({ residual }, [pixels, block('x', 'residual'), dense('wide', 9), block('y', 'residual')]);
    expect(problems(text)).toEqual(['shape.merge-mismatch "Add"']);
    expect(analyzeText(text).diagnostics[0]?.layer).toBe('y_add');
  });
  test.each<[string, JsonObject, Json[], string[]]>([
    ['no such block', { residual }, [pixels, block('x', 'residul')], ['block.unknown "residul"', 'block.unused "residual"']],
    ['no block named', { residual }, [pixels, block('y', 'residual'), { name: 'x', type: 'Block' }], ['field.required "Block"']],
    [
      'a block that holds itself',
      { a: { layers: [block('b', 'b')] }, b: { layers: [block('a', 'a')] } },
      [pixels, block('x', 'a')],
      ['block.cycle "a"'],
    ],
    ['a block of nothing', { none: { layers: [] } }, [pixels, block('x', 'none')], ['block.no-output "none"']],
    ['no times', { residual }, [pixels, block('x', 'residual', { repeat: 0 })], ['field.wrong-value 0']],
    ['half a time', {}, [pixels, dense('x', 2, { repeat: 1.5 })], ['field.wrong-value 1.5']],
    ['an Input again', {}, [{ ...pixels, repeat: 2 }, dense('x', 2)], ['field.unknown "repeat"']],
    ['too often', { residual }, [pixels, block('x', 'residual', { repeat: 1e9 })], ['block.too-many 1000000000']],
    ['no use', { residual }, [pixels, dense('x', 2)], ['block.unused "residual"']],
    [
      'a shape of its own',
      { s: { layers: [{ name: 'in', type: 'Input', shape: [3] }, dense('a', 2)] } },
      [pixels, block('x', 's')],
      ['block.input-field "shape"'],
    ],
    [
      'what comes in goes out',
      { s: { layers: [{ name: 'in', type: 'Input' }, dense('a', 2)], outputs: ['a', 'in'] } },
      [pixels, block('x', 's')],
      ['block.gives-input "in"'],
    ],
    [
      'one value for two',
      {
        s: {
          layers: [
            { name: 'l', type: 'Input' },
            { name: 'r', type: 'Input' },
            { name: 'add', type: 'Add', inputs: ['l', 'r'] },
          ],
        },
      },
      [pixels, block('x', 's')],
      ['graph.wrong-input-count "Block"'],
    ],
    [
      'unlike ends',
      {
        s: {
          layers: [
            { name: 'l', type: 'Input' },
            { name: 'r', type: 'Input' },
            { name: 'add', type: 'Add', inputs: ['l', 'r'] },
          ],
        },
      },
      [pixels, dense('a', 8), block('x', 's', { inputs: ['pixels', 'a'], repeat: 2 })],
      ['block.repeat-mismatch 2'],
    ],
    ['the same name twice', { s: { layers: [dense('a', 2), dense('a', 3)] } }, [pixels, block('x', 's')], ['layer.duplicate-name "a"']],
    [
      'no name',
      { s: { layers: [{ type: 'Dense', units: 2 }] } },
      [pixels, block('x', 's')],
      ['layer.missing-name {"type":"Dense","units":2}'],
    ],
    ['a field that a block has not', { residual }, [pixels, block('x', 'residual', { units: 3 })], ['field.unknown "units"']],
    ['no list', { s: { layers: 3 } }, [pixels, block('x', 's')], ['format.wrong-kind 3', 'block.no-output "s"']],
  ])('%s', (_, blocks, layers, expected) => {
    expect(problems(textOf(blocks, layers))).toEqual(expected);
  });

  test('nothing is made of what a file claims', () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`b${i}`, { layers: [block('x', `b${i + 1}`), block('y', `b${i + 1}`)] }]),
    );
    const analysis = analyzeText(textOf({ ...doubling, b40: { layers: [dense('a', 8)] } }, [pixels, block('x', 'b0')]));
    expect(analysis.diagnostics.some(({ code }) => code === 'block.too-many')).toBe(true);
    expect(analysis.layers.length).toBeLessThanOrEqual(MOST_LAYERS + 1);
    const deep = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`b${i}`, { layers: [block('x', `b${i + 1}`)] }]));
    const codes = analyzeText(textOf({ ...deep, b3000: { layers: [dense('a', 8)] } }, [pixels, block('x', 'b0')])).diagnostics.map(({ code }) => code); // prettier-ignore
    expect(codes).toContain('block.too-deep');
    const many = { layers: Array.from({ length: 5000 }, (_, i) => dense(`d${i}`, 8, i > 0 ? { inputs: [] } : {})) };
    const wide = { name: 'all', type: 'Concatenate', inputs: Array.from({ length: 2000 }, () => 'x') };
    expect(problems(textOf({ many }, [pixels, block('x', 'many'), wide]))[0]).toContain('size.too-large');
  });
});

test('no layer type has a field of these names', () => {
  expect(layerTypes.has('Block')).toBe(false);
  expect([...layerTypes.values()].filter(({ fields }) => fields.some(({ name }) => name === 'repeat'))).toEqual([]);
});

test('any blocks come to a design without blocks that is the same model', () => {
  const names = ['b0', 'b1', 'b2', 'b3'];
  const layer = fc.oneof(
    fc.record({
      type: fc.constant('Dense'),
      units: fc.integer({ min: 1, max: 5 }),
      repeat: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
    fc.record({
      type: fc.constant('Block'),
      block: fc.constantFrom(...names),
      repeat: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
  );
  const list = fc.array(layer, { minLength: 1, maxLength: 4 }).map((layers) => layers.map((one, i) => ({ name: `l${i}`, ...one })));
  fc.assert(
    fc.property(fc.tuple(list, list, list, list), list, ([b0, b1, b2, b3], layers) => {
      const text = JSON.stringify({ layerwise: 1, blocks: { b0: { layers: b0 }, b1: { layers: b1 }, b2: { layers: b2 }, b3: { layers: b3 } }, layers: [pixels, ...layers] }); // prettier-ignore
      const analysis = analyzeText(text);
      const flat = analyzeText(JSON.stringify(analysis.design));
      const names = analysis.layers.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(analyzeText(text)).toEqual(analysis);
      // What could not be expanded is told, and is not a layer of another design.
      if (analysis.diagnostics.some(({ severity }) => severity === 'error')) return;
      expect(flat.totals).toEqual(analysis.totals);
      expect(flat.diagnostics).toEqual([]);
      expect(analysis.instances.every(({ parameters, members }) => parameters && members.length > 0)).toBe(true);
    }),
  );
});
