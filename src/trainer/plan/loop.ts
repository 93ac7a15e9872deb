import { divide } from '../kernels/ownKernel';
import type { Cluster } from './cluster';
import { elementwise } from './elementwise';
import type { Layout } from './memory';
import type { Recording } from './recording';
import { accessOf, type Access } from './space';
import { FunctionCode } from './wasmCode';

const MOST_UNROLLED = 12;

/**
 * Writes the loop of a cluster, over a range as `loopRanges` gives it: each element is loaded once, goes through all
 * operations, and what is stored is stored at its end.
 */
export function writeLoop(
  recording: Recording,
  { members, space, product }: Cluster,
  layout: Layout,
  stored: readonly number[],
): FunctionCode {
  const { operations, values } = recording;
  const code = new FunctionCode(product === undefined ? 2 : 3);
  // The range, and the address of what the product has at its begin.
  const [from, to, rowsAt] = [0, 1, 2];
  const { size, columns = size } = space!;
  const near = product === undefined ? undefined : operations[product]!.outputs[0]!.value;
  const inside = new Set(members.flatMap((member) => operations[member]!.outputs.map(({ value }) => value)));

  const accesses = new Map<number, Access>();
  for (const member of members) {
    const { inputs, outputs } = operations[member]!;
    for (const { value, shape } of inputs)
      if (!inside.has(value) && !accesses.has(value)) accesses.set(value, accessOf(shape, outputs[0]!.shape)!.access);
  }
  const locals = new Map<number, number>();
  // What is the same everywhere is loaded before the loop.
  for (const [value, access] of accesses) {
    if (access !== 'scalar') continue;
    const { bytes, dtype } = values[value]!;
    const number = bytes && dtype === 'float32' ? new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true) : undefined;
    if (number !== undefined) code.constant(number);
    else code.index(0).load('splat', layout.address.get(value)!);
    const local = code.vectorLocal();
    code.set(local);
    locals.set(value, local);
  }
  const rows = size / columns;
  // Several vectors in one go, where what is done with each weighs little beside going on to the next.
  const times = members.length <= MOST_UNROLLED ? 4 : 1;
  // Bytes from the begin of a value, of a row, and of the column vector.
  const [place, inRow, row] = [code.indexLocal(), code.indexLocal(), code.indexLocal()];

  /** The operations on what lies `offset` bytes further on. */
  const compute = (width: 'four' | 'one', offset: number) => {
    const known = new Map(locals);
    const operand = (value: number): number => {
      const found = known.get(value);
      if (found !== undefined) return found;
      const access = accesses.get(value)!;
      const at = value === near ? 0 : layout.address.get(value)!;
      if (value === near) code.get(rowsAt).load(width, offset);
      else if (access === 'column') code.get(row).load('splat', at);
      else code.get(access === 'row' ? inRow : place).load(width, at + offset);
      const local = code.vectorLocal();
      code.set(local);
      known.set(value, local);
      return local;
    };
    for (const member of members) {
      const operation = operations[member]!;
      const operands = operation.inputs.map(({ value }) => operand(value));
      elementwise(operation)!.emit(code, operands, operation.attributes ?? {});
      const local = code.vectorLocal();
      code.set(local);
      known.set(operation.outputs[0]!.value, local);
    }
    // What the product gives is stored already.
    for (const value of stored.filter((each) => each !== near))
      code
        .get(place)
        .get(known.get(value)!)
        .store(width, layout.address.get(value)! + offset);
  };
  const body = (width: 'four' | 'one', times = 1) => {
    const bytes = times * (width === 'four' ? 16 : 4);
    for (let offset = 0; offset < bytes; offset += bytes / times) compute(width, offset);
    code.advance(place, bytes).advance(inRow, bytes);
    if (near !== undefined) code.advance(rowsAt, bytes);
  };
  const line = (whole: number, rest: number) => {
    code.index(0).set(inRow);
    const several = whole - (whole % (4 * times));
    if (several > 0) code.repeat(inRow, several * 4, () => body('four', times));
    if (whole > several) code.repeat(inRow, whole * 4, () => body('four'));
    if (rest > 0) code.repeat(inRow, (whole + rest) * 4, () => body('one'));
  };
  if (rows === 1) {
    // One row has room behind its end for the rest of a vector.
    code.get(from).set(place).get(from).set(inRow);
    if (times > 1) {
      const several = code.indexLocal();
      code
        .get(to)
        .get(from)
        .lengthBetween(16 * times)
        .get(from)
        .addUp()
        .set(several);
      code.repeatBelow(place, several, () => body('four', times));
    }
    code.repeatBelow(place, to, () => body('four'));
  } else {
    const whole = columns - (columns % 4);
    code.get(from).index(columns).multiply().set(place).get(from).set(row);
    code.repeatBelow(row, to, () => {
      line(whole, columns - whole);
      code.advance(row, 4);
    });
  }
  return code;
}

/** What a loop is given to run over all of its space in about `parts` pieces: bytes of the one row, or of a column. */
export function loopRanges({ space }: Cluster, parts: number): (readonly [from: number, to: number])[] {
  const { size, columns = size } = space!;
  const rows = size / columns;
  const ranges = rows === 1 ? divide(Math.ceil(size / 4) * 4, parts, 16) : divide(rows, parts);
  return ranges.map(([from, to]) => [from * 4, to * 4] as const);
}
