import { describe, expect, it } from 'vitest';
import { nextAtOnce } from '../../../../../src/trainer/capture/tensorflow/atOnce';

describe('how many steps a call takes', () => {
  it('doubles while calls are short', () => {
    expect(nextAtOnce(1, 1, Infinity)).toBe(2);
    expect(nextAtOnce(8, 4, Infinity)).toBe(16);
    expect(nextAtOnce(8, 0, Infinity)).toBe(16);
  });
  it('settles where a call ends within 50 ms', () => {
    let count = 1;
    for (let call = 0; call < 20; call++) count = nextAtOnce(count, count * 2.5, Infinity);
    expect(count * 2.5).toBeGreaterThan(30);
    expect(count * 2.5).toBeLessThan(50);
  });
  it('shrinks at once when steps take longer, and is never less than 1', () => {
    expect(nextAtOnce(16, 160, Infinity)).toBe(4);
    expect(nextAtOnce(16, 16_000, Infinity)).toBe(1);
  });
  it('is not more than there is room for', () => expect(nextAtOnce(8, 1, 10)).toBe(10));
});
