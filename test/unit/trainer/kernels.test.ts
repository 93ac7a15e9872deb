import '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { catchMemory, installKernels } from '../../../src/trainer/kernels/install';
import { hasRelaxedSimd } from '../../../src/trainer/kernels/relaxedSimd';
import { registerStatelessOnCpu, stateless } from '../../../src/trainer/random/stateless';

/** Our kernels, for engines with relaxed SIMD and for those without. */
const BINARIES = { SIMD: 'layerwise-simd.wasm', 'relaxed SIMD': 'layerwise-relaxed.wasm' };
const compiled = new Map<string, WebAssembly.Module>();
let memory: WebAssembly.Memory;

beforeAll(async () => {
  registerStatelessOnCpu();
  setWasmPaths('node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  setThreadsCount(1);
  const caught = await catchMemory(async () => {
    await tf.setBackend('wasm');
    await tf.ready();
  });
  if (!caught) throw new Error('The memory of the backend was not found.');
  memory = caught;
  if (!hasRelaxedSimd()) throw new Error('This engine has no relaxed SIMD.');
  const folder = mkdtempSync(path.join(tmpdir(), 'layerwise-kernels-'));
  await buildKernels(folder);
  for (const name of Object.values(BINARIES)) compiled.set(name, new WebAssembly.Module(readFileSync(path.join(folder, name))));
  rmSync(folder, { recursive: true });
  install(BINARIES.SIMD);
});

function install(name: string): void {
  installKernels(tf.engine().findBackend('wasm') as BackendWasm, memory, compiled.get(name)!, name === BINARIES['relaxed SIMD']);
}

/** The same computation on tfjs's plain `cpu` backend and on ours; the largest difference, relative to the largest value. */
async function difference(compute: () => tf.Tensor): Promise<number> {
  const results: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    results.push(tf.tidy(() => compute().dataSync()) as Float32Array);
  }
  const [expected, found] = results as [Float32Array, Float32Array];
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - found[i]!))) / scale;
}

const size = (maximum: number) => fc.integer({ min: 1, max: maximum });
const values = (shape: number[], seed: number) => tf.randomUniform(shape, -1, 1, 'float32', seed + 1);
/** Along the height and along the width. */
const pair = (maximum: number) => fc.tuple(size(maximum), size(maximum));
const pad = fc.constantFrom('same' as const, 'valid' as const);
const close = 1e-5;

/** A filter with zeros between its values: convolving with it is convolving with the filter dilated. */
const spread = (filter: tf.Tensor, dilations: readonly number[]): tf.Tensor =>
  dilations.reduce((result, rate, axis) => {
    const [before, count, after] = [result.shape.slice(0, axis), result.shape[axis]!, result.shape.slice(axis + 1)];
    const apart = tf.pad(
      tf.reshape(result, [...before, count, 1, ...after]),
      [...before, count, 1, ...after].map((_, i) => [0, i === axis + 1 ? rate - 1 : 0] as [number, number]),
    );
    const whole = tf.reshape(apart, [...before, count * rate, ...after]);
    const shape = [...before, (count - 1) * rate + 1, ...after];
    return tf.slice(
      whole,
      shape.map(() => 0),
      shape,
    );
  }, filter);

