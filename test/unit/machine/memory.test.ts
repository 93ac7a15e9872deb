import { totalmem } from 'node:os';
import { expect, test } from 'vitest';
import { memoryLimit, usableMemory } from '../../../src/machine/memory';
import { memoryLimitLine, readMemoryLimitLine } from '../../../src/protocol/memoryLimit';

test('what was asked for counts, else nine tenths of what there is', () => {
  const usable = 8 * 2 ** 30;
  expect([memoryLimit(1000, usable), memoryLimit(0, usable), memoryLimit(undefined, usable)]).toEqual([1000, 7372, 7372]);
});

test('a process can use no more than the machine has', () => {
  expect(usableMemory()).toBeGreaterThan(2 ** 28);
  expect(usableMemory()).toBeLessThanOrEqual(totalmem());
});

test('the line of a process that was ended is read back', () => {
  expect(readMemoryLimitLine(memoryLimitLine(5120, 4096))).toEqual({ held: 5120, limit: 4096 });
  expect(readMemoryLimitLine('layerwise: Something else. It held 5 MB of memory.')).toBeUndefined();
});
