import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { describe as words } from '../../../src/core/describe';
import type { Json, JsonObject } from '../../../src/core/document';
import { locate, position } from '../../../src/core/locate';

const pixels = { name: 'pixels', type: 'Input', shape: [28, 28] };
const flatten = { name: 'flatten', type: 'Flatten' };
const dense = (name: string, units: Json, more: JsonObject = {}) => ({ name, type: 'Dense', units, ...more });
const textOf = (layers: Json[], more: JsonObject = {}): string => JSON.stringify({ layerwise: 1, layers, ...more });
const analyze = (layers: Json[], more: JsonObject = {}) => analyzeText(textOf(layers, more));

/** Each problem as `severity code the text it points at`. */
function problems(layers: Json[], more: JsonObject = {}): string[] {
  const text = textOf(layers, more);
  return analyzeText(text).diagnostics.map(({ severity, code, place }) => {
    const { offset, length } = locate(text, place);
    return `${severity} ${code} ${text.slice(offset, offset + length)}`;
  });
}
const sentences = (layers: Json[], more: JsonObject = {}): string[] => analyze(layers, more).diagnostics.map(words);
const outputs = (layers: Json[], more: JsonObject = {}) => analyze(layers, more).layers.map(({ output }) => output);

describe('a chain', () => {
  const layers = [pixels, flatten, dense('hidden', 300, { activation: 'relu' }), dense('classes', 10)];
  const analysis = analyze(layers);

  test('knows every shape, parameter and cost', () => {
    expect(analysis.diagnostics).toEqual([]);
    expect(analysis.layers.map(({ output }) => output)).toEqual([[28, 28], [784], [300], [10]]);
    expect(analysis.layers[2]).toMatchObject({
      id: 'hidden',
      index: 2,
      inputs: ['flatten'],
      inputShapes: [[784]],
      parameters: { total: 235500, trainable: 235500, nonTrainable: 0 },
      arithmetic: '784 × 300 + 300',
      multiplyAdds: 784 * 300,
      activationBytes: 1200,
      frozen: false,
      used: true,
    });
    expect(analysis.totals).toEqual({
      total: 238510,
      trainable: 238510,
      nonTrainable: 0,
      bytes: 4 * 238510,
      multiplyAdds: 784 * 300 + 300 * 10,
      activationBytes: 4 * (784 + 784 + 300 + 10),
      complete: true,
      stopsAt: undefined,
    });
  });

  test('has edges, order, inputs and outputs', () => {
    expect(analysis.order).toEqual(['pixels', 'flatten', 'hidden', 'classes']);
    expect(analysis.inputs).toEqual(['pixels']);
    expect(analysis.outputs).toEqual(['classes']);
    expect(analysis.edges[1]).toEqual({ from: 'flatten', to: 'hidden', input: 0, shape: [784] });
    expect(analysis.edges).toHaveLength(3);
  });

  test('of a frozen layer all weights are not trainable', () => {
    const frozen = analyze([pixels, flatten, { name: 'bn', type: 'BatchNormalization', trainable: false }, dense('classes', 10)]);
    expect(frozen.layers[2]).toMatchObject({ frozen: true, parameters: { total: 3136, trainable: 0, nonTrainable: 3136 } });
    expect(frozen.layers[2]?.weights?.every(({ trainable }) => !trainable)).toBe(true);
    expect(frozen.totals).toMatchObject({ trainable: 7850, nonTrainable: 3136 });
  });
});

