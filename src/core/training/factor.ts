/**
 * The number that a factor says: a number, or a fraction in words (`"1/255"`). `undefined` where it is neither, or not
 * finite.
 */
export function readFactor(factor: unknown): number | undefined {
  if (typeof factor === 'number') return Number.isFinite(factor) ? factor : undefined;
  if (typeof factor !== 'string') return undefined;
  const number = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)`;
  const parts = new RegExp(`^\\s*${number}\\s*(?:/\\s*${number}\\s*)?$`, 'i').exec(factor);
  if (!parts) return undefined;
  const value = Number(parts[1]) / Number(parts[2] ?? 1);
  return Number.isFinite(value) ? value : undefined;
}
