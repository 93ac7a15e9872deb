import { describe, expect, it } from 'vitest';
import { match } from '../../../../webview/designer/pick/match';
import { offersAt, paletteGroups, placeOf } from '../../../../webview/designer/pick/palette';
import { analysisOf, dense, input } from './designs';

const analysis = analysisOf(input('pixels', 28, 28), { name: 'flatten', type: 'Flatten' }, dense('hidden', 300));
const groups = (query: string, position: Parameters<typeof placeOf>[1] = { after: 'hidden' }, takes: readonly string[] = []) => {
  const place = placeOf(analysis, position, takes);
  return paletteGroups(offersAt(place), place, query);
};
const names = (query: string, group = 0): readonly string[] => groups(query)[group]?.items.map(({ name }) => name) ?? [];

describe('search', () => {
  it('finds a piece, beginnings first', () => {
    expect(names('dr').slice(0, 3)).toEqual(['Dropout', 'AlphaDropout', 'GaussianDropout']);
  });
  it('finds initials', () => {
    expect(names('bn')[0]).toBe('BatchNormalization');
    expect(match('GlobalAveragePooling2D', 'gap2')?.marks).toEqual([
      [0, 1],
      [6, 7],
      [13, 14],
      [20, 21],
    ]);
  });
  it('prefers the whole word', () => {
    expect((match('Add', 'add')?.score ?? 0) > (match('AddMany', 'add')?.score ?? 0)).toBe(true);
  });
  it('finds nothing where a letter is missing', () => {
    expect(match('Dense', 'dx')).toBeUndefined();
    expect(groups('no such layer')).toEqual([]);
  });
});

describe('the palette', () => {
  it('says what fits here, and what it would do', () => {
    const [fits] = groups('dense');
    expect(fits?.title).toBe('fits after hidden (300)');
    expect(fits?.items[0]).toMatchObject({ id: 'Dense', effect: '→ 32', cost: '+9,632' });
  });
  it('says what a layer that does not fit would need', () => {
    const needs = groups('spatialdropout2').find(({ title }) => title === 'needs another input');
    expect(needs?.items[0]).toMatchObject({ off: true, detail: 'needs height × width × channels', effect: 'here: 300' });
  });
  it('looks at what comes before the place', () => {
    expect(groups('flatten', { before: 'flatten' })[0]?.items[0]).toMatchObject({ effect: '→ 784', cost: '' });
    expect(groups('flatten', { edge: { from: 'pixels', to: 'flatten' } })[0]?.title).toBe('fits after pixels (28 × 28)');
  });
  it('joins what is selected', () => {
    const [fits] = groups('concatenate', { after: 'hidden' }, ['flatten', 'hidden']);
    expect(fits?.items[0]?.effect).toBe('→ 1084');
  });
  it('begins an empty design with an input', () => {
    const place = placeOf(analysisOf(), { end: true });
    expect(paletteGroups(offersAt(place), place, '')[0]).toMatchObject({ title: 'begins a model', items: [{ id: 'Input' }] });
  });
});