describe('branches', () => {
  const layers: Json[] = [
    { name: 'add', type: 'Add', inputs: ['long', 'x'] },
    { name: 'x', type: 'Input', shape: [8] },
    { name: 'short', type: 'Dense', units: 8 },
    { name: 'long', type: 'Dense', units: 8 },
    { name: 'out', type: 'Dense', units: 1, inputs: ['add'] },
  ];
  test('are ordered so that inputs come first, in whatever order they are written', () => {
    const { order, diagnostics, layers: analyzed, edges } = analyze(layers);
    expect(diagnostics).toEqual([]);
    expect(order).toEqual(['x', 'short', 'long', 'add', 'out']);
    expect(analyzed[0]).toMatchObject({ name: 'add', inputs: ['long', 'x'], output: [8] });
    expect(edges.filter(({ to }) => to === 'add')).toEqual([
      { from: 'long', to: 'add', input: 0, shape: [8] },
      { from: 'x', to: 'add', input: 1, shape: [8] },
    ]);
  });

  test('one layer may be taken twice', () => {
    const twice: Json[] = [
      { name: 'x', type: 'Input', shape: [8] },
      { name: 'add', type: 'Add', inputs: ['x', 'x'] },
    ];
    expect(analyze(twice)).toMatchObject({ diagnostics: [], outputs: ['add'] });
  });

  test('outputs that are named', () => {
    const analysis = analyze(layers, { outputs: ['short', 'add'] });
    expect(analysis.outputs).toEqual(['short', 'add']);
    expect(problems(layers, { outputs: ['short', 'add'] })).toEqual(['warning graph.unreachable "out"']);
    expect(analysis.layers.map(({ used }) => used)).toEqual([true, true, true, true, false]);
    expect(analysis.totals.total).toBe(2 * 72);
  });

  test('an Input that nobody takes is no output', () => {
    const unused = [pixels, { name: 'other', type: 'Input', shape: [3] }, dense('out', 2)];
    expect(analyze(unused).outputs).toEqual(['out']);
    expect(problems(unused)).toEqual(['warning graph.unreachable "pixels"']);
    expect(analyze([pixels]).outputs).toEqual(['pixels']);
  });
});

describe('what is wrong with the graph', () => {
  test.each<[string, Json[], JsonObject, string[]]>([
    ['nothing there', [], {}, ['error graph.no-layers []']],
    ['no Input', [flatten, dense('a', 3)], {}, ['error graph.no-input "Flatten"']],
    [
      'no Input before this one',
      [dense('a', 3), { name: 'x', type: 'Input', shape: [3] }, dense('b', 3)],
      {},
      ['error graph.wrong-input-count "Dense"'],
    ],
    ['a name that no layer has', [pixels, dense('a', 3, { inputs: ['pixel'] })], {}, ['error graph.dangling-input "pixel"']],
    [
      'an output that no layer has',
      [pixels, flatten],
      { outputs: ['flaten'] },
      ['error graph.missing-output ["flaten"]', 'error graph.dangling-output "flaten"'],
    ],
    ['no output at all', [pixels, flatten], { outputs: [] }, ['error graph.missing-output []']],
    ['a merge with one input', [pixels, { name: 'add', type: 'Add' }], {}, ['error graph.wrong-input-count "Add"']],
    [
      'a Dense with two',
      [pixels, flatten, dense('a', 3, { inputs: ['flatten', 'pixels'] })],
      {},
      ['error graph.wrong-input-count ["flatten","pixels"]'],
    ],
    [
      'an Input that takes something',
      [pixels, { ...pixels, name: 'b', inputs: ['pixels'] }],
      {},
      ['error graph.input-takes-none ["pixels"]'],
    ],
    ['the same name twice', [pixels, flatten, { name: 'flatten', type: 'Flatten' }], {}, ['error layer.duplicate-name "flatten"']],
    ['no name', [pixels, { type: 'Flatten' }], {}, ['error layer.missing-name {"type":"Flatten"}']],
    ['no type', [pixels, { name: 'a' }], {}, ['error layer.missing-type {"name":"a"}']],
    ['a slash in a name', [pixels, { name: 'a/b', type: 'Flatten' }], {}, ['error field.wrong-value "a/b"']],
    ['an unknown type', [pixels, { name: 'a', type: 'Flaten' }], {}, ['error layer.unknown-type "Flaten"']],
    ['it takes itself', [pixels, dense('a', 3, { inputs: ['a'] })], {}, ['error graph.cycle "a"']],
  ])('%s', (_, layers, more, expected) => expect(problems(layers, more)).toEqual(expected));

  test('suggestions', () => {
    expect(sentences([pixels, dense('a', 3, { inputs: ['pixel'] })])[0]).toContain('Did you mean pixels?');
    expect(sentences([pixels, { name: 'a', type: 'dense', units: 3 }])).toEqual(['There is no layer type dense. Did you mean Dense?']);
  });

  test('a cycle is told in the direction of the data; the rest of the model is analyzed', () => {
    const layers = [
      pixels,
      flatten,
      { name: 'a', type: 'Add', inputs: ['flatten', 'c'] },
      { name: 'b', type: 'ReLU' },
      { name: 'c', type: 'ReLU' },
      dense('after', 3, { inputs: ['b'] }),
      dense('beside', 3, { inputs: ['flatten'] }),
    ];
    const { diagnostics, order, layers: analyzed, totals } = analyze(layers);
    expect(diagnostics.map(words)).toEqual(['The layers go round in a circle: a → b → c → a. Take one of these connections away.']);
    expect(order).toEqual(['pixels', 'flatten', 'after', 'beside']);
    expect(analyzed.map(({ output }) => output)).toEqual([[28, 28], [784], undefined, undefined, undefined, undefined, [3]]);
    expect(totals).toMatchObject({ complete: false, stopsAt: 'a', total: 785 * 3 });
  });

  test('two cycles are two problems', () => {
    const layers = [pixels, dense('a', 1, { inputs: ['b'] }), dense('b', 1), dense('c', 1, { inputs: ['d'] }), dense('d', 1)];
    const cycles = analyze([...layers, flatten]).diagnostics.filter(({ code }) => code === 'graph.cycle');
    expect(cycles.map(({ facts }) => facts)).toEqual([{ layers: ['a', 'b'] }, { layers: ['c', 'd'] }]);
  });
});

