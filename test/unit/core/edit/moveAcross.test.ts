import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';
import type { Edit, Position } from '../../../../src/core/edits';
import { parseDesign } from '../../../../src/core/parse';

const TEXT = `{
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
        // the first of two
        { "name": "a", "type": "Dense", "units": 8 },
        { "name": "b", "type": "Dense", "units": 8 }
      ]
    },
    "lone": { "layers": [{ "name": "only", "type": "ReLU" }] },
    "nest": { "layers": [{ "name": "deep", "type": "Block", "block": "pair" }, { "name": "act", "type": "ReLU" }] }
  },
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [8] },
    { "name": "stage", "type": "Block", "block": "residual", "repeat": 2 },
    { "name": "end", "type": "Block", "block": "pair" },
    { "name": "alone", "type": "Block", "block": "lone" },
    { "name": "nested", "type": "Block", "block": "nest" },
    { "name": "b", "type": "Dense", "units": 8 },
    { "name": "classes", "type": "Dense", "units": 2 }
  ],
  "training": { "phases": [{ "freeze": ["b"] }] }
}
`;

function made(text: string, edit: Edit): string {
  const result = applyEdit(text, edit);
  if (!result.ok) throw new Error(result.reason);
  return applyTextEdits(text, result.edits);
}
const outcome = (edit: Edit, text = TEXT) => {
  const result = applyEdit(text, edit);
  return result.ok ? result.select : result.reason;
};
const move = (layer: string, position: Position): Edit => ({ type: 'moveLayer', layer, position });
const moveAll = (layers: readonly string[], position: Position): Edit => ({ type: 'moveLayers', layers, position });
const list = (text: string, block?: string) => {
  const { written } = parseDesign(text);
  return (block === undefined ? written : written?.blocks?.[block])?.layers.map(({ name }) => name);
};
const order = (text: string) => analyzeText(text).layers.map(({ id, inputs }) => `${id}(${inputs.join()})`);
const errors = (text: string) => analyzeText(text).diagnostics.filter(({ severity }) => severity === 'error');

describe('into a block', () => {
  test('on the way from what comes in, under a name that is free there', () => {
    const edit = move('b', { edge: { from: 'end', to: 'end_a' } });
    const text = made(TEXT, edit);
    expect(list(text)).toEqual(['pixels', 'stage', 'end', 'alone', 'nested', 'classes']);
    expect(list(text, 'pair')).toEqual(['b_1', 'a', 'b']);
    expect(outcome(edit)).toEqual(['end_b_1']);
    expect(order(text).slice(7, 10)).toEqual(['end_b_1(stage_2_add)', 'end_a(end_b_1)', 'end_b(end_a)']);
    expect(errors(text)).toEqual([]);
  });
  test('behind its last layer, which then gives what the block gives', () => {
    const text = made(TEXT, move('b', { after: 'end_b' }));
    expect(list(text, 'pair')).toEqual(['a', 'b', 'b_1']);
    expect(order(text)).toContain('alone_only(end_b_1)');
    expect(errors(text)).toEqual([]);
  });
  test('through an Input, and where the block is seen in its first repetition', () => {
    const edit = move('b', { edge: { from: 'stage', to: 'stage_1_hidden' } });
    expect(list(made(TEXT, edit), 'residual')).toEqual(['in', 'b', 'hidden', 'back', 'add']);
    expect(outcome(edit)).toEqual(['stage_1_b']);
    expect(order(made(TEXT, edit))).toContain('stage_2_hidden(stage_2_b)');
  });
  test('several as one, and a block into a block', () => {
    const text = made(TEXT, moveAll(['alone', 'nested'], { after: 'stage_1_back' }));
    expect(list(text, 'residual')).toEqual(['in', 'hidden', 'back', 'alone', 'nested', 'add']);
    expect(errors(text)).toEqual([]);
  });
});

describe('out of a block', () => {
  test('behind it: the gap closes for all of its uses', () => {
    const edit = move('stage_1_hidden', { after: 'stage' });
    const text = made(TEXT, edit);
    expect(list(text, 'residual')).toEqual(['in', 'back', 'add']);
    expect(list(text)).toEqual(['pixels', 'stage', 'hidden', 'end', 'alone', 'nested', 'b', 'classes']);
    expect(outcome(edit)).toEqual(['hidden']);
    expect(text).toContain('\n    { "name": "hidden", "type": "Dense", "units": 8, "activation": "relu" },\n');
    expect(errors(text)).toEqual([]);
  });
  test('before it, and from block to block', () => {
    expect(list(made(TEXT, move('end_a', { before: 'end' })))).toEqual(['pixels', 'stage', 'a', 'end', 'alone', 'nested', 'b', 'classes']);
    const text = made(TEXT, move('end_b', { after: 'stage_1_hidden' }));
    expect([list(text, 'pair'), list(text, 'residual')]).toEqual([['a'], ['in', 'hidden', 'b', 'back', 'add']]);
    expect(errors(text)).toEqual([]);
  });
  test('out of one block into the one around it', () => {
    const edit = move('nested_deep_b', { after: 'nested_deep' });
    expect(list(made(TEXT, edit), 'nest')).toEqual(['deep', 'b', 'act']);
    expect(outcome(edit)).toEqual(['nested_b']);
  });
  test('where several took what came in, the block gets an Input', () => {
    const text = JSON.stringify({
      layerwise: 1,
      blocks: {
        fork: {
          layers: [
            { name: 'first', type: 'ReLU' },
            { name: 'left', type: 'ReLU' },
            { name: 'right', type: 'ReLU', inputs: ['first'] },
            { name: 'sum', type: 'Add', inputs: ['left', 'right'] },
          ],
        },
      },
      layers: [
        { name: 'x', type: 'Input', shape: [4] },
        { name: 'use', type: 'Block', block: 'fork' },
      ],
    });
    const moved = made(text, move('use_first', { before: 'use' }));
    expect(list(moved, 'fork')).toEqual(['in', 'left', 'right', 'sum']);
    expect(order(moved)).toEqual(['x()', 'first(x)', 'use_left(first)', 'use_right(first)', 'use_sum(use_left,use_right)']);
    // The same where it only moves within its block, or goes.
    expect(errors(made(text, moveAll(['use_first'], { after: 'use_sum' })))).toEqual([]);
    expect(errors(made(text, { type: 'deleteLayers', layers: ['use_first'] }))).toEqual([]);
  });
});

