import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../../../src/core/analyze';
import { fold } from '../../../../src/core/blocks/fold';
import { timeKey } from '../../../../src/core/costs/stepTimes';
import { segments } from '../../../../webview/designer/graph/strip';
import { weighingOf } from '../../../../webview/designer/graph/weighing';
import { analysisOf, dense, input } from './designs';

const analysis = analysisOf(input('x', 100), dense('h', 30, { activation: 'relu' }), dense('y', 10));
const layer = (id: string) => analysis.layers.find((one) => one.id === id)!;
const times = (of: readonly string[]) => ({
  runtime: 'WebAssembly',
  batchSize: 32,
  layers: Object.fromEntries(of.map((id, i) => [timeKey(layer(id)), i + 1])),
});
const words = (timing: Parameters<typeof weighingOf>[2], id: string): string => {
  const weighing = weighingOf(analysis, 'time', timing);
  return weighing.words(weighing.of(layer(id)) ?? NaN, layer(id));
};

describe('time', () => {
  it('is a share, and says so, where nothing was measured', () => {
    expect([words({}, 'h'), words({}, 'y')]).toEqual(['≈ 91%', '≈ 9.1%']);
  });
  it('is an estimate in milliseconds where a run has been', () => {
    expect([words({ step: 11 }, 'h'), words({ step: 11 }, 'y')]).toEqual(['≈ 10 ms', '≈ 1.0 ms']);
  });
  it('is what was measured', () => {
    expect([words({ times: times(['h', 'y']) }, 'h'), words({ times: times(['h', 'y']) }, 'y')]).toEqual(['1.0 ms', '2.0 ms']);
  });
  it('of what has changed since is an estimate by the others', () => {
    expect(words({ times: times(['h']) }, 'y')).toBe('≈ 0.10 ms');
  });
});

describe('memory', () => {
  it('of all layers is the whole', () => {
    const weighing = weighingOf(analysis, 'memory');
    expect(analysis.layers.reduce((sum, one) => sum + (weighing.of(one) ?? 0), 0)).toBe(weighing.whole);
  });
});

it('a block is as heavy as its layers together', () => {
  const blocks = { pair: { layers: [{ name: 'a', type: 'Dense', units: 4 }, { name: 'b', type: 'ReLU' }] } }; // prettier-ignore
  const layers = [
    { name: 'x', type: 'Input', shape: [4] },
    { name: 's', type: 'Block', block: 'pair', repeat: 2 },
    { name: 'y', type: 'Dense', units: 4 },
  ];
  const flat = analyzeText(JSON.stringify({ layerwise: 1, blocks, layers }));
  for (const mode of ['parameters', 'time', 'memory', 'cost'] as const) {
    const shown = segments(fold(flat, new Set()), mode, weighingOf(flat, mode));
    expect(shown.map((one) => one.layer.id).filter((id) => id !== 'x')).toEqual(['s', 'y']);
    expect(shown.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
  }
});
