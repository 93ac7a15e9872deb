import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits, copyLayers } from '../../../../src/core/edit';
import { layerOfId } from '../../../../src/core/analysis';
import type { Edit } from '../../../../src/core/edits';
import { fixesFor } from '../../../../src/core/fixes';
import { parseDesign } from '../../../../src/core/parse';

const PLAIN = `{
  "layerwise": 1,
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [8] },
    // where it begins
    { "name": "stem", "type": "Dense", "units": 8 },
    { "name": "hidden", "type": "Dense", "units": 8, "activation": "relu" }, // wide
    { "name": "back", "type": "Dense", "units": 8 },
    { "name": "add", "type": "Add", "inputs": ["stem", "back"] },
    { "name": "classes", "type": "Dense", "units": 2 }
  ]
}
`;
const BLOCKS = `{
  "layerwise": 1,
  "blocks": {
    "residual": {
      "layers": [
        { "name": "in", "type": "Input" },
        { "name": "hidden", "type": "Dense", "units": 8, "activation": "relu" },
        { "name": "back", "type": "Dense", "units": 8 },
        { "name": "add", "type": "Add", "inputs": ["in", "back"] }
      ]
    },
    "pair": {
      "layers": [
        { "name": "a", "type": "Dense", "units": 8 },
        { "name": "b", "type": "Dense", "units": 8 }
      ]
    }
  },
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [8] },
    { "name": "stage", "type": "Block", "block": "residual", "repeat": 2 },
    { "name": "end", "type": "Block", "block": "pair" },
    { "name": "classes", "type": "Dense", "units": 2 }
  ]
}
`;

