import { after, before, type Code } from '../keras/python';

const WIDTH = 100;
const STEP = 2;

/** The text of a piece, broken where it is too wide as Prettier breaks it. `indent`: columns that it stands within. */
export function printTypescript(code: Code, indent = 0): string {
  const line = flat(code);
  if (typeof code === 'string' || code.items.length === 0 || indent + line.length < WIDTH) return line;
  const inner = indent + STEP;
  const items = code.items.map((item) => `${' '.repeat(inner)}${printTypescript(item, inner)},\n`);
  return `${code.open}\n${items.join('')}${' '.repeat(indent)}${code.close}`;
}

function flat(code: Code): string {
  if (typeof code === 'string') return code;
  const items = code.items.map(flat).join(', ');
  return code.open.endsWith('{') && items !== '' ? `${code.open} ${items} ${code.close}` : code.open + items + code.close;
}

/** A statement of a function, broken for where it stands there. @param indent columns within the function's own */
export const statement = (start: string, code: Code, indent = 0): string =>
  printTypescript(after(before(start, code), ';'), indent + STEP).replaceAll(`\n${' '.repeat(indent + STEP)}`, '\n');

/** Lines further in, those among them that are broken, too. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}`);
