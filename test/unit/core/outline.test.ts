import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import type { JsonObject } from '../../../src/core/document';
import { outlineOf, titleOf, type OutlineEntry } from '../../../src/core/outline';

const outline = (layers: readonly JsonObject[], more: JsonObject = {}): readonly OutlineEntry[] =>
  outlineOf(analyzeText(JSON.stringify({ layerwise: 1, ...more, layers })));
const titles = (entries: readonly OutlineEntry[]): readonly string[] => entries.map(titleOf);
const inside = (entry: OutlineEntry | undefined): readonly OutlineEntry[] => (entry && 'entries' in entry ? entry.entries : []);
/** Names of the layers below an entry, in order. */
const leaves = (entries: readonly OutlineEntry[]): readonly string[] =>
  entries.flatMap((entry) => ('entries' in entry ? leaves(entry.entries) : [entry.layer.name]));

const input = { name: 'in', type: 'Input', shape: [8] };
const dense = (name: string, units = 8): JsonObject => ({ name, type: 'Dense', units });

describe('the outline of a model', () => {
  it('lists its layers', () => {
    expect(titles(outline([input, dense('a'), dense('b')]))).toEqual(['in', 'a', 'b']);
  });
  it('folds a long run of equal layers, and nothing that differs in a field', () => {
    const hidden = Array.from({ length: 12 }, (_, i) => dense(`h${i}`));
    const entries = outline([input, dense('first', 4), ...hidden, dense('out', 2)]);
    expect(titles(entries)).toEqual(['in', 'first', '12 × Dense', 'out']);
    expect(titles(inside(entries[2]))).toEqual(hidden.map(({ name }) => name));
  });
  it('folds layers that come again and again together', () => {
    const rounds = Array.from({ length: 5 }, (_, i) => [
      dense(`d${i}`),
      { name: `n${i}`, type: 'BatchNormalization' },
      { name: `r${i}`, type: 'ReLU' },
    ]).flat();
    const entries = outline([input, ...rounds, dense('out')]);
    expect(titles(entries)).toEqual(['in', '5 × Dense, BatchNormalization, ReLU', 'out']);
  });
  it('leaves a few equal layers as they are', () => {
    expect(titles(outline([input, dense('a'), dense('b'), dense('c'), dense('d'), dense('e')]))).toEqual(['in', 'a', 'b', 'c', 'd', 'e']);
  });
  it('has the layers of a block below it', () => {
    const blocks = { pair: { layers: [dense('one'), { name: 'act', type: 'ReLU' }] } };
    const entries = outline([input, { name: 'p', type: 'Block', block: 'pair', repeat: 2 }, dense('out')], { blocks });
    expect(titles(entries)).toEqual(['in', 'p', 'out']);
    expect(entries[1]?.kind).toBe('instance');
    expect(leaves(inside(entries[1]))).toHaveLength(4);
  });
  it('holds every layer of a large model once, and no list that is too long', () => {
    const layers = [input, ...Array.from({ length: 9_999 }, (_, i) => dense(`h${i}`, 1 + ((i * i) % 97)))];
    const entries = outline(layers);
    expect(leaves(entries)).toEqual(layers.map(({ name }) => name));
    const longest = (list: readonly OutlineEntry[]): number => Math.max(list.length, ...list.map((entry) => longest(inside(entry))));
    expect(longest(entries)).toBeLessThanOrEqual(400);
  });
});
