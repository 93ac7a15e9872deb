/** One after the other, each with its full stop. */
export const sentences = (parts: readonly (string | undefined)[]): string =>
  parts
    .flatMap((part) => part ?? [])
    .map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
    .join(' ');
