/** With how many batches an engine that fits whole epochs begins to find out how fast it is. */
export const FIRST_BATCHES = 8;
/** How often the size is corrected before the first turn. */
export const CORRECTIONS = 3;

/**
 * Samples of an epoch that takes about as long as a turn, in whole batches: then what an epoch costs besides its steps
 * weighs as little as it can. `speed`: samples per second so far.
 */
export function fitSize(speed: number, seconds: number, batchSize: number, available: number): number {
  const most = Math.max(1, Math.floor(available / batchSize));
  return Math.min(available, batchSize * Math.max(1, Math.min(most, Math.round((speed * seconds) / batchSize))));
}
