import { totalmem } from 'node:os';

const MEGABYTE = 2 ** 20;
const SHARE = 0.9;

/** Bytes that this process could use at most: the machine's memory, or what its container may have of it. */
export function usableMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/** How much memory a run may hold, in MB: what was asked for, or where that is 0 nine tenths of all there is. */
export const memoryLimit = (asked = 0, usable = usableMemory()): number => (asked > 0 ? asked : Math.floor((SHARE * usable) / MEGABYTE));

/** The same in bytes. */
export const heldMemory = (asked?: number): number => MEGABYTE * memoryLimit(asked);
