import { expect, test } from 'vitest';
import type { Design } from '../../../../src/core/document';
import { applyEdit, applyTextEdits } from '../../../../src/core/edit';

const layers = [
  { name: 'pixels', type: 'Input', shape: [4] },
  { name: 'hidden', type: 'Dense', units: 3 },
  { name: 'top', type: 'Dense', units: 10 },
  { name: 'aux', type: 'Dense', units: 4, inputs: ['hidden'] },
];
const training = {
  data: { dataset: 'mnist', scale: { pixels: 2 }, target: { aux: 'input' } },
  loss: { top: { type: 'huber', delta: 2 }, aux: 'mse' },
  loss_weights: { aux: 0.2 },
  callbacks: [
    { type: 'EarlyStopping', monitor: 'val_top_k' },
    { type: 'ReduceLROnPlateau', monitor: 'aux_loss' },
  ],
  phases: [{ freeze: ['hidden', 'h*'], epochs: 1 }, { epochs: 1 }],
};

function renamed(layer: string, name: string, design: object = { layers, training }): Design {
  const text = JSON.stringify({ layerwise: 1, ...design }, undefined, 2);
  const result = applyEdit(text, { type: 'renameLayer', layer, name });
  if (!result.ok) throw new Error(result.reason);
  return JSON.parse(applyTextEdits(text, result.edits)) as Design;
}

test('what is said of an output follows its new name', () => {
  const { training: section } = renamed('aux', 'back');
  expect(section).toMatchObject({
    data: { target: { back: 'input' } },
    loss: { top: { type: 'huber', delta: 2 }, back: 'mse' },
    loss_weights: { back: 0.2 },
    callbacks: [{ monitor: 'val_top_k' }, { monitor: 'back_loss' }],
  });
  expect(JSON.stringify(section)).not.toContain('aux');
  expect(renamed('top', 'classes').training?.callbacks?.[0]).toMatchObject({ monitor: 'val_classes_k' });
});

test('so do inputs and frozen layers, and nothing else', () => {
  expect(renamed('pixels', 'x').training?.data?.scale).toEqual({ x: 2 });
  expect(renamed('hidden', 'deep').training?.phases?.[0]?.freeze).toEqual(['deep', 'h*']);
  // Of one output a metric has its own name alone, and an argument of a loss is no output.
  const one = {
    layers: layers.slice(0, 3),
    training: { loss: { type: 'huber', delta: 2 }, callbacks: [{ type: 'EarlyStopping', monitor: 'top_k' }] },
  };
  expect(renamed('top', 'classes', one).training).toEqual(one.training);
  expect(renamed('hidden', 'delta', one).training).toEqual(one.training);
});
