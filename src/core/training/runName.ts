const LONGEST_NAME = 60;

/**
 * The name of a run's folder: the local time to the second, sortable and without the colons that Windows forbids, then
 * the design's name with everything but letters, digits, `_`, `.` and `-` left out: `2026-11-22T12-30-05-mnist-bn`.
 * `attempt` counts from 1; a second run within one second is told apart by `-2`.
 */
export function runFolderName(time: Date, name: string, attempt = 1): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}-${two(time.getMinutes())}-${two(time.getSeconds())}`;
  const plain = name
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .slice(0, LONGEST_NAME)
    // No half of a character that takes two places.
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${day}T${clock}-${plain || 'model'}${attempt > 1 ? `-${String(attempt)}` : ''}`;
}
