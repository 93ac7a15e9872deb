import { describe as suite, expect, test } from 'vitest';
import type { AdviceCode } from '../../../src/core/advice/adviceFacts';
import { describe } from '../../../src/core/describe';
import type { Diagnostic, DiagnosticCode, DiagnosticFacts } from '../../../src/core/diagnostics';

const layer = 'conv';
/** Those of advice are looked at where each advice is. */
const words: { [Code in Exclude<DiagnosticCode, AdviceCode>]: readonly [facts: DiagnosticFacts[Code], sentence: string][] } = {
  'syntax.invalid': [
    [{ reason: 'a comma is missing here' }, 'A comma is missing here. Until that is put right the design cannot be read.'],
  ],
  'format.not-a-design': [
    [{ found: 'a list' }, 'A design is a JSON object, but this file holds a list. Start with { "layerwise": 1, "layers": [] }.'],
  ],
  'format.missing-version': [
    [{}, 'The key "layerwise" is missing, which says the version of the format. Add "layerwise": 1 as the first key.'],
  ],
  'format.newer-version': [
    [
      { found: 3, supported: 1 },
      'This design is of version 3, and this Layerwise knows version 1. Update Layerwise; until then it changes nothing in this file.',
    ],
  ],
  'format.wrong-kind': [
    [{ field: 'layers', expected: 'a list of layers', found: {} }, '"layers" should be a list of layers, but it is {}.'],
  ],
  'format.duplicate-key': [[{ key: 'units' }, 'The key "units" is there twice, and only the last one counts. Remove one of them.']],
  'format.unknown-key': [
    [
      { key: 'layres', known: ['layers'], suggestion: 'layers' },
      'Layerwise does not know the key "layres" here and leaves it alone. Did you mean layers?',
    ],
    [{ key: 'note', known: ['name', 'layers'] }, 'Layerwise does not know the key "note" here and leaves it alone. It knows name, layers.'],
  ],
  'layer.missing-type': [[{}, 'This layer has no type. Add "type" with the name of a Keras layer, such as "Dense".']],
  'layer.missing-name': [[{}, 'This layer has no name. Add "name": others take it by that, and its weights are saved under it.']],
  'layer.unknown-type': [
    [{ type: 'Dens', suggestion: 'Dense' }, 'There is no layer type Dens. Did you mean Dense?'],
    [{ type: 'Magic' }, 'There is no layer type Magic.'],
  ],
  'layer.duplicate-name': [[{ name: 'a' }, 'Another layer is called a too. Give this one a name of its own.']],
  'field.unknown': [
    [{ type: 'Dense', field: 'unit', suggestion: 'units' }, 'Dense has no field unit. Did you mean units?'],
    [{ type: 'Dense', field: 'note' }, 'Dense has no field note, so it has no effect.'],
  ],
  'field.required': [[{ type: 'Dense', field: 'units' }, 'Dense needs units, which has no default.']],
  'field.wrong-value': [
    [
      { type: 'Dense', field: 'units', expected: 'a whole number of at least 1', found: -3 },
      'units should be a whole number of at least 1, but it is -3.',
    ],
    [
      { type: 'Dense', field: 'activation', expected: 'the name of an activation', found: 'rely', suggestion: 'relu' },
      'activation should be the name of an activation, but it is "rely". Did you mean relu?',
    ],
    [
      { type: 'Dense', field: 'units', expected: 'a number', found: 'x'.repeat(100) },
      `units should be a number, but it is "${'x'.repeat(56)}….`,
    ],
  ],
  'block.unknown': [
    [{ block: 'stag', known: ['stage'], suggestion: 'stage' }, 'There is no block stag. Did you mean stage?'],
    [{ block: 'x', known: ['stage', 'stem'] }, 'There is no block x. The design has stage, stem.'],
    [{ block: 'x', known: [] }, 'There is no block x. Write it in "blocks".'],
  ],
  'block.cycle': [
    [{ blocks: ['a'] }, 'The block a holds itself, so it would never end. Take it out of itself.'],
    [{ blocks: ['a', 'b'] }, 'The blocks hold one another without end: a → b → a. Take one of them out.'],
  ],
  'block.too-deep': [[{ block: 'a', limit: 50 }, 'Blocks stand in one another more than 50 deep at a. Put its layers in its place.']],
  'block.too-many': [
    [
      { layer: 'stage', count: 1e6, limit: 20000 },
      'With stage there would be 1,000,000 layers, more than the 20,000 that Layerwise expands. Repeat it less often.',
    ],
  ],
  'block.no-output': [[{ block: 'a' }, 'Nothing leaves the block a. Give it a layer, or name in "outputs" what it gives.']],
  'block.gives-input': [
    [{ block: 'a', input: 'in' }, 'in is where values come into the block a, so it gives nothing new. Name a layer behind it.'],
  ],
  'block.input-field': [
    [
      { block: 'a', input: 'in', field: 'shape' },
      'in stands for what the block a takes wherever it is used, so its shape has no effect. Remove it.',
    ],
  ],
  'block.repeat-mismatch': [
    [
      { block: 'a', inputs: 2, outputs: 1 },
      'The block a takes 2 and gives 1, so it cannot follow itself. Repeat a block that gives as many values as it takes.',
    ],
  ],
  'block.unused': [[{ block: 'a' }, 'No layer uses the block a. Add { "type": "Block", "block": "a" } or remove it.']],
  'graph.no-layers': [[{}, 'The design has no layers yet. Begin with an Input layer that says the shape of one sample.']],
  'graph.no-input': [[{}, 'The design has no Input layer, so no shape is known. Put one first that says the shape of one sample.']],
  'graph.dangling-input': [
    [{ layer, input: 'pixel', suggestion: 'pixels' }, 'conv takes pixel, but no layer has that name. Did you mean pixels?'],
  ],
  'graph.dangling-output': [[{ output: 'out' }, 'The model gives out, but no layer has that name.']],
  'graph.cycle': [
    [{ layers: ['a', 'b'] }, 'The layers go round in a circle: a → b → a. Take one of these connections away.'],
    [
      { layers: Array.from({ length: 50 }, (_, i) => `l${i}`) },
      'The layers go round in a circle: l0 → l1 → l2 → l3 → l4 → l5 → … → l49 → l0. Take one of these connections away.',
    ],
  ],
  'graph.input-takes-none': [
    [{ layer: 'pixels' }, 'pixels is an Input, where samples come in, so it takes no other layer. Remove its "inputs".'],
  ],
  'graph.wrong-input-count': [
    [
      { layer: 'add', type: 'Add', expected: '2 or more layers', found: 1 },
      'Add takes 2 or more layers, but add has 1. Name them in "inputs".',
    ],
    [{ layer: 'dense', type: 'Dense', expected: '1 layer', found: 0 }, 'Dense takes 1 layer, but dense has none. Name it in "inputs".'],
  ],
  'graph.unreachable': [
    [{ layer: 'side' }, 'Nothing leads from side to an output of the model, so it is left out. Connect it or delete it.'],
  ],
  'graph.missing-output': [[{}, 'The model has no output. Name the layers that it should give in "outputs".']],
  'shape.rank-mismatch': [
    [
      { layer, type: 'Conv2D', expected: '3 dimensions (height, width, channels)', found: [784] },
      'Conv2D needs 3 dimensions (height, width, channels), but conv gets 784. Put a Reshape before it.',
    ],
    [
      { layer: 'rnn', type: 'LSTM', expected: '2 dimensions (steps, features)', found: [28, 28, 1] },
      'LSTM needs 2 dimensions (steps, features), but rnn gets 28 × 28 × 1. Put a Flatten or a Reshape before it.',
    ],
  ],
  'shape.dimension-mismatch': [
    [
      { layer, type: 'Reshape', expected: '784 values for 28 × 28, not 100', found: [100] },
      'Reshape needs 784 values for 28 × 28, not 100, but conv gets 100.',
    ],
  ],
  'shape.merge-mismatch': [
    [
      {
        layer: 'add',
        type: 'Add',
        inputs: [
          { name: 'a', shape: [3] },
          { name: 'b', shape: [4, null] },
        ],
      },
      'Add cannot put these shapes together: a gives 3, b gives 4 × ?.',
    ],
  ],
  'shape.unknown-dimension': [
    [
      { layer, type: 'Dense', found: [28, null] },
      'Dense must know the size of every dimension that its weights depend on, but conv gets 28 × ?. Say the size in the Input layer.',
    ],
  ],
  'shape.empty-output': [
    [
      { layer, type: 'Conv2D', found: [2, 2, 1], detail: 'a window of 3 does not fit with padding "valid"' },
      'Nothing would be left after conv: it gets 2 × 2 × 1, and a window of 3 does not fit with padding "valid".',
    ],
  ],
  'size.too-large': [
    [
      { layer: 'dense', what: 'parameters', count: 5e12, limit: 1e12 },
      'dense would have 5,000,000,000,000 parameters, more than the 1,000,000,000,000 that Layerwise counts. Make it smaller.',
    ],
    [
      { what: 'parameters', count: 1e21, limit: 1e12 },
      'The model would have 1.00e+21 parameters, more than the 1,000,000,000,000 that Layerwise counts. Make it smaller.',
    ],
    [
      { layer: 'up', what: 'shape', count: Infinity, limit: 1e12 },
      'up would have infinitely many values for one sample, more than the 1,000,000,000,000 that Layerwise counts. Make it smaller.',
    ],
  ],
  'training.unknown-name': [
    [
      { field: 'callbacks', found: 'EarlyStoping', known: ['EarlyStopping'], suggestion: 'EarlyStopping' },
      'There is no callback "EarlyStoping". Did you mean EarlyStopping?',
    ],
    [
      { field: 'metrics', found: 'acuracy', known: ['accuracy'], suggestion: 'accuracy' },
      'There is no metric "acuracy". Did you mean accuracy?',
    ],
    [
      { field: 'loss', found: 'x', known: ['huber', 'mean_squared_error'] },
      'There is no loss "x". Layerwise has huber, mean_squared_error.',
    ],
  ],
  'training.unknown-monitor': [
    [
      { callback: 'EarlyStopping', monitor: 'val_loss', validation: true, known: ['loss', 'accuracy'] },
      'EarlyStopping watches val_loss, but no samples are kept for validation. Add "validation" to the data, or watch loss or accuracy.',
    ],
    [
      { callback: 'EarlyStopping', monitor: 'val_los', validation: false, known: ['loss', 'val_loss'], suggestion: 'val_loss' },
      'EarlyStopping watches val_los, which no epoch ends with. Did you mean val_loss?',
    ],
  ],
  'training.freezes-no-layer': [
    [
      { pattern: 'hiden', suggestion: 'hidden' },
      'No layer of the model has a name like hiden, so nothing is frozen by it. Did you mean hidden?',
    ],
  ],
  'training.freezes-all': [
    [
      { phase: 2, layers: ['hidden', 'classes'] },
      'Phase 2 freezes every layer that has weights (hidden, classes), so there is nothing to learn in it. Leave one of them out.',
    ],
  ],
  'training.missing': [[{ field: 'loss' }, 'Training needs "loss". Add it to the training section.']],
  'training.no-such-end': [
    [
      { field: 'loss', what: 'output', name: 'clases', known: ['classes', 'aux'], suggestion: 'classes' },
      '"loss" speaks of clases, which is no output of the model. Did you mean classes?',
    ],
    [
      { field: 'inputs', what: 'input', name: 'left', known: ['pixels'] },
      '"inputs" speaks of left, which is no input of the model. The inputs of the model: pixels.',
    ],
  ],
  'training.not-of-each': [
    [
      { field: 'loss', what: 'output', names: ['aux'] },
      'The model has several outputs, and "loss" does not say it of aux. Name each: "loss": { "aux": … }.',
    ],
  ],
  'training.not-trainable': [[{ reason: 'This model cannot be trained.' }, 'This model cannot be trained.']],
};

suite('every problem has its words', () => {
  const cases = Object.entries(words).flatMap(([code, examples]) => examples.map(([facts, sentence]) => ({ code, facts, sentence })));
  test.each(cases)('$code: $sentence', ({ code, facts, sentence }) => {
    expect(describe({ code, facts, severity: 'error', place: { path: [] } } as Diagnostic)).toBe(sentence);
  });
});
