import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Design } from '../../../src/core/document';
import { parseDesign } from '../../../src/core/parse';
import { serialize } from '../../../src/core/serialize';
import { templates } from '../../../src/core/templates';

const folder = new URL('../../../examples/', import.meta.url);
const examples = readdirSync(folder)
  .filter((name) => name.endsWith('.layerwise.json'))
  .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

test.each([...examples, ...templates.map(({ id, text }) => [id, text] as const)])('%s is written as it would be written', (_, text) => {
  expect(serialize(parseDesign(text).written!)).toBe(text);
});

test('keys come in canonical order, unknown ones behind; long layers go over lines', () => {
  const design = {
    note: 'mine',
    training: { seed: 1, data: { scale: '1/255', dataset: 'mnist' }, own: true, loss: 'huber' },
    layers: [
      { units: 3, own: 1, trainable: false, inputs: ['x'], type: 'Dense', name: 'a', activation: 'relu', use_bias: false },
      {
        layer: { units: 3, type: 'LSTM' },
        type: 'Bidirectional',
        name: 'both',
        note: 'a long note that a person has written here, so that the layer is longer than a line of the file may be',
      },
    ],
    name: undefined,
    layerwise: 1,
  } as unknown as Design;
  expect(serialize(design)).toBe(`{
  "layerwise": 1,
  "layers": [
    { "name": "a", "type": "Dense", "inputs": ["x"], "units": 3, "activation": "relu", "use_bias": false, "trainable": false, "own": 1 },
    {
      "name": "both",
      "type": "Bidirectional",
      "layer": { "type": "LSTM", "units": 3 },
      "note": "a long note that a person has written here, so that the layer is longer than a line of the file may be"
    }
  ],
  "training": {
    "data": { "dataset": "mnist", "scale": "1/255" },
    "loss": "huber",
    "seed": 1,
    "own": true
  },
  "note": "mine"
}
`);
});
