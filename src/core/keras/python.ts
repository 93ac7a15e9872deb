import type { Json } from '../document';

/** A piece of Python: a text, or brackets with pieces in them, which may be broken over lines. */
export type Code = string | { readonly open: string; readonly items: readonly Code[]; readonly close: string };

/** As wide as Black, Python's formatter, lets a line be; what is broken is broken as Black does it. */
const WIDTH = 88;
const STEP = 4;

export const call = (callee: string, ...items: readonly Code[]): Code => ({ open: `${callee}(`, items, close: ')' });
export const list = (items: readonly Code[]): Code => ({ open: '[', items, close: ']' });
/** `name=value` */
export const keyword = (name: string, value: Code): Code => before(`${name}=`, value);
/** `name = value` */
export const assign = (name: string, value: Code): Code => before(`${name} = `, value);
/** A piece with a text in front of it, or after it. */
export const before = (text: string, code: Code): Code => (typeof code === 'string' ? text + code : { ...code, open: text + code.open });
export const after = (code: Code, text: string): Code => (typeof code === 'string' ? code + text : { ...code, close: code.close + text });

/** `{"name": value}` */
export const record = (entries: readonly (readonly [name: string, value: Code])[]): Code => ({
  open: '{',
  items: entries.map(([name, value]) => before(`${JSON.stringify(name)}: `, value)),
  close: '}',
});
/** A name that Python takes for a variable. */
export const identifier = (name: string): string => name.replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)|^$/, 'layer_');

/** A JSON value; a list is a tuple, as Keras has shapes and sizes. */
export function literal(value: Json): Code {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(literal);
    return items.length === 1 ? `(${flat(items[0]!)},)` : { open: '(', items, close: ')' };
  }
  return record(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

/** The text of a piece, broken where it is too wide. `indent`: columns that it stands within. */
export function print(code: Code, indent = 0): string {
  const line = flat(code);
  // A comma may follow.
  if (typeof code === 'string' || code.items.length === 0 || indent + line.length < WIDTH) return line;
  const inner = indent + STEP;
  const margin = ' '.repeat(indent);
  const together = code.items.map(flat).join(', ');
  if (inner + together.length <= WIDTH) return `${code.open}\n${' '.repeat(inner)}${together}\n${margin}${code.close}`;
  const items = code.items.map((item) => `${' '.repeat(inner)}${print(item, inner)},\n`);
  return `${code.open}\n${items.join('')}${margin}${code.close}`;
}

function flat(code: Code): string {
  return typeof code === 'string' ? code : code.open + code.items.map(flat).join(', ') + code.close;
}