function made(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  if (!result.ok) throw new Error(result.reason);
  return applyTextEdits(text, result.edits);
}
const selected = (text: string, edit: Edit) => {
  const result = applyEdit(text, edit);
  return result.ok ? result.select : result.reason;
};
const refusal = (text: string, edit: Edit) => {
  const result = applyEdit(text, edit);
  return result.ok ? undefined : result.reason;
};
/** The lines that differ, `-` the old ones and `+` the new ones. */
function changes(text: string, edit: Edit): string[] {
  const [old, now] = [text.split('\n'), made(text, edit).split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}
/** What a model is, whatever its layers are called. */
const model = (text: string) => {
  const { layers, order, outputs } = analyzeText(text);
  const place = new Map(order.map((id, i) => [id, i]));
  const rows = layers.map(({ id, type, output, inputs, parameters }) => [
    place.get(id),
    type,
    output,
    inputs.map((from) => place.get(from)),
    parameters?.total,
  ]);
  return [...rows.sort((a, b) => Number(a[0]) - Number(b[0])), outputs.map((id) => place.get(id))];
};

describe('wrapping', () => {
  test('makes a block of layers, with an Input where what comes in is taken twice', () => {
    expect(made(PLAIN, { type: 'wrapLayers', layers: ['hidden', 'back', 'add'], block: 'residual' })).toBe(`{
  "layerwise": 1,
  "blocks": {
    "residual": {
      "layers": [
        { "name": "in", "type": "Input" },
        { "name": "hidden", "type": "Dense", "units": 8, "activation": "relu" },
        { "name": "back", "type": "Dense", "units": 8 },
        { "name": "add", "type": "Add", "inputs": ["in", "back"] }
      ]
    }
  },
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [8] },
    // where it begins
    { "name": "stem", "type": "Dense", "units": 8 },
    { "name": "residual", "type": "Block", "block": "residual" },
    // wide
    { "name": "classes", "type": "Dense", "units": 2 }
  ]
}
`);
  });
  test('needs no Input where the first takes all', () => {
    const text = made(PLAIN, { type: 'wrapLayers', layers: ['hidden', 'back'], block: 'pair' });
    expect(parseDesign(text).written?.blocks?.pair?.layers.map(({ name, inputs }) => [name, inputs])).toEqual([['hidden', undefined], ['back', undefined]]); // prettier-ignore
    expect(model(text)).toEqual(model(PLAIN));
    expect(selected(PLAIN, { type: 'wrapLayers', layers: ['hidden', 'back'], block: 'pair' })).toEqual(['pair']);
  });
  test('a first one that names what it takes names nothing in the block', () => {
    const text = PLAIN.replace('"name": "hidden", "type": "Dense",', '"name": "hidden", "type": "Dense", "inputs": ["stem"],');
    const wrapped = made(text, { type: 'wrapLayers', layers: ['hidden', 'back'], block: 'pair' });
    expect(wrapped).toContain('{ "name": "hidden", "type": "Dense", "units": 8, "activation": "relu" }');
    expect(model(wrapped)).toEqual(model(PLAIN));
  });
  test('an Input where the first in the file takes a later one', () => {
    const lines = PLAIN.split('\n');
    const at = lines.findIndex((line) => line.includes('"hidden"'));
    const [hidden = '', back = ''] = lines.slice(at, at + 2);
    const named = [back.replace('"Dense",', '"Dense", "inputs": ["hidden"],'), hidden.replace('"Dense",', '"Dense", "inputs": ["stem"],')];
    const text = lines.toSpliced(at, 2, ...named).join('\n');
    const wrapped = made(text, { type: 'wrapLayers', layers: ['hidden', 'back'], block: 'pair' });
    expect(parseDesign(wrapped).written?.blocks?.pair?.layers.map(({ name, inputs }) => [name, inputs])).toEqual([['in', undefined], ['back', ['hidden']], ['hidden', ['in']]]); // prettier-ignore
    expect(analyzeText(wrapped).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  test('the training section follows their names', () => {
    const training = ',\n  "training": { "phases": [{ "freeze": ["hidden", "stem"], "epochs": 1 }] }\n}\n';
    const text = PLAIN.replace(/\n}\n$/, training);
    const wrapped = made(text, { type: 'wrapLayers', layers: ['hidden', 'back'], block: 'pair' });
    expect(wrapped).toContain('"freeze": ["pair_hidden", "stem"]');
    expect(analyzeText(wrapped).diagnostics.filter(({ code }) => code === 'training.freezes-no-layer')).toEqual([]);
  });
  test('within a block', () => {
    const text = made(BLOCKS, { type: 'wrapLayers', layers: ['stage_1_hidden', 'stage_1_back'], block: 'body' });
    expect(model(text)).toEqual(model(BLOCKS));
    expect(parseDesign(text).written?.blocks?.residual?.layers.map(({ name }) => name)).toEqual(['in', 'body', 'add']);
  });
  test.each<[string, string, readonly string[], string]>([
    [
      'an Input',
      PLAIN,
      ['pixels', 'stem'],
      'pixels is where samples come in, so it stays outside of a block. Select the others without it.',
    ],
    ['a gap', PLAIN, ['stem', 'back'], 'hidden lies between them, so they are no block without it. Select it, too.'],
    [
      'two ways out',
      PLAIN,
      ['stem', 'hidden'],
      'stem and hidden both give values to others. A block has one way out: select layers that end in one of them.',
    ],
    ['two lists', BLOCKS, ['classes', 'end_b'], 'end_b and classes do not stand in the same list of layers.'],
  ])('refuses %s', (_, text, layers, reason) => {
    const said = refusal(text, { type: 'wrapLayers', layers, block: 'new' });
    if (text === PLAIN) expect(said).toBe(reason);
    else expect(said).toContain('end_b');
  });
  test('refuses a name that is taken', () => {
    expect(refusal(BLOCKS, { type: 'wrapLayers', layers: ['classes'], block: 'pair' })).toBe('There is already a block called pair.');
    expect(refusal(BLOCKS, { type: 'wrapLayers', layers: ['classes'], block: ' ' })).toBe('A block needs a name.');
  });
});

describe('unwrapping', () => {
  test('puts the layers in the place of the block, under the names that they had', () => {
    const edit: Edit = { type: 'unwrapBlock', layer: 'stage' };
    const text = made(BLOCKS, edit);
    expect(parseDesign(text).design).toEqual(parseDesign(BLOCKS).design);
    expect(parseDesign(text).written?.blocks?.residual).toBeUndefined();
    expect(text).toContain('    { "name": "stage_1_add", "type": "Add", "inputs": ["pixels", "stage_1_back"] },\n');
    expect(selected(BLOCKS, edit)).toHaveLength(6);
  });
  test('the last block takes the key along', () => {
    const one = made(BLOCKS, { type: 'unwrapBlock', layer: 'stage' });
    const none = made(one, { type: 'unwrapBlock', layer: 'end' });
    expect(none).not.toContain('blocks');
    expect(parseDesign(none).design).toEqual(parseDesign(BLOCKS).design);
  });
  test('a layer that is repeated', () => {
    const text = made(PLAIN, { type: 'setField', layer: 'stem', field: 'repeat', value: 3 });
    expect(parseDesign(made(text, { type: 'unwrapBlock', layer: 'stem' })).design).toEqual(parseDesign(text).design);
    expect(refusal(PLAIN, { type: 'unwrapBlock', layer: 'stem' })).toBe('stem is a layer of its own already.');
  });
  test('a frozen one leaves frozen layers', () => {
    const text = made(BLOCKS, { type: 'setField', layer: 'end', field: 'trainable', value: false });
    expect(analyzeText(made(text, { type: 'unwrapBlock', layer: 'end' })).totals).toEqual(analyzeText(text).totals);
  });
});

describe('in a block', () => {
  test('a field is set once, wherever it is seen', () => {
    expect(changes(BLOCKS, { type: 'setField', layer: 'stage_2_back', field: 'use_bias', value: false })).toEqual([
      '-        { "name": "back", "type": "Dense", "units": 8 },',
      '+        { "name": "back", "type": "Dense", "units": 8, "use_bias": false },',
    ]);
    const both: Edit = {
      type: 'several',
      edits: ['stage_1_back', 'stage_2_back', 'classes'].map((layer) => ({ type: 'setField', layer, field: 'use_bias', value: false })),
    };
    expect(changes(BLOCKS, both)).toHaveLength(4);
  });
  test('layers are added, deleted, moved, copied and renamed', () => {
    const after = made(BLOCKS, { type: 'addLayer', layerType: 'Dropout', fields: { rate: 0.1 }, position: { after: 'stage_1_hidden' } });
    expect(analyzeText(after).layers.map(({ id }) => id)).toContain('stage_2_dropout');
    expect(selected(BLOCKS, { type: 'addLayer', layerType: 'ReLU', position: { after: 'stage_2_hidden' } })).toEqual(['stage_1_re_lu']);
    const gone = made(BLOCKS, { type: 'deleteLayers', layers: ['end_a'] });
    expect(analyzeText(gone).layers.map(({ id }) => id)).toEqual(analyzeText(BLOCKS).layers.map(({ id }) => id).filter((id) => id !== 'end_a')); // prettier-ignore
    expect(analyzeText(gone).diagnostics).toEqual([]);
    expect(changes(BLOCKS, { type: 'renameLayer', layer: 'stage_1_back', name: 'rear' })).toEqual([
      '-        { "name": "back", "type": "Dense", "units": 8 },',
      '-        { "name": "add", "type": "Add", "inputs": ["in", "back"] }',
      '+        { "name": "rear", "type": "Dense", "units": 8 },',
      '+        { "name": "add", "type": "Add", "inputs": ["in", "rear"] }',
    ]);
    expect(selected(BLOCKS, { type: 'renameLayer', layer: 'stage_1_back', name: 'rear' })).toEqual(['stage_1_rear']);
    expect(selected(BLOCKS, { type: 'duplicateLayers', layers: ['end_a'] })).toEqual(['end_a_1']);
    const order = analyzeText(made(BLOCKS, { type: 'moveLayer', layer: 'end_a', position: { after: 'end_b' } })).layers.map(({ id }) => id);
    expect(order.slice(-3)).toEqual(['end_b', 'end_a', 'classes']);
  });
  test('what comes in can be taken, and gets a name where it has none', () => {
    const text = made(BLOCKS, { type: 'addLayer', layerType: 'Add', fields: {}, position: { after: 'end_b' } });
    const wired = made(text, { type: 'connect', from: 'end', to: 'end_add' });
    expect(parseDesign(wired).written?.blocks?.pair?.layers.map(({ name }) => name)).toEqual(['in', 'a', 'b', 'add']);
    expect(analyzeText(wired).layers.find(({ id }) => id === 'end_add')?.inputs).toEqual(['end_b', 'stage_2_add']);
    expect(analyzeText(wired).diagnostics).toEqual([]);
    const back = made(BLOCKS, { type: 'disconnect', from: 'stage', to: 'stage_1_add' });
    expect(parseDesign(back).written?.blocks?.residual?.layers.at(-1)?.inputs).toEqual(['back']);
  });
  test('on what comes in', () => {
    const first = made(BLOCKS, { type: 'addLayer', layerType: 'ReLU', position: { edge: { from: 'end', to: 'end_a' } } });
    expect(parseDesign(first).written?.blocks?.pair?.layers.map(({ name }) => name)).toEqual(['re_lu', 'a', 'b']);
    const skip = made(BLOCKS, { type: 'addLayer', layerType: 'ReLU', position: { edge: { from: 'stage', to: 'stage_1_add' } } });
    expect(analyzeText(skip).layers.find(({ id }) => id === 'stage_1_add')?.inputs).toEqual(['stage_1_re_lu', 'stage_1_back']);
  });
  test('what a block gives is taken of the block', () => {
    const text = made(BLOCKS, { type: 'addLayer', layerType: 'ReLU', position: { edge: { from: 'stage_2_add', to: 'end' } } });
    expect(parseDesign(text).written?.layers.map(({ name }) => name)).toEqual(['pixels', 'stage', 're_lu', 'end', 'classes']);
    expect(refusal(BLOCKS, { type: 'connect', from: 'pixels', to: 'end_b' })).toContain('is in the block pair and pixels is not');
  });
  test('what stands first takes what comes in, where it took the one before by name', () => {
    const text = BLOCKS.replace('"name": "b", "type": "Dense",', '"name": "b", "type": "Dense", "inputs": ["a"],');
    const alone = made(text, { type: 'deleteLayers', layers: ['end_a'] });
    expect(parseDesign(alone).written?.blocks?.pair?.layers.map(({ name, inputs }) => [name, inputs])).toEqual([['b', undefined]]);
    expect(analyzeText(alone).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  test('a block that is deleted closes the gap, and one that holds the others goes with them', () => {
    const gone = made(BLOCKS, { type: 'deleteLayers', layers: ['stage', 'stage_1_add', 'end'] });
    expect(analyzeText(gone).layers.map(({ id }) => id)).toEqual(['pixels', 'classes']);
  });
  test('a value that is taken by the name of its layer keeps being taken', () => {
    const text = JSON.stringify({
      layerwise: 1,
      blocks: {
        fork: {
          layers: [
            { name: 'left', type: 'ReLU' },
            { name: 'right', type: 'ELU', inputs: ['left'] },
          ],
          outputs: ['left', 'right'],
        },
      },
      layers: [
        { name: 'in', type: 'Input', shape: [4] },
        { name: 'x', type: 'Block', block: 'fork' },
        { name: 'y', type: 'Dense', units: 2, inputs: ['x/left'] },
      ],
      outputs: ['y', 'x/right'],
    });
    expect(analyzeText(text)).toMatchObject({ diagnostics: [], outputs: ['y', 'x_right'] });
    const inner = made(text, { type: 'renameLayer', layer: 'x_left', name: 'first' });
    expect(parseDesign(inner).written?.layers[2]?.inputs).toEqual(['x/first']);
    expect(analyzeText(inner).diagnostics).toEqual([]);
    const outer = made(text, { type: 'renameLayer', layer: 'x', name: 'z' });
    expect(parseDesign(outer).written?.outputs).toEqual(['y', 'z/right']);
    expect(analyzeText(outer).diagnostics).toEqual([]);
    const without = made(text, { type: 'deleteLayers', layers: ['x'] });
    expect(analyzeText(without).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const apart = made(text, { type: 'unwrapBlock', layer: 'x' });
    expect(analyzeText(apart)).toMatchObject({ diagnostics: [], outputs: ['y', 'x_right'] });
  });
  test('a block gets another name, and all that use it', () => {
    expect(changes(BLOCKS, { type: 'renameBlock', block: 'pair', name: 'two' })).toEqual([
      '-    "pair": {',
      '-    { "name": "end", "type": "Block", "block": "pair" },',
      '+    "two": {',
      '+    { "name": "end", "type": "Block", "block": "two" },',
    ]);
    expect(refusal(BLOCKS, { type: 'renameBlock', block: 'pair', name: 'residual' })).toBe('There is already a block called residual.');
  });
});

test('a slip in the name of a block, and a block that nobody uses, are mended', () => {
  const slip = BLOCKS.replace('"block": "pair"', '"block": "pairs"');
  const analysis = analyzeText(slip);
  const mended = analysis.diagnostics.flatMap((diagnostic) => fixesFor(diagnostic, layerOfId(analysis, diagnostic.layer)));
  expect(mended.map(({ title }) => title)).toEqual(['Use pair', 'Remove the block pair']);
  expect(made(slip, mended[0]!.edit)).toBe(BLOCKS);
  expect(parseDesign(made(slip, mended[1]!.edit)).written?.blocks).not.toHaveProperty('pair');
  expect(refusal(BLOCKS, { type: 'deleteBlock', block: 'pair' })).toBe('The block pair is used, or not there any more.');
});

test('equal layers in a row become one that is repeated', () => {
  const row = made(BLOCKS, { type: 'unwrapBlock', layer: 'end' });
  const edit: Edit = { type: 'repeatLayers', layers: ['end_a', 'end_b'] };
  const text = made(row, edit);
  expect(text).toContain('{ "name": "end_a", "type": "Dense", "units": 8, "repeat": 2 }');
  expect(model(text)).toEqual(model(row));
  expect(selected(row, edit)).toEqual(['end_a']);
  expect(refusal(PLAIN, { type: 'repeatLayers', layers: ['stem', 'hidden'] })).toBe(
    'hidden is not the same as stem. Only equal layers can become one that is repeated.',
  );
  expect(refusal(PLAIN, { type: 'repeatLayers', layers: ['stem'] })).toBe('Select two or more equal layers that follow each other.');
});

describe('copy and paste', () => {
  const copied = (text: string, layers: readonly string[]): string => {
    const result = copyLayers(text, layers);
    if (!result.ok) throw new Error(result.reason);
    return result.text;
  };
  test('what is copied is a design', () => {
    expect(copied(BLOCKS, ['end', 'classes'])).toBe(`{
  "layerwise": 1,
  "blocks": {
    "pair": {
      "layers": [
        { "name": "a", "type": "Dense", "units": 8 },
        { "name": "b", "type": "Dense", "units": 8 }
      ]
    }
  },
  "layers": [
    { "name": "end", "type": "Block", "block": "pair" },
    { "name": "classes", "type": "Dense", "units": 2 }
  ]
}
`);
  });
  test('a row goes in behind the selected layer', () => {
    const text = made(PLAIN, { type: 'pasteLayers', text: copied(PLAIN, ['hidden', 'back']), position: { after: 'stem' } });
    const taken = (id: string) => analyzeText(text).layers.find((layer) => layer.id === id)?.inputs;
    expect([taken('hidden_1'), taken('back_1'), taken('hidden'), taken('add')]).toEqual([
      ['stem'],
      ['hidden_1'],
      ['back_1'],
      ['back_1', 'back'],
    ]);
    expect(selected(PLAIN, { type: 'pasteLayers', text: copied(PLAIN, ['hidden', 'back']), position: { after: 'stem' } })).toEqual([
      'hidden_1',
      'back_1',
    ]);
  });
  test('blocks come along; one that is there already stays, another one of that name gets its own', () => {
    const text = copied(BLOCKS, ['stage']);
    const pasted = made(PLAIN, { type: 'pasteLayers', text, position: { after: 'stem' } });
    expect(analyzeText(pasted).layers.map(({ id }) => id)).toContain('stage_2_add');
    expect(analyzeText(pasted).diagnostics).toEqual([]);
    const again = made(pasted, { type: 'pasteLayers', text, position: { after: 'stage' } });
    expect(Object.keys(parseDesign(again).written?.blocks ?? {})).toEqual(['residual']);
    const other = made(pasted, { type: 'pasteLayers', text: text.replace('relu', 'elu'), position: { after: 'stage' } });
    expect(parseDesign(other).written?.layers.map(({ block }) => block)).toEqual([undefined, undefined, 'residual', 'residual_1', undefined, undefined, undefined, undefined]); // prettier-ignore
    expect(analyzeText(other).diagnostics).toEqual([]);
  });
  test.each(['', 'hello', '[]', '{}', '[1]', '{ "layers": [{ "name": "a" }] }', '['.repeat(100_000)])('refuses %.20s', (text) => {
    expect(refusal(PLAIN, { type: 'pasteLayers', text, position: { end: true } })).toBe(
      'The clipboard holds no layers. Copy layers in a designer, or their JSON in a text editor.',
    );
  });
  test.each(['{ "name": "x", "type": "ReLU" }', '{ "name": "x", "type": "ReLU" },\n', '[{ "name": "x", "type": "ReLU" }]', '"layers": 1'])(
    'takes JSON of a text editor: %s',
    (text) => {
      const edit: Edit = { type: 'pasteLayers', text, position: { after: 'back' } };
      if (text.startsWith('"')) expect(refusal(PLAIN, edit)).toContain('no layers');
      else expect(analyzeText(made(PLAIN, edit)).layers.find(({ id }) => id === 'add')?.inputs).toEqual(['stem', 'x']);
    },
  );
  test('into an empty file and into a block', () => {
    expect(analyzeText(made('', { type: 'pasteLayers', text: PLAIN, position: { end: true } })).totals).toEqual(analyzeText(PLAIN).totals);
    const inner = made(BLOCKS, { type: 'pasteLayers', text: copied(PLAIN, ['hidden']), position: { after: 'end_a' } });
    expect(parseDesign(inner).written?.blocks?.pair?.layers.map(({ name }) => name)).toEqual(['a', 'hidden', 'b']);
    expect(refusal(BLOCKS, { type: 'pasteLayers', text: copied(BLOCKS, ['end']), position: { after: 'end_a' } })).toBe(
      'These layers hold the block pair, which cannot hold itself.',
    );
  });
});

test('wrapping and unwrapping any piece of a chain leaves the model', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 8 }), fc.nat(), fc.nat(), (units, a, b) => {
      const layers = units.map((size, i) => ({ name: `d${i}`, type: 'Dense', units: size }));
      const text = JSON.stringify({ layerwise: 1, layers: [{ name: 'in', type: 'Input', shape: [4] }, ...layers] }, null, 2);
      const [from, to] = [a % units.length, b % units.length].sort((x, y) => x - y) as [number, number];
      const wrapped = made(text, { type: 'wrapLayers', layers: layers.slice(from, to + 1).map(({ name }) => name), block: 'piece' });
      expect(model(wrapped)).toEqual(model(text));
      expect(analyzeText(wrapped).diagnostics).toEqual([]);
      expect(model(made(wrapped, { type: 'unwrapBlock', layer: 'piece' }))).toEqual(model(text));
      const repeated = made(wrapped, { type: 'setField', layer: 'piece', field: 'repeat', value: 3 });
      expect(model(made(repeated, { type: 'unwrapBlock', layer: 'piece' }))).toEqual(model(repeated));
      const copied = copyLayers(repeated, ['piece']);
      expect(copied.ok && analyzeText(made(text, { type: 'pasteLayers', text: copied.text, position: { end: true } })).layers).toHaveLength(1 + units.length + 3 * (to + 1 - from)); // prettier-ignore
    }),
    { numRuns: 60 },
  );
});

describe('moving several', () => {
  const order = (text: string) => analyzeText(text).layers.map(({ id, inputs }) => `${id}(${inputs.join()})`);
  const chain = JSON.stringify({ layerwise: 1, layers: ['a', 'b', 'c', 'd'].reduce<object[]>((all, name) => [...all, { name, type: 'ReLU' }], [{ name: 'in', type: 'Input', shape: [4] }]) }, null, 2); // prettier-ignore
  test('they go as one', () => {
    expect(order(made(chain, { type: 'moveLayers', layers: ['b', 'a'], position: { after: 'c' } }))).toEqual([
      'in()',
      'c(in)',
      'a(c)',
      'b(a)',
      'd(b)',
    ]);
    expect(order(made(chain, { type: 'moveLayers', layers: ['c', 'd'], position: { before: 'a' } }))).toEqual([
      'in()',
      'c(in)',
      'd(c)',
      'a(d)',
      'b(a)',
    ]);
    expect(order(made(chain, { type: 'moveLayers', layers: ['a', 'b'], position: { edge: { from: 'c', to: 'd' } } }))).toEqual([
      'in()',
      'c(in)',
      'a(c)',
      'b(a)',
      'd(b)',
    ]);
    expect(made(chain, { type: 'moveLayers', layers: ['a', 'b'], position: { after: 'a' } })).toBe(chain);
  });
  test('in a block', () => {
    const text = made(BLOCKS, { type: 'addLayer', layerType: 'ReLU', position: { after: 'end_b' } });
    const moved = made(text, { type: 'moveLayers', layers: ['end_a', 'end_b'], position: { after: 'end_re_lu' } });
    expect(parseDesign(moved).written?.blocks?.pair?.layers.map(({ name }) => name)).toEqual(['re_lu', 'a', 'b']);
    expect(analyzeText(moved).diagnostics).toEqual([]);
  });
  test('what is no piece stays', () => {
    expect(refusal(PLAIN, { type: 'moveLayers', layers: ['stem', 'back'], position: { after: 'add' } })).toContain('cannot move as one');
    expect(refusal(PLAIN, { type: 'moveLayers', layers: ['pixels', 'stem'], position: { after: 'add' } })).toContain(
      'where samples come in',
    );
    expect(refusal(BLOCKS, { type: 'moveLayers', layers: ['end_a', 'classes'], position: { after: 'end' } })).toContain('block pair');
  });
});