describe('after a problem', () => {
  test('nothing more is said of what follows from it', () => {
    const layers = [pixels, { name: 'conv', type: 'Conv2D', filters: 3, kernel_size: 3 }, flatten, dense('a', 3), dense('b', 3)];
    const { diagnostics, layers: analyzed, totals } = analyze(layers);
    expect(diagnostics.map(words)).toEqual([
      'Conv2D needs 3 dimensions (height, width, channels), but conv gets 28 × 28. Put a Reshape before it.',
    ]);
    expect(analyzed.map(({ output }) => output)).toEqual([[28, 28], undefined, undefined, undefined, undefined]);
    expect(analyzed[3]?.inputShapes).toEqual([undefined]);
    expect(totals).toMatchObject({ complete: false, stopsAt: 'conv', total: 0 });
  });

  test('a field that has nothing to do with shapes leaves them known', () => {
    const layers = [pixels, flatten, dense('a', 3, { kernel_initializer: 'he_normel' }), dense('b', 2)];
    expect(problems(layers)).toEqual(['error field.wrong-value "he_normel"']);
    expect(outputs(layers)).toEqual([[28, 28], [784], [3], [2]]);
  });

  test('one that has makes them unknown', () => {
    const layers = [pixels, flatten, dense('a', 0), dense('b', 2)];
    expect(problems(layers)).toEqual(['error field.wrong-value 0']);
    expect(outputs(layers)).toEqual([[28, 28], [784], undefined, undefined]);
  });

  test('other layers go on by themselves after one of an unknown type', () => {
    const layers = [pixels, { name: 'magic', type: 'Magic' }, { name: 'z', type: 'Input', shape: [4] }, dense('b', 2)];
    expect(outputs(layers)).toEqual([[28, 28], undefined, [4], [2]]);
    expect(analyze(layers).outputs).toEqual(['magic', 'b']);
  });
});