test('the training section follows a layer to its name in the model', () => {
  expect(made(TEXT, move('b', { after: 'alone_only' }))).toContain('"freeze": ["alone_b"]');
  // There are two of it now, and no one name.
  expect(made(TEXT, move('b', { after: 'stage_1_back' }))).toContain('"freeze": ["b"]');
});

test('whoever takes one of several values of a block takes what is given in its place', () => {
  const text = JSON.stringify({
    layerwise: 1,
    blocks: {
      two: {
        layers: [
          { name: 'in', type: 'Input' },
          { name: 'l', type: 'ReLU', inputs: ['in'] },
          { name: 'left', type: 'ReLU', inputs: ['l'] },
          { name: 'right', type: 'ReLU', inputs: ['in'] },
        ],
      },
    },
    layers: [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 'use', type: 'Block', block: 'two', inputs: ['x'] },
      { name: 'sum', type: 'Add', inputs: ['use/left', 'use/right'] },
      { name: 'more', type: 'ReLU', inputs: ['sum'] },
    ],
  });
  const inputs = (design: string) => parseDesign(design).written?.layers.find(({ name }) => name === 'sum')?.inputs;
  const out = made(text, move('use_left', { edge: { from: 'sum', to: 'more' } }));
  expect(inputs(out)).toEqual(['use/l', 'use/right']);
  expect(errors(out)).toEqual([]);
  const into = made(text, move('more', { after: 'use_right' }));
  expect(inputs(into)).toEqual(['use/left', 'use/more']);
  expect(errors(into)).toEqual([]);
  // Within the block as well.
  const within = made(text, { type: 'addLayer', layerType: 'ReLU', name: 'late', position: { after: 'use_right' } });
  expect(inputs(within)).toEqual(['use/left', 'use/late']);
  expect(errors(within)).toEqual([]);
  expect(errors(made(text, { type: 'deleteLayers', layers: ['use_left'] }))).toEqual([]);
  expect(outcome(move('use_right', { after: 'sum' }), text)).toBe(
    'The block two gives the value of right to others, and would have nothing to give in its place.',
  );
});

test.each<[string, Edit, string]>([
  ['an Input of the design', move('pixels', { after: 'end_a' }), 'pixels is where samples come in, so it stays outside of blocks.'],
  [
    'an Input of a block',
    move('stage_1_add', { after: 'stage' }),
    'add takes 2 layers, so it cannot move as one. Connect it by hand instead.',
  ],
  ['the only layer', move('alone_only', { after: 'alone' }), 'only is the only layer of the block lone, and a block needs one. Take the block apart instead.'], // prettier-ignore
  ['all layers', moveAll(['end_a', 'end_b'], { after: 'end' }), 'That would be all layers of the block pair, and a block needs one. Take the block apart instead.'], // prettier-ignore
  ['a block into itself', move('end', { after: 'end_a' }), 'The block pair cannot go into itself.'],
  ['a block into its part', move('nested', { after: 'end_a' }), 'The block nest cannot go into pair, which is part of it.'],
  ['layers of two lists', moveAll(['end_a', 'classes'], { after: 'end' }), 'end_a is in the block pair and classes is not. A block takes values only through its own inputs.'], // prettier-ignore
])('refuses %s', (_, edit, reason) => {
  expect(outcome(edit)).toBe(reason);
});

test('a design without an error has none after a move of any layer anywhere', () => {
  const { layers, instances } = analyzeText(TEXT);
  const ids = [...layers, ...instances].map(({ id }) => id).filter((id) => id !== 'classes');
  const pick = fc.constantFrom(...ids);
  let crossed = 0;
  fc.assert(
    fc.property(pick, pick, pick, fc.nat(2), (one, goal, from, kind) => {
      const position: Position = [{ after: goal }, { before: goal }, { edge: { from, to: goal } }][kind]!;
      for (const edit of [move(one, position), moveAll([one], position)]) {
        const result = applyEdit(TEXT, edit);
        if (!result.ok) {
          expect(result.reason).toMatch(/^.+\.$/);
          continue;
        }
        const after = applyTextEdits(TEXT, result.edits);
        expect(errors(after)).toEqual([]);
        const known = analyzeText(after);
        for (const id of result.select ?? []) expect([...known.layers, ...known.instances].some((layer) => layer.id === id)).toBe(true);
        // Nothing else changes but names: each written layer is there once, and its comment with it.
        expect(after.match(/"type"/g)).toHaveLength(TEXT.match(/"type"/g)!.length);
        if (after !== TEXT) crossed += 1;
      }
    }),
    { numRuns: 600 },
  );
  expect(crossed).toBeGreaterThan(100);
});
