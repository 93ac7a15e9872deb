import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { Edit } from '../../../../src/core/edits';

const example = readFileSync(new URL('../../../../examples/mnist-bn.layerwise.json', import.meta.url), 'utf8');

function after(text: string, ...edits: Edit[]): string {
  return edits.reduce((before, edit) => {
    const result = applyEdit(before, edit);
    if (!result.ok) throw new Error(result.reason);
    return applyTextEdits(before, result.edits);
  }, text);
}

function reason(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  return result.ok ? 'not refused' : result.reason;
}

/** Lines that are gone and lines that are new. */
function changed(text: string, ...edits: Edit[]): string[] {
  const [old, now] = [text.split('\n'), after(text, ...edits).split('\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  return [...gone, ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`)];
}

const file = (...layers: string[]): string =>
  `{\n  "layerwise": 1,\n  "layers": [\n${layers.map((layer) => `    ${layer}`).join('\n')}\n  ]\n}\n`;
const layersIn = (text: string): string[] =>
  text
    .split('\n')
    .slice(3, -3)
    .map((line) => line.slice(4));

describe('fields', () => {
  const set = (layer: string, field: string, value?: number | string | boolean | number[]): Edit => ({
    type: 'setField',
    layer,
    field,
    value,
  });

  test('one number changes one number', () => {
    expect(applyEdit(example, set('hidden1', 'units', 200))).toEqual({
      ok: true,
      edits: [{ offset: example.indexOf('300'), length: 3, content: '200' }],
      select: ['hidden1'],
    });
  });
  test('a new one stands where it belongs', () => {
    expect(changed(example, set('hidden1', 'use_bias', false))[1]).toBe(
      '+ { "name": "hidden1", "type": "Dense", "units": 300, "activation": "relu", "use_bias": false, "kernel_initializer": "he_normal" },',
    );
    expect(changed(example, set('bn', 'trainable', false))[1]).toBe(
      '+ { "name": "bn", "type": "BatchNormalization", "trainable": false },',
    );
  });
  test('one that goes takes its comma along', () => {
    expect(changed(example, set('hidden1', 'kernel_initializer'))[1]).toBe(
      '+ { "name": "hidden1", "type": "Dense", "units": 300, "activation": "relu" },',
    );
    expect(changed(example, set('hidden1', 'activation'), set('hidden1', 'kernel_initializer'), set('hidden1', 'units'))[1]).toBe(
      '+ { "name": "hidden1", "type": "Dense" },',
    );
    expect(applyEdit(example, set('hidden1', 'use_bias'))).toMatchObject({ ok: true, edits: [] });
  });
  test('inside of a list and an object only what differs is touched', () => {
    const text = file(
      '{ "name": "c", "type": "Conv2D", "kernel_size": [3 /* rows */, 3], "kernel_initializer": { "type": "x", /* s */ "seed": 1 } }',
    );
    expect(layersIn(after(text, set('c', 'kernel_size', [3, 5])))).toEqual([text.split('\n')[3]!.slice(4).replace(', 3]', ', 5]')]);
    const initializer = { type: 'setField', layer: 'c', field: 'kernel_initializer', value: { type: 'y', seed: 1 } } as const;
    expect(after(text, initializer)).toBe(text.replace('"x"', '"y"'));
  });
  test('lines of its own, tabs and Windows line ends are kept', () => {
    const text =
      '{\r\n\t"layerwise": 1,\r\n\t"layers": [\r\n\t\t{\r\n\t\t\t"name": "a", // mine\r\n\t\t\t"type": "Dense"\r\n\t\t}\r\n\t]\r\n}\r\n';
    expect(after(text, set('a', 'units', 3))).toBe(text.replace('"Dense"', '"Dense",\r\n\t\t\t"units": 3'));
    expect(after(text, set('a', 'inputs', [1]))).toBe(text.replace('"Dense"', '"Dense",\r\n\t\t\t"inputs": [1]'));
    expect(after(text, set('a', 'units', 3), set('a', 'units'))).toBe(text);
  });
  test('a file on one line stays on one line', () => {
    const text = '{"layerwise":1,"layers":[{"name":"a","type":"Dense"}]}';
    expect(after(text, set('a', 'units', 3))).toBe('{"layerwise":1,"layers":[{"name":"a","type":"Dense","units":3}]}');
  });
  test('comments on either side stay', () => {
    const text = file('{ "name": "a", /* of what */ "type": "Dense" /* kind */ } // first', '// the end');
    expect(layersIn(after(text, set('a', 'units', 3)))[0]).toBe(
      '{ "name": "a", /* of what */ "type": "Dense", "units": 3 /* kind */ } // first',
    );
    expect(after(text, set('a', 'units', 3), set('a', 'units'))).toBe(text);
  });
  test('a trailing comma stays one', () => {
    const text = file('{ "name": "a", "type": "Dense", },');
    expect(layersIn(after(text, set('a', 'units', 3)))).toEqual(['{ "name": "a", "type": "Dense", "units": 3, },']);
    expect(after(text, set('a', 'units', 3), set('a', 'units'))).toBe(text);
  });
  test('what cannot be', () => {
    expect(reason(example, set('nobody', 'units', 1))).toBe('There is no layer nobody in the design any more.');
    expect(reason(example, set('bn', 'momentum', NaN))).toBe('A file cannot hold a number that is not finite.');
    expect(reason(example, set('bn', 'type'))).toBe('A layer needs a type.');
    expect(reason(example, set('bn', 'name'))).toBe('A layer needs a name.');
  });
});

describe('adding a layer', () => {
  const add = (
    layerType: string,
    position: Extract<Edit, { type: 'addLayer' }>['position'],
    more: { name?: string; fields?: { units: number } } = {},
  ): Edit => ({
    type: 'addLayer',
    layerType,
    position,
    ...more,
  });

  test('in a chain it is one line', () => {
    expect(changed(example, add('Dropout', { after: 'hidden1' }))).toEqual(['+ { "name": "dropout", "type": "Dropout", "rate": 0.5 },']);
    expect(changed(example, add('Dense', { before: 'classes' }, { fields: { units: 7 } }))).toEqual([
      '+ { "name": "dense", "type": "Dense", "units": 7 },',
    ]);
    expect(changed(example, add('ReLU', { edge: { from: 'bn', to: 'hidden1' } }))).toEqual(['+ { "name": "re_lu", "type": "ReLU" },']);
  });
  test('at the end the layer before gets its comma', () => {
    expect(changed(example, add('Dense', { end: true }))).toEqual([
      '- { "name": "classes", "type": "Dense", "units": 10, "activation": "softmax" }',
      '+ { "name": "classes", "type": "Dense", "units": 10, "activation": "softmax" },',
      '+ { "name": "dense", "type": "Dense", "units": 32 }',
    ]);
  });
  test('names are Keras’s', () => {
    const names = ['Dense', 'Dense', 'MaxPooling2D', 'BatchNormalization', 'LeakyReLU', 'LSTM', 'Dense'];
    const text = after(example, ...names.map((type) => add(type, { end: true })));
    const made = (JSON.parse(text) as { layers: { name: string }[] }).layers.slice(8).map(({ name }) => name);
    expect(made).toEqual(['dense', 'dense_1', 'max_pooling2d', 'batch_normalization', 'leaky_re_lu', 'lstm', 'dense_2']);
  });
  test('another Input does not change what the next layer takes', () => {
    expect(changed(example, add('Input', { after: 'pixels' }))).toEqual([
      '- { "name": "flatten", "type": "Flatten" },',
      '+ { "name": "input", "type": "Input", "shape": [28, 28] },',
      '+ { "name": "flatten", "type": "Flatten", "inputs": ["pixels"] },',
    ]);
  });
  test('after one that several take, all of them take the new one; on an edge only that one does', () => {
    const text = file(
      '{ "name": "x", "type": "Input", "shape": [4] },',
      '{ "name": "a", "type": "Dense", "units": 4 },',
      '{ "name": "b", "type": "Dense", "units": 4, "inputs": ["x"] },',
      '{ "name": "sum", "type": "Add", "inputs": ["a", "b", "x"] }',
    );
    expect(layersIn(after(text, add('ReLU', { after: 'x' })))).toEqual([
      '{ "name": "x", "type": "Input", "shape": [4] },',
      '{ "name": "re_lu", "type": "ReLU" },',
      '{ "name": "a", "type": "Dense", "units": 4 },',
      '{ "name": "b", "type": "Dense", "units": 4, "inputs": ["re_lu"] },',
      '{ "name": "sum", "type": "Add", "inputs": ["a", "b", "re_lu"] }',
    ]);
    expect(changed(text, add('ReLU', { edge: { from: 'x', to: 'sum' } }))).toEqual([
      '- { "name": "sum", "type": "Add", "inputs": ["a", "b", "x"] }',
      '+ { "name": "re_lu", "type": "ReLU", "inputs": ["x"] },',
      '+ { "name": "sum", "type": "Add", "inputs": ["a", "b", "re_lu"] }',
    ]);
    expect(changed(text, add('ReLU', { before: 'b' }))).toEqual([
      '- { "name": "b", "type": "Dense", "units": 4, "inputs": ["x"] },',
      '+ { "name": "re_lu", "type": "ReLU", "inputs": ["x"] },',
      '+ { "name": "b", "type": "Dense", "units": 4, "inputs": ["re_lu"] },',
    ]);
    expect(reason(text, add('ReLU', { before: 'sum' }))).toBe('sum takes 3 layers. Choose the connection on which the layer should stand.');
    expect(reason(text, add('ReLU', { before: 'x' }))).toBe('Nothing comes before x: it is an Input, where samples come in.');
  });
  test('a merge at the end takes all loose ends', () => {
    const text = file(
      '{ "name": "x", "type": "Input", "shape": [4] },',
      '{ "name": "a", "type": "ReLU" },',
      '{ "name": "b", "type": "ReLU", "inputs": ["x"] }',
    );
    expect(layersIn(after(text, add('Concatenate', { end: true }))).at(-1)).toBe(
      '{ "name": "concatenate", "type": "Concatenate", "inputs": ["a", "b"] }',
    );
  });
  test('the outputs that are named follow', () => {
    const text = example.replace('"training"', '"outputs": ["classes"],\n  "training"');
    expect(after(text, add('ReLU', { after: 'classes' }))).toContain('"outputs": ["re_lu"]');
    expect(after(text, add('ReLU', { end: true }))).toContain('"outputs": ["re_lu"]');
  });
  test('in the manner of its neighbours', () => {
    const text = `{ "layerwise": 1, "layers": [\n  { // in\n    "name": "x",\n    "type": "Input", "shape": [4]\n  }\n] }`;
    expect(after(text, add('Dense', { after: 'x' }))).toBe(
      text.replace('\n  }\n]', '\n  },\n  {\n    "name": "dense",\n    "type": "Dense",\n    "units": 32\n  }\n]'),
    );
  });
  test('between comments', () => {
    const text = file(
      '// what comes in',
      '{ "name": "x", "type": "Input", "shape": [4] }, // pixels',
      '// what it makes',
      '{ "name": "a", "type": "ReLU" } // last',
    );
    expect(layersIn(after(text, add('Flatten', { after: 'x' }), add('Softmax', { after: 'a' })))).toEqual([
      '// what comes in',
      '{ "name": "x", "type": "Input", "shape": [4] }, // pixels',
      '{ "name": "flatten", "type": "Flatten" },',
      '// what it makes',
      '{ "name": "a", "type": "ReLU" }, // last',
      '{ "name": "softmax", "type": "Softmax" }',
    ]);
  });
  test('to a file with nothing in it, without layers, or with none yet', () => {
    const input = '{ "name": "input", "type": "Input", "shape": [28, 28] }';
    expect(after('', add('Input', { end: true }))).toBe(file(input));
    expect(after('{\n  "layerwise": 1\n}', add('Input', { end: true }))).toBe(`{\n  "layerwise": 1,\n  "layers": [\n    ${input}\n  ]\n}`);
    expect(after('{\n  "layerwise": 1,\n  "layers": [] // none\n}', add('Input', { end: true }))).toBe(
      `{\n  "layerwise": 1,\n  "layers": [\n    ${input}\n  ] // none\n}`,
    );
    expect(after('{\n  "layerwise": 1,\n  "layers": [\n    // soon\n  ]\n}', add('Input', { end: true }))).toBe(
      `{\n  "layerwise": 1,\n  "layers": [\n    // soon\n    ${input}\n  ]\n}`,
    );
  });
  test('what cannot be', () => {
    expect(reason(example, add('Dens', { end: true }))).toBe('There is no layer type Dens. Did you mean Dense?');
    expect(reason(example, add('Dense', { end: true }, { name: 'bn' }))).toBe('There is already a layer called bn.');
    expect(reason(example, add('Input', { edge: { from: 'bn', to: 'hidden1' } }))).toContain('cannot stand on a connection');
    expect(reason(example, add('ReLU', { edge: { from: 'pixels', to: 'classes' } }))).toBe('classes does not take pixels any more.');
    expect(reason(example.replace(/"layers": \[.*?\],/s, '"layers": 5,'), add('ReLU', { end: true }))).toContain('"layers" is not a list');
  });
});

describe('deleting', () => {
  const remove = (...layers: string[]): Edit => ({ type: 'deleteLayers', layers });
  const branch = file(
    '{ "name": "x", "type": "Input", "shape": [4] },',
    '{ "name": "a", "type": "Dense", "units": 4 },',
    '{ "name": "b", "type": "Dense", "units": 4 },',
    '{ "name": "sum", "type": "Add", "inputs": ["b", "x"] },',
    '{ "name": "out", "type": "Dense", "units": 1 }',
  );

  test('in a chain it is lines that go', () => {
    expect(changed(example, remove('hidden1', 'bn1'))).toEqual([
      '- { "name": "hidden1", "type": "Dense", "units": 300, "activation": "relu", "kernel_initializer": "he_normal" },',
      '- { "name": "bn1", "type": "BatchNormalization" },',
    ]);
    expect(after(example, remove('classes'))).toContain('"BatchNormalization" }\n  ],');
  });
  test('the gap closes on each side', () => {
    expect(layersIn(after(branch, remove('b')))[2]).toBe('{ "name": "sum", "type": "Add", "inputs": ["a", "x"] },');
    expect(layersIn(after(branch, remove('a', 'b')))[1]).toBe('{ "name": "sum", "type": "Add", "inputs": ["x", "x"] },');
    expect(layersIn(after(branch, remove('x')))[2]).toBe('{ "name": "sum", "type": "Add", "inputs": ["b"] },');
  });
  test('where one cannot take what several were, it says what to do', () => {
    expect(reason(branch, remove('sum'))).toBe(
      'sum brings 2 layers together, and out can take only one of them. First connect out to the one that it should take.',
    );
    expect(after(branch, { type: 'connect', from: 'b', to: 'out' }, remove('sum'))).not.toContain('sum');
  });
  test('outputs follow, and go when none is left', () => {
    const text = branch.replace('  ]\n}', '  ],\n  "outputs": ["out"]\n}');
    expect(after(text, remove('out'))).toContain('"outputs": ["sum"]');
    expect(after(text, remove('x', 'a', 'b', 'sum', 'out'))).toBe('{\n  "layerwise": 1,\n  "layers": []\n}\n');
  });
  test('comments around it stay', () => {
    const text = file(
      '// first',
      '{ "name": "x", "type": "ReLU" }, // x',
      '/* a */ { "name": "a", "type": "ReLU" }, { "name": "b", "type": "ReLU" } // b',
    );
    expect(layersIn(after(text, remove('x')))).toEqual(['// first', '// x', text.split('\n')[5]!.slice(4)]);
    expect(layersIn(after(text, remove('b')))[2]).toBe('/* a */ { "name": "a", "type": "ReLU" } // b');
    expect(layersIn(after(text, remove('a')))[2]).toBe('/* a */ { "name": "b", "type": "ReLU" } // b');
  });
  test('layers without a name, and selects the one before', () => {
    const text = file('{ "name": "x", "type": "ReLU" },', '{ "type": "ReLU" },', '{ "name": "x", "type": "ReLU" }');
    expect(layersIn(after(text, remove('#1', '#2')))).toEqual(['{ "name": "x", "type": "ReLU" }']);
    expect(applyEdit(text, remove('#2'))).toMatchObject({ select: ['#1'] });
  });
  test('ten thousand of them at once', () => {
    const many = file(
      ...Array.from({ length: 10_000 }, (_, i) => `{ "name": "l${i}", "type": "ReLU" },`),
      '{ "name": "end", "type": "ReLU" }',
    );
    const names = Array.from({ length: 10_000 }, (_, i) => `l${i}`);
    expect(after(many, remove(...names))).toBe(file('{ "name": "end", "type": "ReLU" }'));
  });
});

describe('renaming', () => {
  const rename = (layer: string, name: string): Edit => ({ type: 'renameLayer', layer, name });
  test('references follow, nothing else changes', () => {
    const text = file('{ "name": "x", "type": "Input" },', '{ "name": "a", "type": "Add", "inputs": ["x", /* again */ "x"] }').replace(
      '  ]\n}',
      '  ],\n  "outputs": ["x"]\n}',
    );
    expect(after(text, rename('x', 'y'))).toBe(text.replaceAll('"x"', '"y"'));
    expect(after(text, { type: 'setField', layer: 'x', field: 'name', value: 'y' })).toBe(text.replaceAll('"x"', '"y"'));
  });
  test('a layer without a name gets one', () => {
    expect(layersIn(after(file('{ "type": "ReLU" }'), rename('#0', 'r')))).toEqual(['{ "name": "r", "type": "ReLU" }']);
  });
  test.each([
    ['', 'A layer needs a name.'],
    ['flatten', 'There is already a layer called flatten.'],
    ['a/b', 'A layer’s name cannot have a slash in it: its weights are saved as layer/weight.'],
    ['#1', 'A layer’s name cannot begin with #.'],
  ])('not to %j', (name, words) => expect(reason(example, rename('bn', name))).toBe(words));
  test('to what it is called already is no change', () =>
    expect(applyEdit(example, rename('bn', 'bn'))).toMatchObject({ ok: true, edits: [] }));
});

describe('moving', () => {
  const names = (text: string): string[] => [...text.matchAll(/"name": "(\w+)", "type/g)].map(([, name]) => name ?? '');
  test('in a chain only the line moves', () => {
    const moved = after(example, { type: 'moveLayer', layer: 'bn', position: { after: 'bn1' } });
    expect(names(moved)).toEqual(['pixels', 'flatten', 'hidden1', 'bn1', 'bn', 'hidden2', 'bn2', 'classes']);
    expect(moved.split('\n').toSorted()).toEqual(example.split('\n').toSorted());
    expect(after(moved, { type: 'moveLayer', layer: 'bn', position: { before: 'hidden1' } })).toBe(example);
  });
  test('to the end and back, with its comma', () => {
    const moved = after(example, { type: 'moveLayer', layer: 'bn2', position: { end: true } });
    expect(names(moved).slice(-2)).toEqual(['classes', 'bn2']);
    expect(after(moved, { type: 'moveLayer', layer: 'bn2', position: { before: 'classes' } })).toBe(example);
  });
  test('to where it is', () => {
    expect(applyEdit(example, { type: 'moveLayer', layer: 'bn', position: { after: 'bn' } })).toMatchObject({
      ok: true,
      edits: [],
      select: ['bn'],
    });
  });
  test('not before an Input, and not a merge', () => {
    expect(reason(example, { type: 'moveLayer', layer: 'bn', position: { before: 'pixels' } })).toContain('Nothing comes before pixels');
    const text = file(
      '{ "name": "x", "type": "Input", "shape": [4] },',
      '{ "name": "a", "type": "ReLU" },',
      '{ "name": "s", "type": "Add", "inputs": ["a", "x"] }',
    );
    expect(reason(text, { type: 'moveLayer', layer: 's', position: { after: 'x' } })).toBe(
      's takes 2 layers, so it cannot move as one. Connect it by hand instead.',
    );
  });
});

describe('duplicating', () => {
  test('a row goes on behind itself', () => {
    expect(changed(example, { type: 'duplicateLayers', layers: ['hidden1', 'bn1'] })).toEqual([
      '+ { "name": "hidden1_1", "type": "Dense", "units": 300, "activation": "relu", "kernel_initializer": "he_normal" },',
      '+ { "name": "bn1_1", "type": "BatchNormalization" },',
    ]);
  });
  test('an Input stands beside the first one', () => {
    expect(changed(example, { type: 'duplicateLayers', layers: ['pixels'] })).toEqual([
      '- { "name": "flatten", "type": "Flatten" },',
      '+ { "name": "pixels_1", "type": "Input", "shape": [28, 28] },',
      '+ { "name": "flatten", "type": "Flatten", "inputs": ["pixels"] },',
    ]);
  });
  test('with the comments inside of it', () => {
    const text = file('{ "name": "x", "type": "Input", "shape": [4] },', '{ "name": "d_1", /* wide */ "type": "Dense", "units": 4 }');
    expect(layersIn(after(text, { type: 'duplicateLayers', layers: ['d_1'] })).at(-1)).toBe(
      '{ "name": "d_2", /* wide */ "type": "Dense", "units": 4 }',
    );
  });
});

describe('connecting', () => {
  const text = file(
    '{ "name": "x", "type": "Input", "shape": [4] },',
    '{ "name": "a", "type": "Dense", "units": 4 },',
    '{ "name": "b", "type": "Dense", "units": 4 },',
    '{ "name": "sum", "type": "Add", "inputs": ["a", "b"] }',
  );
  const connect = (from: string, to: string, input?: number): Edit => ({ type: 'connect', from, to, input });

  test('a merge takes one more, anywhere among the others', () => {
    expect(layersIn(after(text, connect('x', 'sum')))[3]).toBe('{ "name": "sum", "type": "Add", "inputs": ["a", "b", "x"] }');
    expect(layersIn(after(text, connect('x', 'sum', 0)))[3]).toBe('{ "name": "sum", "type": "Add", "inputs": ["x", "a", "b"] }');
  });
  test('a layer that takes one takes this one now', () => {
    expect(layersIn(after(text, connect('x', 'b')))[2]).toBe('{ "name": "b", "type": "Dense", "inputs": ["x"], "units": 4 },');
    expect(applyEdit(text, connect('a', 'b'))).toMatchObject({ ok: true, edits: [] });
  });
  test('one that has no name gets one', () => {
    const unnamed = file('{ "type": "Input", "shape": [4] },', '{ "name": "a", "type": "ReLU" },', '{ "name": "b", "type": "ReLU" }');
    expect(layersIn(after(unnamed, connect('#0', 'b')))).toEqual([
      '{ "name": "input", "type": "Input", "shape": [4] },',
      '{ "name": "a", "type": "ReLU" },',
      '{ "name": "b", "type": "ReLU", "inputs": ["input"] }',
    ]);
  });
  test('taken away again', () => {
    expect(layersIn(after(text, { type: 'disconnect', from: 'a', to: 'sum' }))[3]).toBe(
      '{ "name": "sum", "type": "Add", "inputs": ["b"] }',
    );
    expect(layersIn(after(text, { type: 'disconnect', from: 'a', to: 'b' }))[2]).toBe(
      '{ "name": "b", "type": "Dense", "inputs": [], "units": 4 },',
    );
  });
  test('what cannot be', () => {
    expect(reason(text, connect('b', 'a'))).toBe('That would make a circle: a → b → a.');
    expect(reason(text, connect('a', 'a'))).toBe('That would make a circle: a → a.');
    expect(reason(text, connect('a', 'x'))).toBe('x is an Input, where samples come in: it takes no other layer.');
    expect(reason(text, connect('a', 'sum'))).toBe('sum takes a already.');
    expect(reason(text, { type: 'disconnect', from: 'x', to: 'sum' })).toBe('sum does not take x.');
    const dot = text.replace('"Add"', '"Dot", "axes": 1');
    expect(reason(dot, connect('x', 'sum'))).toBe('sum takes 2 layers already. Disconnect one of them first.');
    const twins = text.replace('"name": "b"', '"name": "a"');
    expect(reason(twins, connect('#2', 'sum'))).toBe('Two layers are called a. Give each a name of its own first.');
  });
});

describe('the rest of the file', () => {
  const set = (path: (string | number)[], value?: Extract<Edit, { type: 'setTraining' }>['value']): Edit => ({
    type: 'setTraining',
    path,
    value,
  });

  test('its name', () => {
    expect(changed(example, { type: 'setName', name: 'net' })).toEqual(['- "name": "mnist-bn",', '+ "name": "net",']);
    expect(changed(example, { type: 'setName', name: '' })).toEqual(['- "name": "mnist-bn",']);
    expect(changed(file('{}'), { type: 'setName', name: 'net' })).toEqual(['+ "name": "net",']);
  });
  test('a value of the training section', () => {
    expect(changed(example, set(['epochs'], 9))).toEqual(['- "epochs": 5,', '+ "epochs": 9,']);
    expect(changed(example, set(['seed']))).toEqual(['- "epochs": 5,', '- "seed": 42', '+ "epochs": 5']);
    expect(changed(example, set(['shuffle'], false))).toEqual(['+ "shuffle": false,']);
    expect(changed(example, set(['data', 'validation'], { last_fraction: 0.1 }))[1]).toContain('"validation": { "last_fraction": 0.1 } },');
    expect(changed(example, set(['metrics', 1], 'mae'))[1]).toBe('+ "metrics": ["accuracy", "mae"],');
    expect(changed(example, set(['metrics', 0]))[1]).toBe('+ "metrics": [],');
    expect(applyEdit(example, set(['data', 'targets']))).toMatchObject({ ok: true, edits: [] });
  });
  test('a name becomes an object where it needs room for arguments', () => {
    expect(changed(example, set(['loss', 'from_logits'], true))[1]).toBe(
      '+ "loss": { "type": "sparse_categorical_crossentropy", "from_logits": true },',
    );
    expect(changed(example, set(['optimizer', 'momentum']))[1]).toBe('+ "optimizer": { "type": "SGD", "learning_rate": 0.01 },');
  });
  test('what is missing on the way is made', () => {
    expect(after(file('{}'), set(['data', 'dataset'], 'mnist'), set(['loss'], 'huber'))).toBe(
      '{\n  "layerwise": 1,\n  "layers": [\n    {}\n  ],\n  "training": {\n    "data": { "dataset": "mnist" },\n    "loss": "huber"\n  }\n}\n',
    );
  });
  test('the section goes', () => expect(after(file('{}'), set(['loss'], 'huber'), set([]))).toBe(file('{}')));
  test('what cannot be', () => {
    expect(reason(example, set(['metrics', 5], 'mae'))).toBe('"training.metrics" has only 1 entries.');
    expect(reason(example, set(['metrics', 'x'], 1))).toBe('"training.metrics" is a list, so it has no "x".');
  });
});

test('a template takes the place of a design without layers, and of no other', () => {
  expect(after('{ "layerwise": 1 }', { type: 'useTemplate', text: example })).toBe(example);
  expect(after('', { type: 'useTemplate', text: example })).toBe(example);
  expect(reason(example, { type: 'useTemplate', text: '{}' })).toContain('this one has some');
});

test('what is no layer keeps its place among them', () => {
  const text = file('{ "name": "x", "type": "ReLU" },', '"Dense", // ?', '{ "name": "y", "type": "ReLU" }');
  const add: Edit = { type: 'addLayer', layerType: 'Softmax', position: { before: 'y' } };
  expect(layersIn(after(text, add))[2]).toBe('{ "name": "softmax", "type": "Softmax" },');
  expect(layersIn(after(text, { type: 'deleteLayers', layers: ['#1'] }))).toEqual([
    '{ "name": "x", "type": "ReLU" },',
    '// ?',
    '{ "name": "y", "type": "ReLU" }',
  ]);
  expect(reason(text, { type: 'setField', layer: '#1', field: 'units', value: 1 })).toContain('is not a layer that can be changed here');
  expect(layersIn(after(text, { type: 'moveLayer', layer: '#1', position: { end: true } })).at(-1)).toBe('"Dense"');
});

describe('a text that is not edited', () => {
  const edit: Edit = { type: 'setName', name: 'x' };
  test.each([
    ['{\n  "layerwise": 1\n  "layers": [] }', 'Line 3, column 3: a comma is missing here. Put that right in the text editor first.'],
    ['[]', 'A design is a JSON object, but this file holds a list. Start with { "layerwise": 1, "layers": [] }.'],
    [
      '{ "layerwise": 2, "layers": [] }',
      'This design is of version 2, and this Layerwise knows version 1. Update Layerwise; until then it changes nothing in this file.',
    ],
  ])('%j', (text, words) => expect(reason(text, edit)).toBe(words));
});