describe('fields', () => {
  test('one that is nearly right is an error, somebody’s own is a warning', () => {
    expect(problems([pixels, flatten, dense('a', 3, { activatoin: 'relu', colour: 'red' })])).toEqual([
      'error field.unknown "activatoin"',
      'warning field.unknown "colour"',
    ]);
  });
  test('a missing one is said of the layer', () => {
    expect(sentences([pixels, { name: 'a', type: 'Dense' }])).toEqual(['Dense needs units, which has no default.']);
  });
  test('inside of a named value, at its place', () => {
    const layers = [pixels, flatten, dense('a', 3, { kernel_initializer: { type: 'truncated_normal', stddev: 'x' } })];
    expect(problems(layers)).toEqual(['error field.wrong-value "x"']);
  });
  test('each of them is reported, in the order of the file', () => {
    expect(problems([pixels, flatten, dense('a', 'x', { use_bias: 1, bias_regularizer: 'l3' })])).toEqual([
      'error field.wrong-value "x"',
      'error field.wrong-value 1',
      'error field.wrong-value "l3"',
    ]);
  });
});

describe('too large', () => {
  test.each<[string, Json[], string]>([
    ['a layer’s parameters', [{ ...pixels, shape: [10_000_000] }, dense('a', 1_000_000)], 'a would have 10,000,001,000,000 parameters'],
    ['beyond what a number can hold', [{ ...pixels, shape: [9e15] }, dense('a', 9e15)], 'pixels would have 9.00e+15 values for one sample'],
    ['a shape', [{ ...pixels, shape: [2000, 2000, 2000, 2000] }], 'pixels would have 16,000,000,000,000 values for one sample'],
    [
      'a shape that grows',
      [pixels, { name: 'r', type: 'Reshape', target_shape: [28, 28, 1] }, { name: 'up', type: 'UpSampling2D', size: 1_000_000 }],
      'up would have 784,000,000,000,000 values for one sample',
    ],
  ])('%s', (_, layers, sentence) => {
    // Whatever looked at every one of so many values would never come back.
    expect(sentences(layers)[0]).toContain(sentence);
    expect(analyze(layers).totals.complete).toBe(false);
  });

  test('all layers together', () => {
    const layers = [{ ...pixels, shape: [900_000] }, dense('a', 900_000), dense('b', 900_000)];
    expect(sentences(layers)).toEqual([
      'The model would have 1,620,001,800,000 parameters, more than the 1,000,000,000,000 that Layerwise counts. Make it smaller.',
    ]);
  });
});

describe('the training section', () => {
  const net = [pixels, flatten, dense('a', 10, { activation: 'softmax' })];
  const good = { data: { dataset: 'mnist' }, loss: 'sparse_categorical_crossentropy', optimizer: 'SGD' };
  const training = (more: JsonObject) => problems(net, { training: { ...good, ...more } });

  test('is right', () => {
    expect(training({})).toEqual([]);
    expect(
      training({ optimizer: { type: 'adam', learning_rate: 0.1 }, metrics: ['accuracy'], seed: 1, shuffle: false, batch_size: 1 }),
    ).toEqual([]);
    expect(training({ data: { inputs: 'x.npz', targets: 'y.npz', scale: '1/255', validation: { inputs: 'a', targets: 'b' } } })).toEqual(
      [],
    );
  });
  test.each<[string, JsonObject, string[]]>([
    ['an optimizer', { optimizer: 'sdg' }, ['error training.unknown-name "sdg"']],
    ['one with arguments', { optimizer: { type: 'Adams' } }, ['error training.unknown-name "Adams"']],
    ['an argument', { optimizer: { type: 'SGD', learning_rat: 1 } }, ['error field.unknown "learning_rat"']],
    ['its value', { optimizer: { type: 'SGD', learning_rate: -1 } }, ['error field.wrong-value -1']],
    ['a rate in quotes', { optimizer: { type: 'SGD', learning_rate: '0.01' } }, ['error field.wrong-value "0.01"']],
    ['a rate that is no number', { optimizer: { type: 'SGD', learning_rate: 'NaN' } }, ['error field.wrong-value "NaN"']],
    ['a loss', { loss: 'crossentropy' }, ['error training.unknown-name "crossentropy"']],
    ['a metric', { metrics: ['accuracy', 'acc2'] }, ['error training.unknown-name "acc2"']],
    ['metrics that are no list', { metrics: 'accuracy' }, ['error field.wrong-value "accuracy"']],
    ['a data set', { data: { dataset: 'mnits' } }, ['error training.unknown-name "mnits"']],
    ['the scale', { data: { dataset: 'mnist', scale: '1/x' } }, ['error field.wrong-value "1/x"']],
    ['the batch size', { batch_size: 0 }, ['error field.wrong-value 0']],
    ['the epochs', { epochs: 1.5 }, ['error field.wrong-value 1.5']],
    [
      'the validation part',
      { data: { dataset: 'mnist', validation: { first: 5, last: 5 } } },
      ['error field.wrong-value {"first":5,"last":5}'],
    ],
    ['a share of 2', { data: { dataset: 'mnist', validation: { last_fraction: 2 } } }, ['error field.wrong-value 2']],
    ['no validation at all', { data: { dataset: 'mnist', validation: 5 } }, ['error field.wrong-value 5']],
    ['data that are no object', { data: 'mnist' }, ['error field.wrong-value "mnist"']],
    ['a key of nobody', { epoch: 3, note: 1 }, ['warning format.unknown-key "epoch"', 'warning format.unknown-key "note"']],
    ['a key in data', { data: { dataset: 'mnist', standardise: 'per_pixel' } }, ['warning format.unknown-key "standardise"']],
  ])('%s', (_, more, expected) => expect(training(more)).toEqual(expected));

  test('what is missing is a warning: the model itself is right', () => {
    const found = analyze(net, { training: {} }).diagnostics;
    expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(found.map(words)).toEqual(['data', 'loss'].map((key) => `Training needs "${key}". Add it to the training section.`));
    expect(sentences(net, { training: { ...good, data: { inputs: 'x' } } })).toEqual([
      'Training needs "data.targets". Add it to the training section.',
    ]);
  });
  test('no training section is no problem', () => expect(problems(net)).toEqual([]));
});

