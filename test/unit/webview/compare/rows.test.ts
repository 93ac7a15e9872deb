import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { diffDesigns } from '../../../../src/core/diff/diffDesigns';
import { wiresOf } from '../../../../webview/compare/lanes';
import { heightOf, isChange, labelOf, rowsOf, type FoldRow, type LayerRow, type Row } from '../../../../webview/compare/rows';

const input = { name: 'x', type: 'Input', shape: [8] };
const dense = (name: string, units = 8, more: object = {}): object => ({ name, type: 'Dense', units, ...more });
const chain = Array.from({ length: 20 }, (_, i) => dense(`d${i}`));
const diff = (before: readonly object[], after: readonly object[], a: object = {}, b: object = {}) => {
  const text = (layers: readonly object[], more: object): string => JSON.stringify({ layerwise: 1, layers: [input, ...layers], ...more });
  return diffDesigns(analyzeText(text(before, a)), analyzeText(text(after, b)));
};
const WIDTH = 420;
const kinds = (rows: readonly Row[]): string[] => rows.map((row) => (row.kind === 'fold' ? `fold ${row.count}` : row.kind === 'layer' ? (row.layer.after ?? row.layer.before)!.name : row.key)); // prettier-ignore

test('far from a change layers are folded, and can be unfolded', () => {
  const found = diff(chain, [...chain.slice(0, 10), dense('new'), ...chain.slice(10)]);
  const rows = rowsOf(found, new Set(), WIDTH);
  expect(kinds(rows)).toEqual(['fold 9', 'd8', 'd9', 'new', 'd10', 'd11', 'fold 8']);
  expect(rows.filter(isChange)).toHaveLength(1);
  const [fold] = rows as FoldRow[];
  const unfolded = new Set(fold!.ends);
  expect(kinds(rowsOf(found, unfolded, WIDTH))).toHaveLength(rows.length + 8);
  // A change at either end, or a layer before, moves the rows: what was unfolded stays so, what was not stays folded.
  const moved = diff(chain, [dense('first'), dense('d0', 9), ...chain.slice(1, 10), dense('new'), ...chain.slice(10)]);
  expect(kinds(rowsOf(moved, unfolded, WIDTH)).filter((kind) => kind.startsWith('fold'))).toEqual(['fold 8']);
  expect(labelOf(rows[0]!)).toBe('9 unchanged layers, folded');
});

test('a row is as high as the higher of its cards; the other side has a ghost', () => {
  const rows = rowsOf(diff([dense('a')], [dense('a'), { name: 'flat', type: 'Flatten' }]), new Set(), WIDTH);
  const [, , flat] = rows as LayerRow[];
  expect(flat).toMatchObject({ before: { mark: 'ghost', name: 'flat' }, after: { mark: 'added', tokens: [] } });
  expect(heightOf(rows[1]!)).toBeGreaterThan(heightOf(flat!));
});

test('what differs comes first on a card, on both sides, with the default where a file is silent', () => {
  const rows = rowsOf(diff([dense('a')], [dense('a', 9, { kernel_initializer: 'he_normal' })]), new Set(), WIDTH);
  const { before, after } = rows[1] as LayerRow;
  expect(before.tokens.map(({ field, text, differs }) => [field, text, differs])).toEqual([['units', '8', true], ['kernel_initializer', 'glorot_uniform', true]]); // prettier-ignore
  expect(after.tokens.map(({ text }) => text)).toEqual(['9', 'he_normal']);
  expect(after.countDiffers && after.shapeDiffers).toBe(true);
});

test('values of training and design have rows, and words', () => {
  const rows = rowsOf(diff([], [], { training: { epochs: 1 } }, { name: 'net', training: { epochs: 3 } }), new Set(), WIDTH);
  expect(rows.map(labelOf)).toEqual(['Input x, unchanged', 'Design', 'Design: name default to net', 'Training', 'Training: epochs 1 to 3']);
});

test('lines lead straight to the next card of a side, past what the side has not, and skips go in lanes', () => {
  const skip = { name: 'add', type: 'Add', inputs: ['c', 'a'] };
  const found = diff([dense('a'), dense('b'), dense('c')], [dense('a'), dense('c'), skip]);
  const rows = rowsOf(found, new Set(), WIDTH);
  expect(kinds(rows)).toEqual(['x', 'a', 'b', 'c', 'add']);
  const after = wiresOf(rows, found.after.edges, 'after');
  expect([...after.down]).toEqual([1, 1, 0, 1, 0]);
  expect([...after.past]).toEqual([0, 0, 1, 0, 0]);
  expect([...after.arrives]).toEqual([0, 1, 0, 1, 1]);
  expect([after.lanes, [...after.begins], [...after.passes], [...after.ends]]).toEqual([
    1,
    [0, 1, 0, 0, 0],
    [0, 0, 1, 1, 0],
    [0, 0, 0, 0, 1],
  ]);
  expect(wiresOf(rows, found.before.edges, 'before').lanes).toBe(0);
});
