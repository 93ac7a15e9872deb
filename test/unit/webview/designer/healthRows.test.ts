import { expect, test } from 'vitest';
import { fold } from '../../../../src/core/blocks/fold';
import { healthRows } from '../../../../webview/designer/graph/healthRows';
import { repeated as analysis } from '../../core/blocks/repeated';

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
