import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number of at least `minimum`. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value) || value < minimum) throw new InvalidArgumentError(`Give a whole number of ${minimum} or more.`);
    return value;
  };
}

/** Reads an option that is a number of seconds. */
export function seconds(text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!(value > 0 && value <= 3600)) throw new InvalidArgumentError('Give a number of seconds above 0.');
  return value;
}

/** Reads an option that is a learning rate: `0.1`, `1e-4`. */
export function rate(text: string): number {
  const value = /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Give a number above 0, such as 0.001 or 1e-6.');
  return value;
}

/** Reads an option that is a list: `a,b`. Each item is read by `read`; what stands twice counts once. */
export const listOf =
  <T>(read: (text: string) => T) =>
  (text: string): T[] => [...new Set(text.split(',').map((item) => read(item.trim())))];

/** Reads one of some names. */
export const oneOf =
  <Name extends string>(names: readonly Name[]) =>
  (text: string): Name => {
    const name = names.find((each) => each === text);
    if (name === undefined) throw new InvalidArgumentError(`Choose from ${names.join(', ')}.`);
    return name;
  };
