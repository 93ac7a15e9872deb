import { describe, expect, it } from 'vitest';
import type { Field, FieldKind } from '../../../../src/core/layers/fields';
import { fieldText, readFieldText, stepped } from '../../../../webview/designer/inspector/fieldText';
import { spreadOf } from '../../../../webview/designer/inspector/sigma';
import { splitOf } from '../../../../webview/designer/inspector/split';

const field = (value: FieldKind, more: Partial<Field> = {}): Field => ({ name: 'units', value, group: 'essentials', help: '', ...more });
const units = field({ kind: 'integer', minimum: 1 });

describe('what is typed', () => {
  it.each([
    [units, '300', 300],
    [units, ' 1,000 ', 1000],
    [field({ kind: 'number' }), '1e-3', 0.001],
    [field({ kind: 'number' }), '−.5', -0.5],
    [field({ kind: 'factor' }), '1/255', '1/255'],
    [field({ kind: 'integers', length: 2 }), '3 × 3', [3, 3]],
    [field({ kind: 'integers', length: 2, single: true }), '3', 3],
    [field({ kind: 'integers', nullable: true }), '28, ?', [28, null]],
    [field({ kind: 'padding2d' }), '1 2', [1, 2]],
    [field({ kind: 'numbers' }), '0.1, 1e-3', [0.1, 0.001]],
    [field({ kind: 'numbers' }), '5', [5]],
    [field({ kind: 'strings' }), 'bias, bn/', ['bias', 'bn/']],
    [
      field({ kind: 'padding2d' }),
      '[[1, 0], [2, 2]]',
      [
        [1, 0],
        [2, 2],
      ],
    ],
    [field({ kind: 'string' }), 'images.npy', 'images.npy'],
  ])('%o reads %s', (kind, text, value) => {
    expect(readFieldText(kind, text)).toEqual({ value });
  });
  it('is refused with what is expected', () => {
    expect(readFieldText(units, '0')).toEqual({ problem: 'units takes a whole number of at least 1' });
    expect(readFieldText(units, 'many')).toEqual({ problem: 'This is not a whole number' });
    expect(readFieldText(units, '')).toEqual({ problem: 'units is needed: it has no default' });
    expect(readFieldText(field({ kind: 'integers', length: 2 }), '3 × x')).toMatchObject({
      problem: expect.stringContaining('whole numbers') as string,
    });
  });
  it('is the default where nothing is left', () => {
    expect(readFieldText(field({ kind: 'number' }, { default: 0.5 }), '  ')).toEqual({ value: undefined });
  });
  it('is written as it is read', () => {
    for (const value of [
      300,
      [3, 3],
      [28, null],
      '1/255',
      [
        [1, 0],
        [2, 2],
      ],
    ])
      expect(fieldText(value)).not.toBe('');
    expect(fieldText([3, 3])).toBe('3 × 3');
    expect(fieldText(null)).toBe('');
  });
});

describe('the arrows in a number', () => {
  it.each([
    [{ kind: 'integer' } as const, 300, 1 as const, false, 301],
    [{ kind: 'integer', minimum: 1 } as const, 1, -1 as const, false, 1],
    [{ kind: 'integer' } as const, 300, -1 as const, true, 290],
    [{ kind: 'number' } as const, 0.01, 1 as const, false, 0.02],
    [{ kind: 'number' } as const, 0.01, -1 as const, false, 0.009],
    [{ kind: 'number', maximum: 1 } as const, 0.9, 1 as const, false, 1],
    [{ kind: 'number' } as const, 0, 1 as const, false, 0.1],
  ])('%o: %d goes by %d to the next value', (kind, value, direction, large, next) => {
    expect(stepped(kind, value, direction, large)).toBe(next);
  });
  it('do nothing in a text', () => {
    expect(stepped({ kind: 'string' }, 'a', 1, false)).toBeUndefined();
  });
});

describe('the spread of initial weights', () => {
  const kernel = [{ name: 'kernel', stem: 'kernel', shape: [784, 300], trainable: true }];
  it.each([
    ['he_normal', 'σ = √(2/784) = 0.0505'],
    ['lecun_normal', 'σ = √(1/784) = 0.0357'],
    ['glorot_uniform', '±√(6/1084) = ±0.0744'],
    ['HeUniform', '±√(6/784) = ±0.0875'],
  ])('of %s', (name, words) => {
    expect(spreadOf('kernel_initializer', name, kernel)).toBe(words);
  });
  it('of variance scaling follows its arguments', () => {
    expect(spreadOf('kernel_initializer', { type: 'variance_scaling', scale: 2, mode: 'fan_out' }, kernel)).toBe('σ = √(2/300) = 0.0816');
  });
  it('counts the field of a convolution', () => {
    expect(spreadOf('kernel_initializer', 'he_normal', [{ name: 'kernel', stem: 'kernel', shape: [3, 3, 64, 128], trainable: true }])).toBe(
      'σ = √(2/576) = 0.0589',
    );
  });
  it('is not said where there is none', () => {
    expect(spreadOf('bias_initializer', 'zeros', [{ name: 'bias', stem: 'bias', shape: [300], trainable: true }])).toBeUndefined();
    expect(spreadOf('kernel_initializer', 'he_normal', [])).toBeUndefined();
    expect(spreadOf('kernel_initializer', 'no_such', kernel)).toBeUndefined();
  });
});

describe('the division of the samples', () => {
  it.each([
    [{ first: 5000 }, 5000],
    [{ last_fraction: 0.1 }, 6000],
    [{ first: 1e9 }, 60_000],
    [undefined, 0],
  ])('keeps %o back', (validation, kept) => {
    expect(splitOf({ dataset: 'mnist', validation })).toEqual({ train: 60_000 - kept, validation: kept, test: 10_000 });
  });
  it('of files is not known', () => {
    expect(splitOf({ inputs: 'a.npy', targets: 'b.npy' })).toBeUndefined();
  });
});
