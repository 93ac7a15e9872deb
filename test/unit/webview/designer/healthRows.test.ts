import { expect, test } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { fold } from '../../../../src/core/blocks/fold';
import { healthRows } from '../../../../webview/designer/graph/healthRows';

const analysis = analyzeText(
  JSON.stringify({
    layerwise: 1,
    blocks: {
      pair: {
        layers: [
          { name: 'a', type: 'Dense', units: 4 },
          { name: 'act', type: 'ReLU' },
        ],
      },
      stage: {
        layers: [
          { name: 'unit', type: 'Block', block: 'pair', repeat: 2 },
          { name: 'end', type: 'Dense', units: 4, repeat: 2 },
        ],
      },
    },
    layers: [
      { name: 'x', type: 'Input', shape: [4] },
      { name: 's', type: 'Block', block: 'stage', repeat: 2 },
      { name: 'deep', type: 'Dense', units: 4, repeat: 3 },
      { name: 'once', type: 'Block', block: 'pair' },
    ],
  }),
);
test('a card shows what it stands for', () => {
  const healthy = new Set(analysis.layers.filter(({ type }) => type === 'Dense').map(({ name }) => name));
  const rows = (...open: string[]) =>
    fold(analysis, new Set(open)).layers.map(
      (layer) => `${layer.id}: ${healthRows(layer, open.includes(layer.id), healthy, analysis.instances)}`,
    );
  expect(rows()).toEqual(['x: none', 's: repetitions', 'deep: repetitions', 'once: measures']);
  expect(rows('s', 's_1_unit', 'once')).toEqual([
    'x: none',
    's: repetitions',
    's_1_unit: repetitions',
    's_1_unit_1_a: repetitions',
    's_1_unit_1_act: none',
    's_1_end: repetitions',
    'deep: repetitions',
    'once: none',
    'once_a: measures',
    'once_act: none',
  ]);
  expect(healthRows(analysis.instances[0]!, false, new Set(), analysis.instances)).toBe('none');
});
