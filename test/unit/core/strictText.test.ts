import fc from 'fast-check';
import { parseTree, type Node } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../../src/core/jsonScan';
import { parseDesign } from '../../../src/core/parse';
import { readChange, readWhole, strictOf } from '../../../src/core/strictText';
import { strictTree } from '../../../src/core/strictTree';

const layer = fc.record({
  name: fc.constantFrom('a', 'b', 'layers', 'é"\\', ']', '},{'),
  type: fc.constantFrom('Dense', 'Add'),
  units: fc.oneof(fc.nat(99), fc.constant([[1], { a: {} }])),
});
/** What a person may have in the list, slips among it. */
const item = fc.oneof({ weight: 8, arbitrary: layer }, fc.constantFrom(1, 23, 'x', null, true, [], {}, [2, []]));
const design = fc.record(
  { layerwise: fc.constant(1), training: fc.constant({ layers: [1, 2] }), layers: fc.array(item, { maxLength: 6 }), name: fc.string() },
  { requiredKeys: ['layers'] },
);
const printed = fc.tuple(design, fc.constantFrom(0, 1, 2, '\t')).map(([value, indent]) => JSON.stringify(value, null, indent));
/** From one sign of JSON's to another a text is taken out, and something put there: often what keeps it JSON. */
const change = fc.record({
  from: fc.nat(9999).map((share) => share / 10_000),
  signs: fc.oneof(fc.constant(0), fc.nat(12)),
  aside: fc.constantFrom(0, 1, 0, 2),
  put: fc.oneof(
    fc.constantFrom(
      '',
      '1',
      '"',
      ',',
      ' ',
      ']',
      '{',
      '}',
      '[',
      ',{"name":"n"}',
      '{"name":"n"},',
      '"a":1,',
      ',1',
      ' , ',
      '[[]]',
      '"layers":',
    ),
    layer.map((one) => `,${JSON.stringify(one)}`),
  ),
});

