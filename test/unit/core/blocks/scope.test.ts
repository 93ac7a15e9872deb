import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { connect, readScope } from '../../../../src/core/blocks/scope';
import type { Layer } from '../../../../src/core/document';

/** How often a block's layers are asked what they take, where each of its values is named by somebody. */
function questions(count: number): number {
  let asked = 0;
  const inner = Array.from({ length: count }, (_, i): Layer => {
    const layer = { name: `d${i}`, type: 'Dense' };
    return Object.defineProperty(layer, 'inputs', { get: () => (asked++, ['in']) });
  });
  const block = readScope([{ name: 'in', type: 'Input' }, ...inner], undefined, ['blocks', 'wide'], 'wide');
  const all: Layer = { name: 'all', type: 'Concatenate', inputs: inner.map(({ name }) => `x/${name}`) };
  const root = readScope([{ name: 'pixels', type: 'Input' }, { name: 'x', type: 'Block', block: 'wide' }, all], undefined, []);
  connect(root, new Map([['wide', block]]), []);
  expect(root.references[2]!.map((each) => each?.output)).toEqual(inner.map((_, i) => i));
  return asked;
}

test('ten times the values of a block are ten times the work, not a hundred times', () => {
  expect(questions(200)).toBeLessThan(11 * questions(20));
});

test('a value that a block does not give is not taken for one that its outputs name and that is not there either', () => {
  const text = JSON.stringify({
    layerwise: 1,
    blocks: { two: { layers: [{ name: 'a', type: 'Dense', units: 2 }, { name: 'b', type: 'Dense', units: 2 }], outputs: ['a', 'gone'] } },
    layers: [{ name: 'in', type: 'Input', shape: [2] }, { name: 'x', type: 'Block', block: 'two' }, { name: 'y', type: 'Dense', units: 2, inputs: ['x/other'] }],
  }); // prettier-ignore
  expect(new Set(analyzeText(text).diagnostics.map(({ code }) => code))).toEqual(
    new Set(['graph.dangling-input', 'graph.dangling-output']),
  );
});