describe.each(Object.entries(BINARIES))('the kernels equal the cpu backend, with %s', (_, name) => {
  beforeAll(() => install(name));
  afterAll(() => install(BINARIES.SIMD));

  test('products of matrices, with transposes', () =>
    fc.assert(
      fc.asyncProperty(size(40), size(40), size(70), fc.boolean(), fc.boolean(), fc.nat(1000), async (m, n, k, ta, tb, seed) => {
        const compute = () => tf.matMul(values(ta ? [k, m] : [m, k], seed), values(tb ? [n, k] : [k, n], seed + 7), ta, tb);
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  test('a dense layer with bias and relu in one', () =>
    fc.assert(
      fc.asyncProperty(size(33), size(33), size(50), fc.boolean(), fc.nat(1000), async (m, n, k, relu, seed) => {
        const compute = () =>
          tf.fused.matMul({
            a: values([m, k], seed),
            b: values([k, n], seed + 1),
            bias: values([n], seed + 2),
            activation: relu ? 'relu' : 'linear',
          });
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  const window = fc.record({
    batch: size(3),
    height: fc.integer({ min: 5, max: 11 }),
    width: fc.integer({ min: 5, max: 11 }),
    channels: size(5),
    filters: size(9),
    kernel: pair(4),
    strides: pair(3),
    pad,
    seed: fc.nat(1000),
  });

  test('convolution and pooling forward', () =>
    fc.assert(
      fc.asyncProperty(window, fc.constantFrom('conv', 'depthwise', 'max', 'average'), async (w, kind) => {
        const compute = () => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          if (kind === 'max') return tf.maxPool(x, w.kernel, w.strides, w.pad);
          if (kind === 'average') return tf.avgPool(x, w.kernel, w.strides, w.pad);
          const filter = values([...w.kernel, w.channels, kind === 'conv' ? w.filters : (w.filters % 3) + 1], w.seed + 1) as tf.Tensor4D;
          return kind === 'conv' ? tf.conv2d(x, filter, w.strides, w.pad) : tf.depthwiseConv2d(x, filter, w.strides, w.pad);
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  test('both gradients of a convolution', () =>
    fc.assert(
      fc.asyncProperty(window, fc.boolean(), async (w, toFilter) => {
        const compute = () => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          const filter = values([...w.kernel, w.channels, w.filters], w.seed + 1) as tf.Tensor4D;
          const gradients = tf.grads((a, b) => tf.mul(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, w.strides, w.pad), 0.5))([x, filter]);
          return gradients[toFilter ? 1 : 0]!;
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  test('both gradients of a depthwise convolution', () =>
    fc.assert(
      fc.asyncProperty(window, fc.boolean(), async (w, toFilter) => {
        const compute = () => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          const filter = values([...w.kernel, w.channels, (w.filters % 3) + 1], w.seed + 1) as tf.Tensor4D;
          return tf.grads((a, b) => tf.mul(tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, w.strides, w.pad), 0.5))([x, filter])[
            toFilter ? 1 : 0
          ]!;
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  const dilatedWindow = fc.record({
    batch: size(2),
    height: fc.integer({ min: 10, max: 14 }),
    width: fc.integer({ min: 10, max: 14 }),
    channels: size(5),
    filters: size(9),
    kernel: pair(4),
    dilations: pair(3),
    pad,
    seed: fc.nat(1000),
  });

  test('a dilated convolution, and a depthwise one', () =>
    fc.assert(
      fc.asyncProperty(dilatedWindow, fc.boolean(), async (w, depthwise) => {
        const compute = () => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          const filter = values([...w.kernel, w.channels, depthwise ? (w.filters % 3) + 1 : w.filters], w.seed + 1) as tf.Tensor4D;
          return (depthwise ? tf.depthwiseConv2d : tf.conv2d)(x, filter, 1, w.pad, 'NHWC', w.dilations);
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  // tfjs's own gradients know no dilation: there a filter with zeros between its values takes its place.
  test('both gradients of a dilated convolution, and of a depthwise one', () =>
    fc.assert(
      fc.asyncProperty(dilatedWindow, pair(2), fc.boolean(), fc.boolean(), async (w, strides, depthwise, toFilter) => {
        const inputShape: [number, number, number, number] = [w.batch, w.height, w.width, w.channels];
        const filterShape: [number, number, number, number] = [...w.kernel, w.channels, depthwise ? (w.filters % 3) + 1 : w.filters];
        const compute = () => {
          const [x, filter] = [values(inputShape, w.seed) as tf.Tensor4D, values(filterShape, w.seed + 1) as tf.Tensor4D];
          const convolve = (a: tf.Tensor, b: tf.Tensor) =>
            (depthwise ? tf.depthwiseConv2d : tf.conv2d)(a as tf.Tensor4D, spread(b, w.dilations) as tf.Tensor4D, strides, w.pad);
          const dy = values(convolve(x, filter).shape, w.seed + 2);
          if (tf.getBackend() === 'cpu') return tf.grads(convolve)([x, filter], dy)[toFilter ? 1 : 0]!;
          const kernel = `${depthwise ? 'DepthwiseConv2dNative' : 'Conv2D'}Backprop${toFilter ? 'Filter' : 'Input'}`;
          const attributes = { strides, pad: w.pad, dilations: w.dilations, dataFormat: 'NHWC', inputShape, filterShape };
          return tf.engine().runKernel<tf.Tensor>(kernel, toFilter ? { x, dy } : { dy, filter }, attributes);
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  test('the gradient of max pooling', () =>
    fc.assert(
      fc.asyncProperty(window, async (w) => {
        const compute = () => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          return tf.grad((a) => tf.mul(tf.maxPool(a as tf.Tensor4D, w.kernel, w.strides, w.pad), 0.5))(x);
        };
        expect(await difference(compute)).toBeLessThan(close);
      }),
    ));

  // tfjs's cpu backend divides by the whole window even where it hangs over the edge; the truth here is that pooling is linear.
  test('the gradient of average pooling is its transpose', () =>
    fc.assert(
      fc.asyncProperty(window, async (w) => {
        await tf.setBackend('wasm');
        const [viaGradient, viaPooling] = tf.tidy(() => {
          const x = values([w.batch, w.height, w.width, w.channels], w.seed) as tf.Tensor4D;
          const pool = (a: tf.Tensor) => tf.avgPool(a as tf.Tensor4D, w.kernel, w.strides, w.pad);
          const dy = values(pool(x).shape, w.seed + 1);
          return [tf.sum(tf.mul(tf.grad(pool)(x, dy), x)).dataSync()[0]!, tf.sum(tf.mul(pool(x), dy)).dataSync()[0]!];
        });
        expect(Math.abs(viaGradient - viaPooling)).toBeLessThan(1e-4 * Math.max(1, Math.abs(viaPooling)));
      }),
    ));
});

describe('sums and random numbers', () => {
  test('sums and means over the first or the last axes, long ones too', () =>
    fc.assert(
      fc.asyncProperty(
        size(300),
        size(9),
        size(40),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom([0], [0, 1], [2], [1, 2], [0, 1, 2]),
        fc.nat(1000),
        async (a, b, c, mean, keep, axes, seed) => {
          await tf.setBackend('wasm');
          const x = values([a, b, c], seed);
          const result = (mean ? tf.mean : tf.sum)(x, [...axes], keep);
          // In double precision: the cpu backend's own long sums are not exact enough to compare with.
          const sums = new Float64Array(result.size);
          const kept = [a, b, c].map((count, axis) => (axes.includes(axis as never) ? 1 : count)) as [number, number, number];
          x.dataSync().forEach((value, at) => {
            const place = [Math.floor(at / c / b), Math.floor(at / c) % b, at % c].map((index, axis) => (kept[axis] === 1 ? 0 : index));
            sums[(place[0]! * kept[1] + place[1]!) * kept[2] + place[2]!]! += value;
          });
          const summed = x.size / result.size;
          const apart = result.dataSync().map((value, i) => Math.abs(value - sums[i]! / (mean ? summed : 1)) * (mean ? summed : 1));
          expect(Math.max(...apart)).toBeLessThan(1e-6 * Math.max(10, Math.sqrt(summed)));
          tf.dispose([x, result]);
        },
      ),
    ));

  test('the largest over the first or the last axes', () =>
    fc.assert(
      fc.asyncProperty(
        ...([size(30), size(9), size(40), fc.boolean(), fc.constantFrom([0], [0, 1], [2], [1, 2], [0, 1, 2]), fc.nat(1000)] as const),
        async (a, b, c, keep, axes, seed) => {
          expect(await difference(() => tf.max(values([a, b, c], seed), [...axes], keep))).toBe(0);
        },
      ),
    ));

  test('the largest is not a number where one is none', async () => {
    await tf.setBackend('wasm');
    for (const at of [0, 5, 9]) {
      const numbers = Array.from({ length: 10 }, (_, i) => (i === at ? NaN : i));
      expect([...tf.max(tf.tensor2d([numbers]), 1).dataSync()]).toEqual([NaN]);
      expect([...tf.max(tf.tensor2d(numbers.map((each) => [each])), 0).dataSync()]).toEqual([NaN]);
    }
  });

  test("random numbers are the same, and TensorFlow's", () =>
    fc.assert(
      fc.asyncProperty(
        size(9),
        size(9),
        fc.constantFrom('uniform' as const, 'normal' as const),
        fc.integer(),
        fc.integer(),
        async (a, b, kind, s0, s1) => {
          expect(await difference(() => stateless(kind, [a, b], tf.tensor1d([s0 | 0, s1 | 0], 'int32')))).toBeLessThan(1e-6);
        },
      ),
    ));
});

describe.each(Object.entries(BINARIES))('functions of one number, with %s', (_, name) => {
  beforeAll(() => install(name));
  afterAll(() => install(BINARIES.SIMD));
  const exact: { readonly [kernel: string]: (x: number) => number } = {
    exp: Math.exp,
    expm1: Math.expm1,
    log: Math.log,
    log1p: Math.log1p,
    sigmoid: (x) => 1 / (1 + Math.exp(-x)),
    tanh: Math.tanh,
    softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    elu: (x) => (x >= 0 ? x : Math.expm1(x)),
    selu: (x) => 1.0507009873554805 * (x >= 0 ? x : 1.6732632423543772 * Math.expm1(x)),
  };
  const edges = [
    0,
    -0,
    1e-30,
    -1e-30,
    1e-6,
    -1e-6,
    1e-4,
    0.34,
    -0.34,
    0.36,
    -0.36,
    0.5,
    1,
    -1,
    7.9,
    -8,
    20,
    -20,
    87,
    -87,
    88.7,
    -100,
    90,
    1e30,
    -1e30,
    Infinity,
    -Infinity,
    NaN,
    1e-40,
  ];

  test.each(Object.keys(exact))('%s is right to the last digits', async (name) => {
    await tf.setBackend('wasm');
    const made = Array.from({ length: 2003 }, (_, i) => (i - 1000) / 25);
    const x = Float32Array.from([...edges, ...made, ...made.map((value) => value * 1e-3)]);
    const compute = (tf as unknown as { [name: string]: (x: tf.Tensor) => tf.Tensor })[name]!;
    const found = tf.tidy(() => compute(tf.tensor1d(x)).dataSync());
    x.forEach((value, i) => {
      const wanted = Math.fround(exact[name]!(value));
      if (!Number.isFinite(wanted)) return expect(found[i], `${name}(${value})`).toBe(wanted);
      const apart = Math.abs(found[i]! - wanted) / Math.max(Math.abs(wanted), 1e-37);
      expect(apart, `${name}(${value}) = ${found[i]}, not ${wanted}`).toBeLessThan(6e-7);
    });
  });
});

describe('copies', () => {
  const shape = fc.array(size(7), { minLength: 1, maxLength: 4 });

  test('unstack and stack, split and concat, slices', () =>
    fc.assert(
      fc.asyncProperty(shape, fc.nat(3), fc.nat(1000), async (sizes, where, seed) => {
        const axis = where % sizes.length;
        const x = () => values(sizes, seed);
        const half = Math.ceil(sizes[axis]! / 2);
        const parts = half < sizes[axis]! ? [half, sizes[axis]! - half] : [half];
        expect(await difference(() => tf.stack(tf.unstack(x(), axis).reverse(), axis))).toBe(0);
        expect(await difference(() => tf.concat(tf.split(x(), parts, axis).reverse(), axis))).toBe(0);
        expect(
          await difference(() =>
            tf.slice(
              x(),
              sizes.map((_, i) => (i === axis ? sizes[axis]! - half : 0)),
              sizes.map((each, i) => (i === axis ? half : each)),
            ),
          ),
        ).toBe(0);
        expect(
          await difference(() =>
            tf.slice(
              x(),
              sizes.map((each) => Math.floor(each / 2)),
              sizes.map((each) => each - Math.floor(each / 2)),
            ),
          ),
        ).toBe(0);
      }),
    ));
});
