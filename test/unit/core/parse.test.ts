import { describe, expect, test } from 'vitest';
import { describe as words } from '../../../src/core/describe';
import { firstLine, locate, position } from '../../../src/core/locate';
import { parseDesign } from '../../../src/core/parse';

/** Each problem as `code line:column the text it points at`. */
function problems(text: string): string[] {
  return parseDesign(text).diagnostics.map((diagnostic) => {
    const { offset, length } = locate(text, diagnostic.place);
    const { line, column } = position(text, offset);
    return `${diagnostic.code} ${line}:${column} ${text.slice(offset, offset + length)}`;
  });
}

const GOOD = '{ "layerwise": 1, "layers": [{ "name": "x", "type": "Input", "shape": [3] }] }';

test('reads a design', () => {
  const { design, diagnostics } = parseDesign(GOOD);
  expect(diagnostics).toEqual([]);
  expect(design?.layers).toEqual([{ name: 'x', type: 'Input', shape: [3] }]);
});

test('allows comments and trailing commas, and reads the same', () => {
  const text = `// by hand\n{ "layerwise": 1, /* so far */ "layers": [\n  { "name": "x", "type": "Input", "shape": [3,], }, // pixels\n] }\n`;
  expect(parseDesign(text)).toMatchObject({
    design: { layerwise: 1, layers: [{ name: 'x', type: 'Input', shape: [3] }] },
    diagnostics: [],
  });
});

test('a byte order mark is no syntax error', () => {
  expect(parseDesign(`\uFEFF${GOOD}`)).toMatchObject({ diagnostics: [], design: { layerwise: 1 } });
});

describe('says where the syntax breaks', () => {
  test.each([
    ['{ "layerwise": 1,\n  "layers": [\n    { "name": "x" "type": "Input" }\n  ]\n}', 'syntax.invalid 3:19 "type"'],
    ['{ "layerwise": 1, "layers": [ }', 'syntax.invalid 1:31 }'],
    ['{ "layerwise": 1\r\n  "layers": [] }', 'syntax.invalid 2:3 "layers"'],
    ['{ "name": "x', 'syntax.invalid 1:11 "x'],
    ['{ layerwise: 1 }', 'syntax.invalid 1:3 layerwise'],
  ])('%j', (text, first) => {
    expect(problems(text)[0]).toBe(first);
    expect(parseDesign(text).design).toBeUndefined();
  });
});

test.each([
  ['', 'nothing'],
  ['  // only a comment', 'nothing'],
  ['[1]', 'a list'],
  ['null', 'null'],
  ['"x"', 'a text'],
])('%j is no design', (text, found) => {
  const [diagnostic] = parseDesign(text).diagnostics;
  expect(diagnostic).toMatchObject({ code: 'format.not-a-design', facts: { found } });
});

describe('the version', () => {
  test('missing', () => expect(problems('{ "layers": [] }')).toEqual(['format.missing-version 1:1 {']));
  test('of the wrong kind', () => expect(problems('{ "layerwise": "1", "layers": [] }')).toEqual(['format.wrong-kind 1:16 "1"']));
  test('newer: said first, and the rest is read as well as it can be', () => {
    const { design, diagnostics } = parseDesign('{ "layerwise": 2, "layers": [] }');
    expect(diagnostics.map(words)).toEqual([expect.stringMatching(/version 2.*version 1.*Update Layerwise/) as string]);
    expect(design?.layerwise).toBe(2);
  });
});

test('what is of the wrong kind is reported at its place, and the rest is kept', () => {
  const text = `{
  "layerwise": 1,
  "name": 5,
  "layers": [
    { "name": 1, "type": "Dense", "units": 3 },
    "Dense",
    { "name": "a", "type": ["Dense"], "inputs": "b", "trainable": "no" },
    { "name": "b", "type": "Dense", "inputs": ["a", 7] }
  ],
  "outputs": "b",
  "training": []
}`;
  expect(problems(text)).toEqual([
    'format.wrong-kind 3:11 5',
    'format.wrong-kind 11:15 []',
    'format.wrong-kind 5:15 1',
    'format.wrong-kind 6:5 "Dense"',
    'format.wrong-kind 7:28 ["Dense"]',
    'format.wrong-kind 7:67 "no"',
    'format.wrong-kind 7:49 "b"',
    'format.wrong-kind 8:53 7',
    'format.wrong-kind 10:14 "b"',
  ]);
  expect(parseDesign(text).design).toMatchObject({
    layers: [{ name: '', units: 3 }, { name: '', type: '' }, { name: 'a', type: '', inputs: ['b'] }, { inputs: ['a', ''] }],
    outputs: ['b'],
  });
});

