import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, sizeOf, WORK, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';

/** Rows and columns of a register block. */
const [ROWS, COLUMNS] = [4, 8];

/** Bytes that a product of m rows over a length of k needs to lay its operands out. */
export const productWork = (m: number, k: number): number => (Math.ceil(m / ROWS) * ROWS + COLUMNS) * k * 4 + 160;

/** Fewer rows than that in a part are not worth that each part lays out the right operand for itself. */
const LEAST_ROWS = 32;
/** Bytes of the right operand that stay in the cache beside what is computed. */
const MOST_PACKED = 2 ** 19;
/** Numbers of the output that are computed before something else is computed from them: what a first cache holds along with it. */
const AT_ONCE = 4096;

/** One product of two matrices, with bias and relu in one; of several at once none. */
function product(inputs: Inputs, attributes: NamedAttrMap): OwnKernel | undefined {
  const { a, b, bias, preluActivationWeights } = inputs as Inputs & { a: TensorInfo; b: TensorInfo };
  const { transposeA, transposeB, activation } = attributes as unknown as { transposeA: boolean; transposeB: boolean; activation?: string };
  const relu = activation === 'relu';
  const plain = (relu || !activation || activation === 'linear') && !preluActivationWeights && (!bias || bias.shape.length === 1);
  const one = ({ shape, dtype }: TensorInfo) => dtype === 'float32' && sizeOf(shape) > 0 && shape.slice(0, -2).every((size) => size === 1);
  if (!plain || !one(a) || !one(b)) return undefined;
  const [[rowsA, columnsA], [rowsB, columnsB]] = [a.shape.slice(-2), b.shape.slice(-2)] as [[number, number], [number, number]];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const lead = (a.shape.length > b.shape.length ? a : b).shape.slice(0, -2);
  return {
    shapes: [[...lead, m, n]],
    work: productWork(m, k),
    cost: m * n * k,
    calls: (at, [out], parts) => {
      const [fromA, fromB, fromBias] = [at(a), at(b), bias ? at(bias) : 0];
      // Whole rows or whole columns of the result, of whichever there are more.
      const rows = m >= n ? divide(m, parts, ROWS) : [[0, m] as const];
      const columns = m >= n ? [[0, n] as const] : divide(n, parts, COLUMNS);
      return rows.flatMap(([i, iEnd]) =>
        columns.map(([j, jEnd]) => ({
          name: 'matmul',
          args: [
            ...[+transposeA, +transposeB, iEnd - i, jEnd - j, k],
            ...[fromA + 4 * (transposeA ? i : i * columnsA), columnsA],
            ...[fromB + 4 * (transposeB ? j * columnsB : j), columnsB],
            ...[out! + 4 * (i * n + j), n],
            ...[fromBias && fromBias + 4 * j, +relu, 0, WORK],
          ],
        })),
      );
    },
    ...(!relu && { inRows: inRows({ m, n, k, a, b, bias, columnsA, columnsB, transposeA, transposeB }) }),
  };
}

interface Operands {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias: TensorInfo | undefined;
  readonly columnsA: number;
  readonly columnsB: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function inRows({ m, n, k, a, b, bias, columnsA, columnsB, transposeA, transposeB }: Operands): OwnKernel['inRows'] {
  const packed = Math.ceil(n / COLUMNS) * COLUMNS * k * 4;
  if (m < 2 * LEAST_ROWS || packed > MOST_PACKED) return undefined;
  const group = Math.max(ROWS, Math.floor(AT_ONCE / n / ROWS) * ROWS);
  const panels = Math.min(group, m + ROWS) * k * 4 + 128;
  return {
    work: panels + packed + group * n * 4 + 64,
    calls: (at, out, parts) =>
      divide(m, Math.min(parts, Math.floor(m / LEAST_ROWS)), ROWS).map(([begin, end]) => ({
        first: { name: 'packColumns', args: [+transposeB, n, k, at(b), columnsB, WORK + panels] },
        rows: divide(end - begin, Math.ceil((end - begin) / group), ROWS).map(([i, iEnd]) => {
          const [from, to] = [begin + i, begin + iEnd];
          const target = out === undefined ? WORK + panels + packed : out + 4 * from * n;
          const left = at(a) + 4 * (transposeA ? from : from * columnsA);
          const args = [+transposeA, to - from, n, k, left, columnsA, WORK + panels, target, n, bias ? at(bias) : 0, WORK];
          return { from: from * n, to: to * n, at: target, call: { name: 'matmulPacked', args } };
        }),
      })),
  };
}

export const products: OwnKernels = { BatchMatMul: product, _FusedMatMul: product };
