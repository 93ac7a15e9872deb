import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/core/document';
import type { StripMode } from '../../../../webview/designer/graph/weighing';
import { cardHeight, cardsOf, type CardModel } from '../../../../webview/designer/graph/cards';
import { segments } from '../../../../webview/designer/graph/strip';
import { fitTokens, shortValue, tokensOf } from '../../../../webview/designer/graph/tokens';
import { add, analysisOf, dense, input } from './designs';

const model = (mode: StripMode = 'parameters') => ({
  analysis: analysisOf(
    input('x', 784),
    dense('h', 300, { activation: 'relu', kernel_initializer: 'he_normal' }),
    { name: 'bn', type: 'BatchNormalization' },
    dense('y', 10),
  ),
  mode,
  width: 420,
});
const cards = (mode?: StripMode): ReadonlyMap<string, CardModel> =>
  new Map([...cardsOf(model(mode), new Map()).values()].map((card) => [card.id, card]));

describe('a card', () => {
  it('shows what differs from the default, its count and its share', () => {
    const card = cards().get('h');
    expect(card?.tokens).toEqual([
      { field: 'units', key: 'units', text: '300' },
      { field: 'activation', text: 'relu', curve: 'relu' },
      { field: 'kernel_initializer', text: 'he_normal' },
    ]);
    expect(card?.count).toBe('235,500');
    expect(card?.shareText).toBe('98%');
  });
  it('is one row high where there is nothing to say', () => {
    const [bn, h] = [cards().get('bn'), cards().get('h')];
    expect(bn && cardHeight(bn, 'none')).toBe(34);
    expect(h && cardHeight(h, 'measures')).toBe(58 + 25);
  });
  it.each(['parameters', 'memory', 'cost'] as const)('has the height that its place was given before it was made, by %s', (mode) => {
    const failed = analysisOf(input('x', 4), dense('h', 3), dense('bad', 0), dense('y', 1, { activation: 'relu' }));
    for (const { analysis } of [model(), { analysis: failed }]) {
      const deck = cardsOf({ analysis, mode, width: 420 }, new Map());
      expect([...deck.heights(new Set())]).toEqual([...deck.values()].map((card) => cardHeight(card, 'none')));
    }
  });
  it('is read out with its shapes and its parameters', () => {
    expect(cards().get('h')?.label).toBe('Dense h, 784 to 300, 235,500 parameters');
  });
  it('speaks of its problems and its frozen weights', () => {
    const analysis = analysisOf(input('x', 4), dense('h', 0, { trainable: false }));
    expect(cardsOf({ analysis, mode: 'parameters', width: 420 }, new Map()).get('h')?.label).toBe(
      'Dense h, 4 to unknown, parameters unknown, frozen, 1 error',
    );
  });
  it('follows the strip', () => {
    // Weights, gradients and what RMSprop keeps, and what goes into relu; what comes out of it batch normalization does not need.
    expect(cards('memory').get('h')?.count).toBe('2.73 MB');
    expect(cards('cost').get('h')?.count).toBe('0.24 M');
  });
  it('is the same object until something in it changes', () => {
    const before = cards();
    const after = cardsOf(model(), before);
    expect([...after.values()].every((card) => before.get(card.id) === card)).toBe(true);
    const other = cardsOf(
      {
        ...model(),
        analysis: analysisOf(
          input('x', 784),
          dense('h', 301, { activation: 'relu', kernel_initializer: 'he_normal' }),
          { name: 'bn', type: 'BatchNormalization' },
          dense('y', 10),
        ),
      },
      before,
    );
    expect(other.get('x')).toBe(before.get('x'));
    expect(other.get('h')).not.toBe(before.get('h'));
  });
  it('makes up no number after an error', () => {
    const analysis = analysisOf(input('a', 3), input('b', 4), add('sum', 'a', 'b'), dense('y', 2));
    const failed = cardsOf({ analysis, mode: 'parameters', width: 372 }, new Map());
    expect(failed.get('y')?.count).toBe('?');
    expect(failed.get('sum')?.count).toBe('');
    expect(failed.get('y')?.leaves).toBe('unknown');
  });
});

describe('tokens', () => {
  it('keep the key where the value does not say it', () => {
    const [, layer] = analysisOf(input('x', 8, 8, 3), {
      name: 'c',
      type: 'Conv2D',
      filters: 4,
      kernel_size: [3, 3],
      strides: [2, 2],
      padding: 'same',
      use_bias: false,
      bias_initializer: 'ones',
    }).layers;
    const tokens = layer ? tokensOf(layer.spec, layer.layer).map(({ key, text }) => [key, text].filter(Boolean).join(' ')) : [];
    expect(tokens).toEqual(['filters 4', '3 × 3', 'strides 2', 'same', 'use_bias false', 'bias_initializer ones']);
  });
  it('say a size for each axis, also where one number stands for all', () => {
    const layers: readonly JsonObject[] = [
      { name: 'c', type: 'Conv2D', filters: 4, kernel_size: 3, strides: 2 },
      { name: 'd', type: 'Conv1D', filters: 4, kernel_size: 3 },
    ];
    const texts = layers
      .map((written) => analysisOf(input('x', 8, 8, 3), written).layers[1])
      .map((layer) => (layer ? tokensOf(layer.spec, layer.layer).map(({ key, text }) => [key, text].join(' ').trim()) : []));
    expect(texts).toEqual([
      ['filters 4', '3 × 3', 'strides 2'],
      ['filters 4', 'kernel_size 3'],
    ]);
  });
  it('leave out what is written but is the default', () => {
    const [, layer] = analysisOf(input('x', 4), dense('h', 2, { bias_initializer: 'Zeros', use_bias: true })).layers;
    expect(layer && tokensOf(layer.spec, layer.layer).map(({ field }) => field)).toEqual(['units']);
  });
  it('count what finds no room', () => {
    const tokens = ['one', 'two', 'three'].map((text) => ({ field: text, text }));
    expect(fitTokens(tokens, 90)).toEqual({ shown: tokens.slice(0, 1), left: 2 });
    expect(fitTokens(tokens, 900)).toEqual({ shown: tokens, left: 0 });
  });
  it('shorten lists and objects', () => {
    expect(shortValue([3, null, 3])).toBe('3 × ? × 3');
    expect(shortValue({ type: 'LSTM', units: 64 })).toBe('LSTM 64');
    expect(shortValue({ type: 'l1_l2', l1: 0.01, l2: 0.1 })).toBe('l1_l2 0.01 0.1');
  });
});

describe('the strip', () => {
  it('leaves out what has no weights', () => {
    expect(segments(model().analysis, 'parameters').map(({ layer }) => layer.id)).toEqual(['h', 'bn', 'y']);
  });
  it('keeps a place for what is not known', () => {
    const shown = segments(analysisOf(input('x', 4), dense('h', 3), dense('bad', 0), dense('y', 1)), 'parameters');
    expect(shown.map(({ unknown }) => unknown)).toEqual([false, true, true]);
  });
  it.each([
    ['large among small', (i: number) => (i % 100 === 0 ? 5000 : 4)],
    ['all alike', () => 8],
  ])('draws neighbours of a long model as one: %s', (_, units) => {
    const layers = Array.from({ length: 500 }, (_one, i) => dense(`h${i}`, units(i)));
    const shown = segments(analysisOf(input('x', 8), ...layers), 'parameters');
    expect(shown.length).toBeLessThanOrEqual(320);
    expect(shown.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(shown.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  });
});
