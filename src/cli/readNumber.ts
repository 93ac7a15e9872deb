import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number of at least `minimum`. */
export function wholeNumber(minimum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value) || value < minimum) throw new InvalidArgumentError(`Give a whole number of ${minimum} or more.`);
    return value;
  };
}
