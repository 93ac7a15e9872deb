import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { divide, sizeOf, WORK, type Inputs, type OwnKernel, type OwnKernels } from './ownKernel';

/** Rows and columns of a register block. */
const [ROWS, COLUMNS] = [4, 8];

/** Bytes that a product of m rows over a length of k needs to lay its operands out. */
export const productWork = (m: number, k: number): number => (Math.ceil(m / ROWS) * ROWS + COLUMNS) * k * 4 + 160;

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
  };
}

export const products: OwnKernels = { BatchMatMul: product, _FusedMatMul: product };
