import { expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { layerCosts, modelCosts } from '../../../../src/core/costs/describeCosts';

const text = JSON.stringify({
  layerwise: 1,
  layers: [
    { name: 'pixels', type: 'Input', shape: [28, 28, 1] },
    { name: 'conv', type: 'Conv2D', filters: 32, kernel_size: 3, activation: 'relu' },
    { name: 'pool', type: 'MaxPooling2D' },
    { name: 'wide', type: 'Conv2D', filters: 4, kernel_size: 13, trainable: false },
    { name: 'flat', type: 'Flatten' },
    { name: 'y', type: 'Dense', units: 10 },
  ],
  training: { optimizer: 'Adam', batch_size: 64 },
});
const analysis = analyzeText(text);
const told = (id: string) =>
  layerCosts(
    analysis,
    analysis.layers.find((layer) => layer.id === id)!,
  ).map(({ title, sum, result }) => `${title}: ${sum ? `${sum} = ` : ''}${result}`);

it('shows the sum of each cost of a layer', () => {
  expect(told('conv')).toEqual([
    'Multiply-adds: 3 × 3 × 1 × 32 × 26 × 26 = 194,688',
    'Weights: 320 × 4 B = 1.25 KB',
    'Gradients: 320 × 4 B = 1.25 KB',
    'Adam keeps: 2 × 320 × 4 B = 2.50 KB',
    'Activations: 64 × 43,264 × 4 B = 10.56 MB',
    'Receptive field: 3 × 3 of pixels, 1 × 1 apart',
  ]);
});

it('what has no weights keeps what it gives, and what lies behind looks further', () => {
  expect(told('pool')).toEqual(['Activations: 64 × 5,408 × 4 B = 1.32 MB', 'Receptive field: 4 × 4 of pixels, 2 × 2 apart']);
});

it('what is frozen has weights only; a field may be all there is', () => {
  expect(told('wide').slice(1)).toEqual([
    'Weights: 21,636 × 4 B = 84.52 KB',
    'Activations: 64 × 4 × 4 B = 1.00 KB',
    'Receptive field: 28 × 28, all of pixels, 2 × 2 apart',
  ]);
  expect(told('flat')).toEqual(['Receptive field: 28 × 28, all of pixels, 2 × 2 apart']);
});

it('the parts of the whole come to what training takes', () => {
  const rows = modelCosts(analysis, 8 * 2 ** 30);
  expect(rows.map(({ title }) => title)).toEqual([
    'Multiply-adds',
    'Weights',
    'Gradients',
    'Adam keeps',
    'Activations',
    'On its way',
    'Training',
    'Prediction',
    'File',
  ]);
  expect(rows.find(({ title }) => title === 'Training')).toMatchObject({ whole: 'of 8.00 GB', result: '18.77 MB' });
});

it('a block costs what its layers do', () => {
  const block = [
    { name: 'a', type: 'Dense', units: 4 },
    { name: 'b', type: 'ReLU' },
  ];
  const layers = [
    { name: 'x', type: 'Input', shape: [4] },
    { name: 's', type: 'Block', block: 'pair', repeat: 2 },
  ];
  const repeated = analyzeText(JSON.stringify({ layerwise: 1, blocks: { pair: { layers: block } }, layers }));
  expect(repeated.diagnostics).toEqual([]);
  const [instance] = repeated.instances;
  expect(layerCosts(repeated, instance!).map(({ title, result }) => `${title} ${result}`)).toEqual([
    'Multiply-adds 32',
    'Weights 160 B',
    'Gradients 160 B',
    'RMSprop keeps 160 B',
    'Activations 3.50 KB',
  ]);
});
