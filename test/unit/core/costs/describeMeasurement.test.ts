import { expect, it } from 'vitest';
import { describeMeasurement } from '../../../../src/core/costs/describeMeasurement';

const measured = { batchSize: 32, estimated: 3 * 2 ** 20, measured: 4 * 2 ** 20, most: 2 ** 30, milliseconds: 12.4 };

it('says what a step took beside what was estimated', () => {
  expect(describeMeasurement({ ...measured, by: 'planned', times: { runtime: 'WebAssembly (SIMD)' } })).toBe(
    'A step of 32 samples took 4.00 MB on WebAssembly (SIMD); estimated were 3.00 MB. The process held 1.00 GB at most, and a step lasted 12 ms.',
  );
});

it('says where only the whole process is known', () => {
  const words = describeMeasurement({
    ...measured,
    batchSize: 1,
    by: 'process',
    milliseconds: 1.234,
    times: { runtime: 'TensorFlow 2.21.0' },
  });
  expect(words).toContain('A step of 1 sample made the process 4.00 MB larger on TensorFlow 2.21.0');
  expect(words).toContain('a step lasted 1.2 ms');
});
