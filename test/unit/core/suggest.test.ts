import { describe, expect, it } from 'vitest';
import { suggest } from '../../../src/core/suggest';

describe('the word that was probably meant', () => {
  it('is the nearest one, case and underscores aside', () => {
    expect(suggest('conv2d', ['Conv1D', 'Conv2D', 'Dense'])).toBe('Conv2D');
    expect(suggest('henormal', ['he_uniform', 'he_normal'])).toBe('he_normal');
    expect(suggest('Desne', ['Dense', 'Dot'])).toBe('Dense');
  });
  it('is none where nothing is near', () => {
    expect(suggest('Transformer', ['Dense', 'Conv2D'])).toBeUndefined();
    expect(suggest('x'.repeat(1000), ['x'])).toBeUndefined();
  });
});
