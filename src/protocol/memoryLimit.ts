/**
 * The last line on stderr of a process that its watchdog ended, because it held more memory than it may. In MB. A person
 * reads it in the terminal, the host reads the numbers.
 */
export const memoryLimitLine = (held: number | string, limit: number | string): string =>
  `layerwise: This run was ended because it held ${held} MB of memory, and its limit is ${limit} MB. ` +
  'Choose a smaller batch_size or a smaller model, or raise the limit (--memory-limit, in the editor layerwise.memoryLimit).';

export function readMemoryLimitLine(line: string): { readonly held: number; readonly limit: number } | undefined {
  const [, held, limit] = /^layerwise: .* held (\d+) MB of memory, and its limit is (\d+) MB\./.exec(line) ?? [];
  return held === undefined ? undefined : { held: Number(held), limit: Number(limit) };
}
