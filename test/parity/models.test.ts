import { describe, expect, it } from 'vitest';
import { analyzeText } from '../../src/core/analyze';
import type { JsonObject } from '../../src/core/document';
import { golden } from './cases';

interface Figures {
  readonly total: number;
  readonly trainable: number;
  readonly nonTrainable: number;
}

const figures = golden<{ readonly [model: string]: Figures }>('models');

const dense = (units: number, activation?: string): JsonObject => ({ type: 'Dense', units, ...(activation ? { activation } : {}) });
const [leaky, batch] = [{ type: 'LeakyReLU' }, { type: 'BatchNormalization' }];
const selu = Array.from({ length: 99 }, () => dense(100, 'selu'));

const MODELS: { readonly [model: string]: { readonly layers: readonly JsonObject[]; readonly expected: Figures } } = {
  leaky: {
    layers: [dense(300), leaky, dense(100), leaky, dense(10, 'softmax')],
    expected: { total: 266_610, trainable: 266_610, nonTrainable: 0 },
  },
  normalized: {
    layers: [batch, dense(300, 'relu'), batch, dense(100, 'relu'), batch, dense(10, 'softmax')],
    expected: { total: 271_346, trainable: 268_978, nonTrainable: 2_368 },
  },
  single: { layers: [dense(1)], expected: { total: 785, trainable: 785, nonTrainable: 0 } },
  selu: {
    layers: [dense(300, 'selu'), ...selu, dense(10, 'softmax')],
    expected: { total: 1_256_410, trainable: 1_256_410, nonTrainable: 0 },
  },
};

describe('nets whose figures are known', () => {
  for (const [name, { layers, expected }] of Object.entries(MODELS)) {
    it(name, () => {
      const all = [{ type: 'Input', shape: [28, 28] }, { type: 'Flatten' }, ...layers].map((layer, i) => ({ name: `layer${i}`, ...layer }));
      const { totals, diagnostics } = analyzeText(JSON.stringify({ layerwise: 1, layers: all }));
      const { total, trainable, nonTrainable } = totals;
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect({ total, trainable, nonTrainable }).toEqual(expected);
      expect(figures[name]).toEqual(expected);
    });
  }
});
