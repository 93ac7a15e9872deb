import type { Json } from '../../document';

/** In front of a whole number that Python is to read as a float; no text of a design begins so. */
const MARK = '\u0000float ';

/** A number that Python takes for a float: Keras refuses a learning rate of 1, and wants 1.0. */
export const float = (value: Json): Json => (typeof value === 'number' && Number.isInteger(value) ? `${MARK}${value}` : value);

/** JSON where floats are written as Python writes them. */
export const pythonJson = (value: Json, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(/"\\u0000float ([^"]+)"/g, (_, number: string) =>
    /[.e]/i.test(number) ? number : `${number}.0`,
  );
