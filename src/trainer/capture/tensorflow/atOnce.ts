/** A call is to end within 50 ms, so that stop, pause and charts stay prompt: it is aimed a little below. */
const MILLISECONDS = 40;

/** How many steps the next call takes, from how long one of `count` steps took: it grows from 1, and shrinks at once. `most`: there is no room for more. */
export function nextAtOnce(count: number, milliseconds: number, most: number): number {
  const fitting = Math.floor((MILLISECONDS * count) / Math.max(milliseconds, 0.01));
  return Math.max(1, Math.min(fitting, 2 * count, most));
}
