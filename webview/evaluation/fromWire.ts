/** What the host sent, whose messages are JSON: a number that is none, as a model gives whose loss became none, is `null` there. */
export function fromWire<T>(value: T): T {
  if (value === null) return NaN as T;
  if (Array.isArray(value)) return value.map(fromWire) as T;
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, fromWire<unknown>(item)])) as T;
}
