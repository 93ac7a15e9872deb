import { hasRelaxedSimd } from '../kernels/relaxedSimd';

/** Writes WebAssembly: the few instructions that loops over float32 need. Opcodes: webassembly.github.io/spec/core/binary. */

/** A number as LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 128 : low);
  } while (rest > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low | 128);
    if (done) return bytes;
  }
}

const I32 = 0x7f;
const V128 = 0x7b;

/** Instructions on vectors, without operands of their own. */
const VECTOR = {
  integerEq: 0x37,
  integerNe: 0x38,
  eq: 0x41,
  ne: 0x42,
  lt: 0x43,
  gt: 0x44,
  le: 0x45,
  ge: 0x46,
  not: 0x4d,
  and: 0x4e,
  or: 0x50,
  bitselect: 0x52,
  abs: 0xe0,
  neg: 0xe1,
  sqrt: 0xe3,
  add: 0xe4,
  sub: 0xe5,
  mul: 0xe6,
  div: 0xe7,
  min: 0xe8,
  max: 0xe9,
  // The lesser, the larger of both; the first one where it is not a number. One instruction, where the above take several.
  pmin: 0xea,
  pmax: 0xeb,
  convert: 0xfa,
  integerAdd: 0xae,
  integerSub: 0xb1,
} as const;
export type VectorInstruction = keyof typeof VECTOR;

/** The body of one function: its instructions and its locals. Addresses are bytes; parameters are index locals, the first ones. */
export class FunctionCode {
  private readonly code: number[] = [];
  private readonly locals: number[] = [];

  constructor(
    readonly parameters = 0,
    private readonly relaxed = hasRelaxedSimd(),
  ) {}

  vector(...instructions: VectorInstruction[]): this {
    for (const instruction of instructions) this.code.push(0xfd, ...unsigned(VECTOR[instruction]));
    return this;
  }

  /** a b + c of the three vectors on the stack. */
  multiplyAdd(): this {
    if (this.relaxed) {
      this.code.push(0xfd, ...unsigned(0x105));
      return this;
    }
    const c = this.vectorLocal();
    return this.set(c).vector('mul').get(c).vector('add');
  }

  /** The same number in all four lanes. */
  constant(value: number): this {
    const lane = [...new Uint8Array(new Float32Array([value]).buffer)];
    return this.lanes(lane);
  }

  /** The same int32 in all four lanes. */
  integer(value: number): this {
    return this.lanes([...new Uint8Array(new Int32Array([value]).buffer)]);
  }

  /** Shifts each int32 to the left. */
  shiftLeft(bits: number): this {
    this.code.push(0x41, ...signed(bits), 0xfd, ...unsigned(0xab));
    return this;
  }

  shiftRight(bits: number): this {
    this.code.push(0x41, ...signed(bits), 0xfd, ...unsigned(0xac));
    return this;
  }

  vectorLocal(): number {
    return this.parameters + this.locals.push(V128) - 1;
  }

  indexLocal(): number {
    return this.parameters + this.locals.push(I32) - 1;
  }

  get(local: number): this {
    this.code.push(0x20, ...unsigned(local));
    return this;
  }

  set(local: number): this {
    this.code.push(0x21, ...unsigned(local));
    return this;
  }

  tee(local: number): this {
    this.code.push(0x22, ...unsigned(local));
    return this;
  }

  /** Loads at `address` + the index on the stack: four values, one in the first lane, or one in all four lanes. */
  load(kind: 'four' | 'one' | 'splat', address: number): this {
    this.code.push(0xfd, ...unsigned({ four: 0x00, one: 0x5c, splat: 0x09 }[kind]), 0, ...unsigned(address));
    return this;
  }

  /** Stores the vector on the stack at `address` + the index below it; `one`: its first lane. */
  store(kind: 'four' | 'one', address: number): this {
    if (kind === 'four') this.code.push(0xfd, 0x0b, 0, ...unsigned(address));
    else this.code.push(0xfd, ...unsigned(0x5a), 0, ...unsigned(address), 0);
    return this;
  }

  index(value: number): this {
    this.code.push(0x41, ...signed(value));
    return this;
  }

  /** Adds to an index local. */
  advance(local: number, by: number): this {
    this.get(local).index(by);
    this.code.push(0x6a);
    return this.set(local);
  }

  /** Of the two addresses on the stack, end and begin, how many bytes lie between them in whole pieces of a size that is a power of two. */
  lengthBetween(piece: number): this {
    this.code.push(0x6b);
    this.index(-piece);
    this.code.push(0x71);
    return this;
  }

  /** The product of the two indices on the stack. */
  multiply(): this {
    this.code.push(0x6c);
    return this;
  }

  /** The sum of the two indices on the stack. */
  addUp(): this {
    this.code.push(0x6a);
    return this;
  }

  /** Repeats the body while the local is below `end` (as unsigned numbers); at least once. */
  repeat(local: number, end: number, body: () => void): this {
    this.code.push(0x03, 0x40);
    body();
    this.get(local).index(end);
    this.code.push(0x49, 0x0d, 0, 0x0b);
    return this;
  }

  /** Repeats the body as long as one local is below another (as unsigned numbers); not at all where it is not. */
  repeatBelow(local: number, end: number, body: () => void): this {
    this.code.push(0x02, 0x40, 0x03, 0x40);
    this.get(local).get(end);
    this.code.push(0x4f, 0x0d, 1);
    body();
    this.code.push(0x0c, 0, 0x0b, 0x0b);
    return this;
  }

  bytes(): number[] {
    const declarations = this.locals.flatMap((type) => [1, type]);
    const body = [...unsigned(this.locals.length), ...declarations, ...this.code, 0x0b];
    return [...unsigned(body.length), ...body];
  }

  private lanes(lane: readonly number[]): this {
    this.code.push(0xfd, 0x0c, ...lane, ...lane, ...lane, ...lane);
    return this;
  }
}

/** A module with these functions, exported by their numbers, on the memory `env.memory`, which threads share. */
export function moduleOf(functions: readonly FunctionCode[]): Uint8Array {
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const section = (id: number, content: readonly number[]) => [id, ...unsigned(content.length), ...content];
  const list = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];
  const counts = [...new Set(functions.map(({ parameters }) => parameters))];
  const parts = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, list(counts.map((count) => [0x60, ...list(Array.from({ length: count }, () => [I32])), 0]))),
    section(2, list([[...text('env'), ...text('memory'), 2, 3, 0, ...unsigned(65536)]])),
    section(3, list(functions.map(({ parameters }) => [counts.indexOf(parameters)]))),
    section(7, list(functions.map((_, i) => [...text(String(i)), 0, ...unsigned(i)]))),
    section(10, list(functions.map((code) => code.bytes()))),
  ];
  return Uint8Array.from(parts.flat());
}