describe('a text that is read anew where it has changed', () => {
  it('is what it is when all of it is read', () => {
    let kept = 0;
    fc.assert(
      fc.property(printed, fc.array(change, { minLength: 1, maxLength: 4 }), (start, changes) => {
        let before = readWhole(start)!;
        for (const { from, signs, aside, put } of changes) {
          const places: number[] = [...before.text.matchAll(/[[\]{},:"]/g)].map(({ index }) => index);
          const first = Math.floor(from * places.length);
          const [at = 0, end = 0] = [places[first], places[Math.min(first + signs, places.length - 1)]].map((place = 0) => place + aside);
          const text = before.text.slice(0, at) + put + before.text.slice(end);
          const [part, whole] = [readChange(before, text), readWhole(text)];
          if (part) {
            kept++;
            // Of what is not as deep any more the old depth is kept.
            expect({ ...part, depth: 0 }).toEqual({ ...whole, depth: 0 });
            expect(part.depth).toBeGreaterThanOrEqual(whole?.depth ?? Infinity);
          }
          before = part ?? whole ?? before;
        }
      }),
      { numRuns: 3000 },
    );
    expect(kept).toBeGreaterThan(300);
  });
  it('keeps the layers that are as they were, wherever one is put in, changed or taken out', () => {
    const layers = Array.from({ length: 9 }, (_, i) => ({ name: `l${i}`, type: 'Dense', units: 3 }));
    const textOf = (list: readonly object[]): string => JSON.stringify({ layerwise: 1, layers: list }, null, 2);
    const before = readWhole(textOf(layers))!;
    const listOf = (text: string): readonly object[] => (readChange(before, text)!.value as unknown as { layers: object[] }).layers;
    const own = (before.value as unknown as { layers: object[] }).layers;
    // The one beside it may be read anew, where both begin with the same characters.
    const kept = (list: readonly object[]): number => list.filter((one) => own.includes(one)).length;
    for (let at = 0; at <= 9; at++) {
      expect(kept(listOf(textOf(layers.toSpliced(at, 0, { name: 'new', type: 'Add' } as never))))).toBeGreaterThanOrEqual(8);
      if (at === 9) continue;
      expect(kept(listOf(textOf(layers.toSpliced(at, 1))))).toBeGreaterThanOrEqual(7);
      const other = listOf(textOf(layers.with(at, { ...layers[at]!, units: 44 })));
      expect(other.map((one, i) => one === own[i])).toEqual(own.map((_, i) => i !== at));
    }
  });
  it('that was too deep is right again once what was too deep is gone', () => {
    const deep = (inner: string): string => `{"layerwise":1,"layers":[{"name":"x","type":"Input","shape":${inner}}]}`;
    expect(parseDesign(deep('['.repeat(300) + ']'.repeat(300))).design).toBeUndefined();
    expect(parseDesign(deep('[3]')).design?.layers).toHaveLength(1);
  });
});

describe('a scan', () => {
  it('finds each layer of a design and nothing else', () => {
    fc.assert(
      fc.property(printed, (text) => {
        const { list } = scanJson(text);
        const { layers } = JSON.parse(text) as { layers: unknown[] };
        expect(list?.starts.map((start, i) => JSON.parse(text.slice(start, list.ends[i])) as unknown)).toEqual(layers);
        expect([text[list?.start ?? 0], text[list?.end ?? 0]]).toEqual(['[', ']']);
      }),
    );
  });
});

/** Without the ways up. */
const plain = ({ type, value, offset, length, colonOffset, children }: Node): object => ({
  ...{ type, offset, length },
  ...(value !== undefined && { value: value as unknown }),
  ...(colonOffset !== undefined && { colonOffset }),
  ...(children && { children: children.map(plain) }),
});

/** Comments and commas that nothing follows, wherever blanks may be. */
const commented = fc
  .tuple(design, fc.array(fc.constantFrom('', ' ', '// "a": [,\n', '/* ] */', '/**/ ', '\r\n', '//\r'), { minLength: 1, maxLength: 9 }))
  .map(([value, asides]) => {
    let count = 0;
    const aside = (): string => asides[count++ % asides.length]!;
    const write = (one: unknown): string => {
      if (typeof one !== 'object' || one === null) return JSON.stringify(one);
      const items = Array.isArray(one)
        ? one.map(write)
        : Object.entries(one).map(([key, item]) => `${JSON.stringify(key)}${aside()}:${aside()}${write(item)}`);
      const last = items.length > 0 && count % 3 === 0 ? `${aside()},` : '';
      const inner = `${items.join(`${aside()},${aside()}`)}${last}${aside()}`;
      return Array.isArray(one) ? `[${aside()}${inner}]` : `{${aside()}${inner}}`;
    };
    return { value, text: `${aside()}${write(value)}${aside()}` };
  });

describe('a text with comments', () => {
  it('is read as fast as one without: the same value, and the tree that jsonc-parser makes', () => {
    fc.assert(
      fc.property(commented, ({ value, text }) => {
        const strict = strictOf(text)!;
        expect(strict.value).toEqual(JSON.parse(JSON.stringify(value)));
        expect(strict.text).toHaveLength(text.length);
        expect(plain(strictTree(strict.text, strict.layers))).toEqual(plain(parseTree(text, [], { allowTrailingComma: true })!));
      }),
      { numRuns: 1000 },
    );
  });

  it('is read anew only where it has changed', () => {
    const layers = Array.from({ length: 9 }, (_, i) => `{ "name": "l${i}", "units": ${i} }, // the layer ${i}`);
    const own = strictOf(`{ "layers": [\n${layers.join('\n')}\n] }`)!.value as unknown as { layers: object[] };
    const changed = layers.with(4, '{ "name": "l4", "units": 44 }, // another one');
    const next = strictOf(`{ "layers": [\n${changed.join('\n')}\n] }`)!.value as unknown as { layers: object[] };
    expect(next.layers.map((one, i) => one === own.layers[i])).toEqual(layers.map((_, i) => i !== 4));
  });

  it.each(['[,]', '{,}', '[1,,]', '{"a":,}', '[1] /', '[1 /* 2]', '{"a" /*', '// nothing', '[1] /* */ 2'])(
    '%s is left to the tolerant reader',
    (text) => {
      expect(strictOf(text)).toBeUndefined();
    },
  );
});

describe('the tree of strict JSON', () => {
  it('is the one that jsonc-parser makes', () => {
    const texts = fc.oneof(
      printed,
      fc
        .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 3))
        .map(([value, indent]) => ` ${JSON.stringify(value, null, indent)}\r\n`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const tree = strictTree(text, scanJson(text).list);
        expect(plain(tree)).toEqual(plain(parseTree(text)!));
        for (const child of tree.children ?? []) expect(child.parent).toBe(tree);
      }),
      { numRuns: 1000 },
    );
  });
});
