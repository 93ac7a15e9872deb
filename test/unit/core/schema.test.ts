import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import Schema from 'typebox/schema';
import type { Json, JsonObject } from '../../../src/core/document';
import { layerTypes } from '../../../src/core/layers/index';
import { readValues } from '../../../src/core/layers/values';
import { parseDesign } from '../../../src/core/parse';
import { designSchema, strictSchema } from '../../../src/core/schema';
import { templates } from '../../../src/core/templates';

// As VS Code gets it: plain JSON.
const strict = JSON.parse(JSON.stringify(strictSchema())) as object;
const helpOnly = JSON.parse(JSON.stringify(designSchema())) as object;
const strictly = Schema.Compile(strict);
const fits = (value: Json): boolean => strictly.Check(value);

const folder = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

const design = (...layers: JsonObject[]): JsonObject => ({ layerwise: 1, layers });
const dense = (more: JsonObject): JsonObject => design({ name: 'a', type: 'Dense', units: 3, ...more });
const training = (section: JsonObject): JsonObject => ({ ...design(), training: section });

test('every field has a description, for a person and for a language model', () => {
  interface Part {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Part>>;
    readonly [key: string]: unknown;
  }
  const undescribed = (part: unknown, at: string): string[] => {
    if (typeof part !== 'object' || part === null) return [];
    const { properties = {}, ...rest } = part as Part;
    const here = Object.entries(properties).flatMap(([name, inner]) => [
      ...(inner.description || at.endsWith('.if') || 'const' in inner ? [] : [`${at}.${name}`]),
      ...undescribed(inner, `${at}.${name}`),
    ]);
    return [...here, ...Object.entries(rest).flatMap(([key, inner]) => undescribed(inner, `${at}.${key}`))];
  };
  expect(undescribed(strict, 'design')).toEqual([]);
});

test.each([...examples, ...templates.map(({ id, text }) => [id, text] as const)])('%s fits', (_, text) => {
  expect(fits(parseDesign(text).design as unknown as Json)).toBe(true);
  expect(fits(parseDesign(text).written as unknown as Json)).toBe(true);
});

test.each([...layerTypes.values()].map((type) => [type.type, type] as const))('the palette’s %s fits', (type, { start = {} }) => {
  expect(fits(design({ name: 'a', type, ...start }))).toBe(true);
});

test.each<[string, JsonObject]>([
  ['an initializer by another spelling', dense({ kernel_initializer: 'HeNormal' })],
  ['one with arguments', dense({ kernel_initializer: { type: 'he_normal', seed: 1 } })],
  ['null where Keras has None', dense({ activation: null, kernel_regularizer: null })],
  ['one integer for two', design({ name: 'c', type: 'Conv2D', filters: 1, kernel_size: 3 })],
  ['keys of one’s own', { ...dense({ note: {} }), 'x-note': [1] }],
  ['a wrapper', design({ name: 'b', type: 'Bidirectional', layer: { type: 'LSTM', units: 3 } })],
  ['padding', design({ name: 'z', type: 'ZeroPadding2D', padding: [[1, 0], 2] })],
  ['data in files', training({ data: { inputs: 'a', targets: 'b', scale: 0.5, validation: { inputs: 'c', targets: 'd' } } })],
])('%s fits', (_, value) => expect(fits(value)).toBe(true));

test.each<[string, Json]>([
  ['a list', []],
  ['no version', { layers: [] }],
  ['a newer version', { layerwise: 2, layers: [] }],
  ['layers that are no list', { layerwise: 1, layers: {} }],
  ['a layer without a name', design({ type: 'Flatten' })],
  ['a name with a slash', design({ name: 'a/b', type: 'Flatten' })],
  ['an unknown type', design({ name: 'a', type: 'Dens' })],
  ['a missing field', design({ name: 'a', type: 'Dense' })],
  ['a wrong value', dense({ units: 0 })],
  ['an unknown activation', dense({ activation: 'rely' })],
  ['a wrong argument', dense({ kernel_initializer: { type: 'truncated_normal', stddev: 'x' } })],
  ['inputs that are no list', dense({ inputs: 'x' })],
  ['a wrapper around nothing', design({ name: 'b', type: 'Bidirectional', layer: { type: 'Dense', units: 3 } })],
  ['an unknown optimizer', training({ optimizer: 'SDG' })],
  ['two ways of validation at once', training({ data: { dataset: 'mnist', validation: { first: 1, last: 1 } } })],
  ['no samples in a step', training({ batch_size: 0 })],
])('%s does not fit', (_, value) => {
  expect(fits(value)).toBe(false);
  expect(Schema.Check(helpOnly, value)).toBe(true);
});

