import { expect, it, vi } from 'vitest';
import { Failure, inWords } from '../../../src/core/failure';

it('a failure of another bundle is one here too', async () => {
  vi.resetModules();
  const other = (await import('../../../src/core/failure')).Failure;
  expect(other).not.toBe(Failure);
  const failure: unknown = new other('It is damaged.', { next: 'Save it again.' });
  expect(failure).toBeInstanceOf(Failure);
  expect(inWords(failure)).toBe('It is damaged. Save it again.');
  class Special extends Failure {}
  expect(new Special('It is special.')).toBeInstanceOf(Failure);
  expect(new Special('It is special.')).toBeInstanceOf(Special);
  expect(new Failure('It is not.')).not.toBeInstanceOf(Special);
  expect(new Error('It is damaged.')).not.toBeInstanceOf(Failure);
  expect({ name: 'Failure', details: {} }).not.toBeInstanceOf(Failure);
});
