import type { OnnxNode } from '../model';
import { intOf, intsOf } from './attributes';
import type { Importation } from './importation';
import { fileShape } from './value';

const ARITHMETIC: { readonly [op: string]: (a: number, b: number) => number } = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => Math.trunc(a / b),
};

/** So many sizes have no tensors of today: a short file can double a list with each node. */
const MOST_SIZES = 1024;

/** Works out sizes that nodes compute from shapes; a size that is not fixed is NaN. False: this is no such node. */
export function fold(importation: Importation, node: OnnxNode): boolean {
  const result = folded(importation, node);
  if (!result || result.length > MOST_SIZES) return false;
  importation.folded.set(node.outputs[0]!, result);
  return true;
}

function folded(importation: Importation, node: OnnxNode): readonly number[] | undefined {
  const { op, inputs } = node;
  if (op === 'Shape') {
    const value = importation.value(inputs[0]);
    const sizes = value && fileShape(value);
    return sizes?.slice(intOf(node, 'start', 0), intOf(node, 'end', undefined)).map((size) => size ?? NaN);
  }
  // Constants alone are weights as well as sizes: only what comes of shapes is worked out.
  if (!inputs.some((name) => importation.folded.has(name))) return undefined;
  const numbers = inputs.map((name) => importation.numbers(name));
  const [first, second] = numbers;
  if (!first) return undefined;
  if (op === 'Concat') return joined(numbers);
  if (['Unsqueeze', 'Squeeze', 'Cast', 'Identity', 'Reshape', 'Floor', 'Ceil'].includes(op)) return first;
  if (op === 'Gather') return second?.map((place) => first[place < 0 ? place + first.length : place] ?? NaN);
  if (op === 'Slice') {
    const [from] = second ?? intsOf(node, 'starts') ?? [];
    const [to] = numbers[2] ?? intsOf(node, 'ends') ?? [];
    return from === undefined || to === undefined ? undefined : first.slice(from, to);
  }
  const compute = Object.hasOwn(ARITHMETIC, op) ? ARITHMETIC[op] : undefined;
  if (compute && second) return first.map((value, i) => compute(value, second[second.length === 1 ? 0 : i] ?? NaN));
  return undefined;
}

function joined(lists: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
  const count = lists.reduce((sum, list) => sum + (list?.length ?? Infinity), 0);
  return count <= MOST_SIZES ? lists.flatMap((list) => list ?? []) : undefined;
}
