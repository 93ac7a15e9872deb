import { describe, expect, it } from 'vitest';
import { readFactor } from '../../../../src/core/training/factor';

describe('a factor', () => {
  it('is a number or a fraction in words', () => {
    expect(readFactor(0.5)).toBe(0.5);
    expect(readFactor('1/255')).toBe(1 / 255);
    expect(readFactor(' 2e-1 / 4 ')).toBe(0.05);
    expect(readFactor('.5')).toBe(0.5);
  });
  it('is nothing else', () => {
    for (const wrong of ['', '1/', '/255', '1/0', '1/2/3', '0x10', 'one', null, true, Infinity]) expect(readFactor(wrong)).toBeUndefined();
  });
});
