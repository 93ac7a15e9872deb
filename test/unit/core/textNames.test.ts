import { describe, expect, test } from 'vitest';
import { choicesAt, definitionOf, layerPath, nameAt } from '../../../src/core/textNames';

const text = `{
  "layerwise": 1,
  "blocks": {
    "pair": { "layers": [{ "name": "in", "type": "Input" }, { "name": "a", "type": "Dense", "inputs": ["in"] }, { "name": "b", "type": "Dense", "inputs": ["in"] }], "outputs": ["a", "b"] },
    "outer": { "layers": [{ "name": "inner", "type": "Block", "block": "pair" }] }
  },
  "layers": [
    { "name": "pixels", "type": "Input", "shape": [4] },
    { "name": "a", "type": "Block", "block": "pair", "repeat": 1 },
    { "name": "last", "type": "Add", "inputs": ["a/b", "pixels"] }
  ],
  "outputs": ["last"]
}`;
/** The place of a piece of the text, some characters in. */
const at = (piece: string, into = 1, whole = text): number => whole.indexOf(piece) + into;
const found = (offset: number) => {
  const name = nameAt(text, offset);
  const span = name && definitionOf(text, name);
  return name && [name.kind, name.name, name.holder.join('/'), span && text.slice(span.offset - 2, span.offset + span.length)];
};

describe('a name in the text', () => {
  test('is that of a block or of a layer of its list, and leads to where it is given', () => {
    expect(found(at('"pair", "repeat"'))).toEqual(['block', 'pair', '', '  "pair"']);
    expect(found(at('"pair": {'))).toEqual(['block', 'pair', '', '  "pair"']);
    expect(found(at('"a/b"'))).toEqual(['layer', 'a', '', ': "a"']);
    expect(definitionOf(text, nameAt(text, at('"a/b"'))!)!.offset).toBe(at('"a", "type": "Block"', 0));
    expect(found(at('"in"]'))).toEqual(['layer', 'in', 'blocks/pair', ': "in"']);
    expect(found(at('"last"]'))).toEqual(['layer', 'last', '', ': "last"']);
    expect(layerPath(text, nameAt(text, at('"b", "type"'))!)).toEqual(['blocks', 'pair', 'layers', 2]);
  });

  test('is nothing else that stands there', () => {
    for (const piece of ['"Add"', '"layerwise"', '"shape"', '"blocks"', '[4]']) expect(nameAt(text, at(piece)), piece).toBeUndefined();
  });
});

describe('what may be written', () => {
  const choices = (piece: string, into: number, whole = text) =>
    choicesAt(whole, at(piece, into, whole))?.choices.map(({ kind, text: written }) => `${kind} ${written}`);

  test('after "block" is a block, but the one that it stands in', () => {
    expect(choices('"pair", "repeat"', 1)).toEqual(['block "pair"', 'block "outer"']);
    expect(choices('"pair" }] }', 1)).toEqual(['block "pair"']);
  });

  test('in a list of layers is another layer of the list, or one of several values of a block', () => {
    expect(choices('"pixels"]', 1)).toEqual(['layer "pixels"', 'layer "a"', 'layer "a/a"', 'layer "a/b"']);
    expect(choices('"last"]', 1)).toEqual(['layer "pixels"', 'layer "a"', 'layer "a/a"', 'layer "a/b"', 'layer "last"']);
  });

  test('as a type is the use of a block, with it', () => {
    expect(choices('"Add"', 1)).toEqual(['use "Block", "block": "pair"', 'use "Block", "block": "outer"']);
    expect(choices('"Block", "block": "pair", "repeat"', 1)).toEqual([]);
  });

  test('while it is typed the text need not be whole', () => {
    const broken = text.replace('"pixels"]', '"]').replace(/\}$/, '');
    expect(choices('"a/b", "', 8, broken)).toContain('layer "pixels"');
    const open = text.replace('"block": "pair", "repeat": 1', '"block": ');
    const { span } = choicesAt(open, at('"block":  }', 9, open))!;
    expect(span.length).toBe(0);
    expect(choices('"block":  }', 9, open)).toEqual(['block "pair"', 'block "outer"']);
  });
});
