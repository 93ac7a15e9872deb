import { MalformedData } from './arrayStream';

/** A value of a pickle. Strings of Python 2 are bytes, tuples are lists, and what Python would make an object of is what it would be made of. */
export type Pickled = null | boolean | number | string | Uint8Array | readonly Pickled[] | Map<string, Pickled> | PickledObject;

export interface PickledObject {
  /** What Python would call, as `module name`. Here nothing is called. */
  readonly made: string;
  readonly args: readonly Pickled[];
  /** What it would be given then. */
  state?: Pickled;
}

/** Where the items of a list or tuple begin on the stack. */
const MARK = Symbol('mark');
type Stacked = Pickled | Pickled[] | typeof MARK;

/**
 * Reads what plain data and arrays of numpy are in protocol 2, which Python 2 wrote. Throws `MalformedData` for anything else.
 * Source: the opcodes as Python's `pickletools` lists them.
 */
export function readPickle(bytes: Uint8Array): Pickled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stack: Stacked[] = [];
  const memo = new Map<number, Stacked>();
  let at = 0;
  const next = (length: number): number => {
    if (at + length > bytes.length) throw new MalformedData('a pickle in it is cut short');
    at += length;
    return at - length;
  };
  const pop = (): Pickled => {
    const value = stack.pop();
    if (value === undefined || value === MARK) throw new MalformedData('a pickle in it is damaged');
    return value;
  };
  const toMark = (): Pickled[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw new MalformedData('a pickle in it is damaged');
    const items = stack.splice(mark) as Pickled[];
    return items.slice(1);
  };
  const tuple = (length: number): Pickled[] => Array.from({ length }, pop).reverse();
  const taken = (length: number): Uint8Array => bytes.subarray(next(length), at);
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    const text = latin1(taken(end < 0 ? Infinity : end - at));
    next(1);
    return text;
  };
  const top = <Kind>(is: (value: unknown) => value is Kind): Kind => {
    const value = stack.at(-1);
    if (!is(value)) throw new MalformedData('a pickle in it is damaged');
    return value;
  };
  const setItems = (items: readonly Pickled[]): void => {
    const map = top(isMap);
    for (let i = 0; i < items.length; i += 2) map.set(keyOf(items[i]!), items[i + 1]!);
  };
  const act: { readonly [code: string]: () => unknown } = {
    '\x80': () => next(1),
    '(': () => stack.push(MARK),
    '}': () => stack.push(new Map<string, Pickled>()),
    ']': () => stack.push([]),
    ')': () => stack.push([]),
    N: () => stack.push(null),
    '\x88': () => stack.push(true),
    '\x89': () => stack.push(false),
    K: () => stack.push(bytes[next(1)]!),
    M: () => stack.push(view.getUint16(next(2), true)),
    J: () => stack.push(view.getInt32(next(4), true)),
    U: () => stack.push(taken(bytes[next(1)]!)),
    T: () => stack.push(taken(view.getUint32(next(4), true))),
    X: () => stack.push(new TextDecoder().decode(taken(view.getUint32(next(4), true)))),
    q: () => memo.set(bytes[next(1)]!, stack.at(-1)!),
    r: () => memo.set(view.getUint32(next(4), true), stack.at(-1)!),
    h: () => stack.push(memo.get(bytes[next(1)]!)!),
    j: () => stack.push(memo.get(view.getUint32(next(4), true))!),
    t: () => stack.push(toMark()),
    '\x85': () => stack.push(tuple(1)),
    '\x86': () => stack.push(tuple(2)),
    '\x87': () => stack.push(tuple(3)),
    a: () => ((item) => top(isList).push(item))(pop()),
    e: () => ((items) => items.forEach((item) => top(isList).push(item)))(toMark()),
    s: () => setItems(tuple(2)),
    u: () => setItems(toMark()),
    c: () => stack.push({ made: `${line()} ${line()}`, args: [] }),
    R: () => ((args) => stack.push({ made: top(isObject).made, args: stack.pop() && isList(args) ? args : [] }))(pop()),
    b: () => ((state) => (top(isObject).state = state))(pop()),
  };
  for (;;) {
    const code = String.fromCharCode(bytes[next(1)]!);
    if (code === '.') return pop();
    const opcode = act[code];
    if (!opcode)
      throw new MalformedData(`a pickle in it has something else than data and arrays (opcode 0x${code.charCodeAt(0).toString(16)})`);
    opcode();
  }
}

const isMap = (value: unknown): value is Map<string, Pickled> => value instanceof Map;
const isList = (value: unknown): value is Pickled[] => Array.isArray(value);
const isObject = (value: unknown): value is PickledObject => typeof value === 'object' && value !== null && 'made' in value;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

function keyOf(key: Pickled): string {
  if (typeof key === 'string') return key;
  if (key instanceof Uint8Array) return latin1(key);
  throw new MalformedData('a pickle in it has a key that is no text');
}
