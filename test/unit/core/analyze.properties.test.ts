import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyzeText } from '../../../src/core/analyze';
import { describe } from '../../../src/core/describe';
import type { Json, JsonObject } from '../../../src/core/document';
import { layerTypes } from '../../../src/core/layers/index';
import { locate, position } from '../../../src/core/locate';
import { parseDesign } from '../../../src/core/parse';
import { serialize } from '../../../src/core/serialize';
import { randomDesign, scribble } from './edit/randomDesign';

const RUNS = { numRuns: 100 * Number(process.env.RUNS ?? 1) };
const example = readFileSync(new URL('../../../examples/mnist-bn.layerwise.json', import.meta.url), 'utf8');

/** What holds of the analysis of any text. */
function check(text: string): void {
  const analysis = analyzeText(text);
  const { layers, order, edges, outputs, totals, diagnostics } = analysis;
  const ids = layers.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of [...order, ...outputs, ...edges.flatMap(({ from, to }) => [from, to])]) expect(ids).toContain(id);
  const places = new Map(order.map((id, i) => [id, i]));
  expect(places.size).toBe(order.length);
  for (const { from, to } of edges) if (places.has(to)) expect(places.get(from) ?? -1).toBeLessThan(places.get(to)!);
  expect(totals.total).toBe(totals.trainable + totals.nonTrainable);
  const severities = diagnostics.map(({ severity }) => severity);
  expect(severities).toEqual(severities.toSorted((a, b) => a.localeCompare(b) && (a === 'error' ? -1 : b === 'error' ? 1 : 0)));
  for (const diagnostic of diagnostics) {
    expect(describe(diagnostic)).toMatch(/[.?]$/);
    expect(describe(diagnostic)).not.toMatch(/undefined|\[object|NaN/);
    const { offset, length } = locate(text, diagnostic.place);
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
    expect(position(text, offset).line).toBeGreaterThan(0);
    if (diagnostic.layer !== undefined) expect(ids).toContain(diagnostic.layer);
  }
  // A layer that is not known has a reason: an error, or something before it that is not known.
  if (!diagnostics.some(({ severity }) => severity === 'error')) expect(layers.every(({ output }) => output !== undefined)).toBe(true);
}

test('any JSON has an analysis', () => {
  fc.assert(
    fc.property(fc.json(), (text) => check(text)),
    RUNS,
  );
});

const anyDesign = fc.record(
  {
    layerwise: fc.constantFrom<Json>(1, 2, '1', null),
    name: fc.oneof(fc.string(), fc.integer()),
    layers: fc.oneof(
      fc.array(
        fc.record(
          {
            name: fc.oneof(fc.constantFrom('a', 'b', '#1', '', 'a/b', '__proto__'), fc.integer()),
            type: fc.oneof(fc.constantFrom(...layerTypes.keys()), fc.constantFrom('dense', 'constructor', ''), fc.integer()),
            inputs: fc.oneof(fc.array(fc.constantFrom('a', 'b', '__proto__', 'toString')), fc.jsonValue({ maxDepth: 1 })),
            units: fc.oneof(fc.integer({ min: -1, max: 1e15 }), fc.jsonValue({ maxDepth: 2 })),
            shape: fc.oneof(
              fc.array(fc.oneof(fc.integer({ min: 0, max: 1e9 }), fc.constant(null)), { maxLength: 5 }),
              fc.jsonValue({ maxDepth: 2 }),
            ),
            activation: fc.jsonValue({ maxDepth: 2 }),
            kernel_initializer: fc.oneof(fc.constantFrom('he_normal', 'constructor'), fc.jsonValue({ maxDepth: 2 })),
            layer: fc.jsonValue({ maxDepth: 2 }),
            trainable: fc.oneof(fc.boolean(), fc.integer()),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 6 },
      ),
      fc.jsonValue({ maxDepth: 1 }),
    ),
    outputs: fc.oneof(fc.array(fc.constantFrom('a', 'b', 'c')), fc.jsonValue({ maxDepth: 1 })),
    training: fc.oneof(
      fc.record(
        {
          data: fc.oneof(
            fc.jsonValue({ maxDepth: 2 }),
            fc.record({ dataset: fc.constantFrom('mnist', 'x'), validation: fc.jsonValue({ maxDepth: 2 }) }),
          ),
          optimizer: fc.jsonValue({ maxDepth: 2 }),
          metrics: fc.jsonValue({ maxDepth: 2 }),
          seed: fc.jsonValue({ maxDepth: 1 }),
        },
        { requiredKeys: [] },
      ),
      fc.jsonValue({ maxDepth: 1 }),
    ),
  },
  { requiredKeys: [] },
);

test('anything that looks like a design has one', () => {
  fc.assert(
    fc.property(anyDesign, (design) => check(JSON.stringify(design))),
    { numRuns: 2 * RUNS.numRuns },
  );
});

test('any text that was a design a moment ago has one', () => {
  const pieces = fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '//', '/*', '1e999', '-', 'null', '\\', '\u2028', '\uFEFF', '😀');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(example.length), fc.nat(5), pieces), { minLength: 1, maxLength: 3 }), (changes) => {
      check(changes.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), example));
    }),
    RUNS,
  );
});

test('comments and formatting make no difference', () => {
  fc.assert(
    fc.property(randomDesign(true), fc.nat(), (design, seed) => {
      const [plain, written] = [analyzeText(JSON.stringify(design)), analyzeText(scribble(design, seed))];
      expect(written).toEqual(plain);
    }),
    RUNS,
  );
});

test('a design that is written canonically is read as the same design', () => {
  fc.assert(
    fc.property(randomDesign(true), (json: JsonObject) => {
      const { design } = parseDesign(JSON.stringify(json));
      const text = serialize(design!);
      expect(parseDesign(text).design).toEqual(design);
      expect(serialize(parseDesign(text).design!)).toBe(text);
    }),
    RUNS,
  );
});