test('errors come first, then everything is in the order of the file', () => {
  const text = textOf([pixels, { ...flatten, note: 1 }, dense('a', 0), dense('b', 2, { note: 2, activation: 'x' })], { note: 3 });
  const found = analyzeText(text).diagnostics.map(
    ({ severity, place }) => `${severity} ${position(text, locate(text, place).offset).column}`,
  );
  const columns = (severity: string): number[] => found.filter((one) => one.startsWith(severity)).map((one) => Number(one.split(' ')[1]));
  expect(found.map((one) => one.split(' ')[0])).toEqual(['error', 'error', 'warning', 'warning', 'warning']);
  expect(columns('error')).toEqual(columns('error').toSorted((a, b) => a - b));
});

test('an unreadable text has no design, and one problem', () => {
  const analysis = analyzeText('{');
  expect(analysis).toMatchObject({ layers: [], totals: { total: 0, complete: false } });
  expect(analysis.design).toBeUndefined();
});

test.each([10_000, 30_000])('a chain of %d layers, and one written backwards, need no recursion', (count) => {
  const chain = Array.from({ length: count }, (_, i) => ({ name: `l${i}`, type: 'ReLU', inputs: [i === 0 ? 'x' : `l${i - 1}`] }));
  const input = { name: 'x', type: 'Input', shape: [3] };
  expect(analyze([...chain.toReversed(), input])).toMatchObject({ diagnostics: [], outputs: [`l${count - 1}`] });
  const round = analyze([input, ...chain.slice(1), { name: 'l0', type: 'ReLU', inputs: [`l${count - 1}`] }]);
  expect(round.diagnostics.filter(({ code }) => code === 'graph.cycle')).toHaveLength(1);
});

test.each([
  ['the net with LeakyReLU, 784-300-100-10', [300, 100], 'LeakyReLU', 266_610],
  ['one unit on 784 inputs', [], undefined, 785],
] as const)('%s has Keras’s count', (_, hidden, activation, total) => {
  const body = hidden.flatMap((units, i) => [dense(`d${i}`, units), ...(activation ? [{ name: `a${i}`, type: activation }] : [])]);
  expect(analyze([pixels, flatten, ...body, dense('out', hidden.length > 0 ? 10 : 1)]).totals.total).toBe(total);
});