test('what VS Code gets refuses nothing', () => {
  const loose = Schema.Compile(helpOnly);
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(loose.Check(value)).toBe(true);
      expect(
        loose.Check({ layerwise: value, layers: [value, { name: value, type: 'Dense', units: value }], training: { data: value } }),
      ).toBe(true);
    }),
  );
});

/** Whole numbers too large to be exact are no whole numbers to Layerwise, which a schema cannot say. */
const exact = (value: Json): Json =>
  JSON.parse(JSON.stringify(value), (_, item: Json) =>
    typeof item === 'number' && Math.abs(item) > Number.MAX_SAFE_INTEGER ? 0.5 : item,
  ) as Json;

test('schema and analysis say the same of any value of any field', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<Json>(
      'same',
      'valid',
      'relu',
      'zeros',
      'l2',
      [1, 1],
      [2],
      1,
      0,
      -1,
      0.5,
      true,
      null,
      { type: 'l1' },
      { type: 'relu', x: 1 },
      { type: 'LSTM', units: 2 },
    ),
  );
  fc.assert(
    fc.property(fc.constantFrom(...layerTypes.values()), fc.nat(), value, (type, pick, given) => {
      const field = type.fields[pick % Math.max(1, type.fields.length)];
      if (!field) return;
      const layer = { name: 'a', type: type.type, ...type.start, [field.name]: exact(given as Json) };
      const problems = readValues(type, layer).problems.filter(({ code }) => code !== 'field.unknown');
      expect([layer, fits(design(layer))]).toEqual([layer, problems.length === 0]);
    }),
    { numRuns: 1000 },
  );
});

describe('completion', () => {
  const { properties } = helpOnly as { properties: { layers: { items: { defaultSnippets: { label: string; bodyText: string }[] } } } };
  const snippets = properties.layers.items.defaultSnippets;
  test('offers a layer of every type, on one line, with what must be filled in', () => {
    expect(snippets.map(({ label }) => label)).toEqual([...layerTypes.keys(), 'Block']);
    expect(snippets.find(({ label }) => label === 'Dense')?.bodyText).toBe('{ "name": "${1:dense}", "type": "Dense", "units": ${2:32} }');
  });
  test.each(snippets.map(({ label, bodyText }) => [label, bodyText]))('the snippet of %s is a layer that fits', (_, body = '') => {
    const text = body.replaceAll(/\$\{\d+:((?:\\.|[^}])*)\}/g, (_match, inner: string) => inner.replaceAll(/\\(.)/g, '$1'));
    expect(fits(design(JSON.parse(text) as JsonObject))).toBe(true);
  });
});

describe('completion in the training section', () => {
  interface Node {
    readonly defaultSnippets?: readonly { readonly label: string; readonly body: Json }[];
    readonly [keyword: string]: unknown;
  }
  const { properties, definitions } = helpOnly as { properties: { training: Node }; definitions: { schedule: Node } };
  /** All snippets within a schema. */
  const snippetsIn = (node: unknown): { readonly label: string; readonly body: Json }[] =>
    typeof node !== 'object' || node === null
      ? []
      : [...((node as Node).defaultSnippets ?? []), ...Object.values(node).flatMap((item: unknown) => snippetsIn(item))];
  /** What a snippet puts into the text: `^` makes a value of what would be a text. */
  const filled = (body: Json): Json =>
    JSON.parse(
      JSON.stringify(body)
        .replaceAll(/"\^\$\{\d+:([^}]*)\}"/g, '$1')
        .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'),
    ) as Json;
  const bodies = (node: unknown, ...labels: string[]) =>
    snippetsIn(node)
      .filter(({ label }) => labels.length === 0 || labels.some((one) => label.startsWith(one)))
      .map(({ label, body }) => [label, filled(body)] as const);

  test.each(bodies(properties.training, 'Phase'))('%s fits', (_, body) => expect(fits(training({ phases: [body] }))).toBe(true));
  test.each(bodies(properties.training, 'Weights'))('%s fits', (_, body) => expect(fits(training({ weights: body }))).toBe(true));
  test.each(bodies(properties.training, 'first', 'last', 'inputs'))('validation by %s fits', (_, body) =>
    expect(fits(training({ data: { dataset: 'mnist', validation: body } }))).toBe(true),
  );
  test.each(bodies(definitions.schedule))('the schedule %s fits', (_, body) =>
    expect(fits(training({ optimizer: { type: 'SGD', learning_rate: body } }))).toBe(true),
  );
  test('offers a schedule only with the arguments that it needs', () => {
    expect(bodies(definitions.schedule).map(([label]) => label)).toContain('OneCycle');
    expect(fits(training({ optimizer: { type: 'SGD', learning_rate: 'OneCycle' } }))).toBe(false);
    expect(fits(training({ callbacks: ['EarlyStopping'] }))).toBe(true);
  });
});