test('layers that are no list', () => expect(problems('{ "layerwise": 1, "layers": {} }')).toEqual(['format.wrong-kind 1:29 {}']));

test('an unknown key is pointed at, with the key that was probably meant', () => {
  const text = '{ "layerwise": 1, "layres": [], "note": "by me", "$schema": "x" }';
  expect(problems(text)).toEqual(['format.unknown-key 1:19 "layres"', 'format.unknown-key 1:33 "note"']);
  expect(parseDesign(text).diagnostics.map(words)[0]).toContain('Did you mean layers?');
});

describe('a key that is there twice', () => {
  const text = '{ "layerwise": 1, "layers": [{ "name": "x", "type": "Input", "shape": [3], "name": "y" }] }';
  test('is reported where it comes again, and the last one counts', () => {
    expect(problems(text)).toEqual(['format.duplicate-key 1:76 "name"']);
    expect(parseDesign(text).design?.layers[0]?.name).toBe('y');
  });
  test('among comments too', () => expect(problems(`${text} // twice`)).toEqual(['format.duplicate-key 1:76 "name"']));
  test('not where a colon is in a text', () => expect(problems('{ "layerwise": 1, "name": "a: \\"b\\": c", "layers": [] }')).toEqual([]));
});

test('__proto__ is a key like any other', () => {
  for (const comment of ['', ' // c']) {
    const { design, diagnostics } = parseDesign(`{ "layerwise": 1, "__proto__": { "layers": 1 }, "layers": [] }${comment}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(['format.unknown-key']);
    expect(design?.layers).toEqual([]);
  }
});

test.each([
  ['strict', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['in a field', `{ "layerwise": 1, "layers": [{ "a": ${'['.repeat(5000)}${']'.repeat(5000)} }] }`],
  ['with comments', `/**/${'['.repeat(100_000)}`],
  ['with comments and closed', `/**/${'['.repeat(300)}${']'.repeat(300)}`],
])('nesting without end (%s) is refused, not recursed into', (_, text) => {
  expect(parseDesign(text).diagnostics.map(({ code }) => code)).toEqual(['syntax.invalid']);
});

describe('places', () => {
  const text = '{\n  "layers": [\n    { "name": "a" }\n  ]\n}';
  const at = (path: (string | number)[], key?: boolean) => {
    const { offset, length } = locate(text, { path, key });
    return text.slice(offset, offset + length);
  };
  test('a value, its key, a whole layer', () => {
    expect(at(['layers', 0, 'name'])).toBe('"a"');
    expect(at(['layers', 0, 'name'], true)).toBe('"name"');
    expect(at(['layers', 0])).toBe('{ "name": "a" }');
  });
  test('what is not there is shown at what is around it', () => {
    expect(at(['layers', 0, 'units'])).toBe('{ "name": "a" }');
    expect(at(['layers', 3, 'units', 'x'])).toBe('[\n    { "name": "a" }\n  ]');
    expect(at(['training', 'loss'])).toBe('{');
  });
  test('of several lines the first one is marked', () => {
    expect(firstLine(text, locate(text, { path: ['layers'] }))).toEqual({ offset: text.indexOf('['), length: 1 });
    expect(firstLine(text, locate(text, { path: ['layers', 0] }))).toEqual(locate(text, { path: ['layers', 0] }));
  });
  test('lines end with \\n or \\r\\n', () => {
    expect(position('a\r\nbc', 3)).toEqual({ line: 2, column: 1 });
    expect(position('a\nbc', 4)).toEqual({ line: 2, column: 3 });
    expect(position('', 0)).toEqual({ line: 1, column: 1 });
  });
});
